"""Documents of students"""

from alembic import op
import sqlalchemy as sa

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "student_document",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("shown_to", sa.String(length=40), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("thumbnail_id", sa.Integer(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_file.id"],
            name=op.f("fk_student_document_stored_file_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_student_document_student_id_student")
        ),
        sa.ForeignKeyConstraint(
            ["thumbnail_id"], ["stored_file.id"], name=op.f("fk_student_document_thumbnail_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_student_document_public_id")),
        sa.UniqueConstraint("stored_file_id", name=op.f("uq_student_document_stored_file_id")),
        sa.UniqueConstraint("thumbnail_id", name=op.f("uq_student_document_thumbnail_id")),
    )
    with op.batch_alter_table("student_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_student_document_student_id"), ["student_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("student_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_student_document_student_id"))
    op.drop_table("student_document")
