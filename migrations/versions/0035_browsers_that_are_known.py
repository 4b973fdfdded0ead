"""Browsers that are known, and when a second factor was begun"""

from alembic import op
import sqlalchemy as sa


revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("browser_hash", sa.String(length=32), server_default="", nullable=False))

    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tf_begun_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("devices_stamp", sa.String(length=32), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_column("devices_stamp")
        batch_op.drop_column("tf_begun_at")

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("browser_hash")
