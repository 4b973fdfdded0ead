"""The stamp of what is public."""

from alembic import op
import sqlalchemy as sa

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "content_stamp",
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_stamp")),
    )
    # The one row that `writing()` changes.
    op.bulk_insert(made, [{"id": 1, "stamp": ""}])


def downgrade() -> None:
    op.drop_table("content_stamp")
