"""Answers in words have an index of their own"""

from alembic import op
import sqlalchemy as sa


revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answer_with_words",
            ["response_id"],
            unique=False,
            sqlite_where=sa.text("words IS NOT NULL"),
            postgresql_where=sa.text("words IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_with_words")
