"""Events that do not take place"""

from alembic import op
import sqlalchemy as sa


revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('called_off_words', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('called_off_language', sa.String(length=5), server_default='', nullable=False))

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('turns', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_column('turns')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('called_off_language')
        batch_op.drop_column('called_off_words')
