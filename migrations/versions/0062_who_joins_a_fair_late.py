"""Who joins a fair late"""

from alembic import op
import sqlalchemy as sa


revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_request",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.event_id"], name=op.f("fk_late_request_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_late_request_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_request")),
        sa.UniqueConstraint("fair_id", "student_id", name="uq_late_request_fair_id_student_id"),
    )
    with op.batch_alter_table("late_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_request_student_id"), ["student_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("late_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_request_student_id"))

    op.drop_table("late_request")
