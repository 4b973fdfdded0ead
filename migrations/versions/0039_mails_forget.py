"""Mails to others forget who was erased by a due row."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("names", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("texts_by_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("texts_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_column("texts_at")
        batch_op.drop_column("texts_by_at")
        batch_op.drop_column("names")
