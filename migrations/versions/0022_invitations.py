"""Invitations of staff and members: sent by mail, withdrawn, sent again; several roles in one."""

from alembic import op
import sqlalchemy as sa

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OPEN = "used_at IS NULL AND withdrawn_at IS NULL"


def upgrade() -> None:
    # No page has sent an invitation so far.
    op.execute("DELETE FROM staff_invitation")
    op.execute("DELETE FROM member_invitation")
    for table in ("staff_invitation", "member_invitation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("public_id", sa.String(length=22), nullable=False))
            batch_op.add_column(sa.Column("language", sa.String(length=5), nullable=False))
            batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False))
            batch_op.add_column(sa.Column("times_sent", sa.Integer(), nullable=False))
            batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
            batch_op.create_unique_constraint(batch_op.f(f"uq_{table}_public_id"), ["public_id"])
    with op.batch_alter_table("staff_invitation") as batch_op:
        batch_op.add_column(sa.Column("roles", sa.JSON(), nullable=False))
        batch_op.drop_column("role")
        batch_op.create_index(
            "uq_staff_invitation_open",
            ["email"],
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )
    with op.batch_alter_table("member_invitation") as batch_op:
        batch_op.add_column(sa.Column("invited_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_member_invitation_invited_by_id_person"), "person", ["invited_by_id"], ["id"]
        )
        batch_op.create_index(
            "uq_member_invitation_open",
            ["organisation_id", "email"],
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )


def downgrade() -> None:
    op.execute("DELETE FROM staff_invitation")
    op.execute("DELETE FROM member_invitation")
    with op.batch_alter_table("member_invitation") as batch_op:
        batch_op.drop_index("uq_member_invitation_open")
        batch_op.drop_constraint(batch_op.f("fk_member_invitation_invited_by_id_person"), type_="foreignkey")
        batch_op.drop_column("invited_by_id")
    with op.batch_alter_table("staff_invitation") as batch_op:
        batch_op.drop_index("uq_staff_invitation_open")
        batch_op.drop_column("roles")
        batch_op.add_column(sa.Column("role", sa.String(length=30), nullable=False))
    for table in ("staff_invitation", "member_invitation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"uq_{table}_public_id"), type_="unique")
            batch_op.drop_column("withdrawn_at")
            batch_op.drop_column("times_sent")
            batch_op.drop_column("sent_at")
            batch_op.drop_column("language")
            batch_op.drop_column("public_id")
