"""A stay may have no end"""

from alembic import op
import sqlalchemy as sa


revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stay_has_no_end", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    # An earlier program would take the day on which it was said for the end itself.
    op.execute("UPDATE placement_fact SET value = 'withdrawn' WHERE fact = 'stay_until' AND value = 'no_end'")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_column("stay_has_no_end")
