"""Closing an account; the day's summary of mails"""

from alembic import op
import sqlalchemy as sa

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part_of_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_mail_part_of_id"), ["part_of_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_mail_part_of_id_mail"), "mail", ["part_of_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mail_part_of_id_mail"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_mail_part_of_id"))
        batch_op.drop_column("part_of_id")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_column("closes_at")
