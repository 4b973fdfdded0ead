"""Companions, who may come, where the venue is"""

from alembic import op
import sqlalchemy as sa


revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('most_companions', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('audience', sa.String(length=40), server_default='everybody', nullable=False))
        batch_op.add_column(sa.Column('study_countries', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('graduation_from', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('graduation_to', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('lowest_japanese', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('study_fields', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('latitude', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Double(), nullable=True))

    with op.batch_alter_table('event_text', schema=None) as batch_op:
        batch_op.add_column(sa.Column('way_there', sa.Text(), server_default='', nullable=False))

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('drawn_people', sa.Integer(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_column('drawn_people')

    with op.batch_alter_table('event_text', schema=None) as batch_op:
        batch_op.drop_column('way_there')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('longitude')
        batch_op.drop_column('latitude')
        batch_op.drop_column('study_fields')
        batch_op.drop_column('lowest_japanese')
        batch_op.drop_column('graduation_to')
        batch_op.drop_column('graduation_from')
        batch_op.drop_column('study_countries')
        batch_op.drop_column('audience')
        batch_op.drop_column('most_companions')

