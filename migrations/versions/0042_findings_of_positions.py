"""Findings of positions are kept"""

from alembic import op
import sqlalchemy as sa

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting_finding",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=40), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by_ref", sa.String(length=22), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_finding_posting_id_posting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_finding")),
    )
    with op.batch_alter_table("posting_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_finding_posting_id"), ["posting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("posting_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_finding_posting_id"))

    op.drop_table("posting_finding")
