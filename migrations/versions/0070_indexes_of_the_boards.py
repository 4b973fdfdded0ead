"""Indexes of the boards of follow-ups"""

from alembic import op


revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_due_at", ["due_at"], unique=False)
        batch_op.create_index("ix_contact_kind_due_on", ["kind", "due_on", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_kind_due_on")
        batch_op.drop_index("ix_contact_due_at")
