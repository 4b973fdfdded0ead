"""Times that both sides propose"""

from alembic import op
import sqlalchemy as sa


revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offered_time",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("tables", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("tables BETWEEN 1 AND 20", name=op.f("ck_offered_time_tables")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.organisation_id"], name=op.f("fk_offered_time_company_id_company")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.event_id"], name=op.f("fk_offered_time_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_time")),
        sa.UniqueConstraint("fair_id", "company_id", "slot", name="uq_offered_time_fair_id_company_id_slot"),
    )
    with op.batch_alter_table("offered_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offered_time_company_id"), ["company_id"], unique=False)

    op.create_table(
        "time_proposal",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("from_side", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_ref", sa.String(length=22), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.organisation_id"], name=op.f("fk_time_proposal_company_id_company")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.event_id"], name=op.f("fk_time_proposal_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_time_proposal_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_time_proposal_public_id")),
    )
    with op.batch_alter_table("time_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_proposal_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_proposal_student_id"), ["student_id"], unique=False)
        batch_op.create_index(
            "uq_time_proposal_fair_id_student_id_company_id",
            ["fair_id", "student_id", "company_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade() -> None:
    op.drop_table("time_proposal")
    op.drop_table("offered_time")
