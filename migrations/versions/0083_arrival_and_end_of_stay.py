"""The day of arrival and the end of the period of stay"""

from alembic import op
import sqlalchemy as sa


revision = '0083'
down_revision = '0082'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('arrived_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('stay_until_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('renewal_applied_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('stay_notice', sa.Integer(), nullable=True))
        batch_op.create_index('ix_placement_stay_until_on', ['stay_until_on'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('ix_placement_stay_until_on')
        batch_op.drop_column('stay_notice')
        batch_op.drop_column('renewal_applied_on')
        batch_op.drop_column('stay_until_on')
        batch_op.drop_column('arrived_on')
