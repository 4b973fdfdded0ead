"""Overdue answers after meetings, and whether a case has helped."""

from alembic import op
import sqlalchemy as sa

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_said", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ask_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("about_kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("about_ref", sa.String(length=22), nullable=True))
        batch_op.create_unique_constraint("uq_case_about_kind_about_ref", ["about_kind", "about_ref"])
        batch_op.create_unique_constraint(batch_op.f("uq_case_ask_hash"), ["ask_hash"])

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("overdue_at")

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_case_ask_hash"), type_="unique")
        batch_op.drop_constraint("uq_case_about_kind_about_ref", type_="unique")
        batch_op.drop_column("about_ref")
        batch_op.drop_column("about_kind")
        batch_op.drop_column("ask_hash")
        batch_op.drop_column("said_at")
        batch_op.drop_column("person_said")
