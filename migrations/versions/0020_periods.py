"""Ends of what is kept: when somebody was last seen, how long a company sees an application, and the report of a purge."""

from alembic import op
import sqlalchemy as sa

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "purge_run",
        sa.Column("run_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge_run")),
        sa.UniqueConstraint("run_on", name=op.f("uq_purge_run_run_on")),
    )
    with op.batch_alter_table("user") as batch_op:
        batch_op.add_column(sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_to_stay_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_user_last_seen_at"), ["last_seen_at"], unique=False)
    # Sign-ins that ended long ago are gone: who has none left was seen when the account was made.
    op.execute(
        'UPDATE "user" SET last_seen_at = COALESCE('
        '(SELECT MAX(sign_in.begun_at) FROM sign_in WHERE sign_in.user_id = "user".id), create_datetime)'
    )
    with op.batch_alter_table("application") as batch_op:
        batch_op.add_column(sa.Column("longer_agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("unseen_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("application") as batch_op:
        batch_op.drop_column("unseen_since")
        batch_op.drop_column("longer_agreed_at")
    with op.batch_alter_table("user") as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_last_seen_at"))
        batch_op.drop_column("asked_to_stay_at")
        batch_op.drop_column("last_seen_at")
    op.drop_table("purge_run")
