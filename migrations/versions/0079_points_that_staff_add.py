"""Points that staff add to the follow-ups are planned person by person"""

from alembic import op
import sqlalchemy as sa


revision = '0079'
down_revision = '0078'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.add_column(sa.Column('planned_up_to', sa.Integer(), nullable=True))


def downgrade() -> None:
    """The points themselves stay, and so does what was sent for them: a program before plans them like any other."""
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.drop_column('planned_up_to')
