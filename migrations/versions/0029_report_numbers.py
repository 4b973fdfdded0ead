"""Reports have a number"""

from alembic import op
import sqlalchemy as sa


revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(length=20), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_case_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_case_number"), type_="unique")
        batch_op.drop_column("number")
