"""Lists of universities and what they confirmed"""

from alembic import op
import sqlalchemy as sa

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roster_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_public_id")),
    )
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_person_id"), ["person_id"], unique=False)

    op.create_table(
        "education_move",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("education_ref", sa.String(length=22), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("holds_on", sa.Date(), nullable=True),
        sa.Column("batch", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_ref", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_education_move_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_education_move_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education_move")),
    )
    with op.batch_alter_table("education_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_education_move_education_ref"), ["education_ref"], unique=False)
        batch_op.create_index(
            "ix_education_move_organisation_id_batch", ["organisation_id", "batch"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_education_move_student_id"), ["student_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("education_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_education_move_student_id"))
        batch_op.drop_index("ix_education_move_organisation_id_batch")
        batch_op.drop_index(batch_op.f("ix_education_move_education_ref"))

    op.drop_table("education_move")
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_person_id"))
        batch_op.drop_index(batch_op.f("ix_roster_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_roster_ends_at"))

    op.drop_table("roster")
