"""Names said aloud"""

from alembic import op
import sqlalchemy as sa

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_recording",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_name_recording_stored_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_name_recording_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_recording")),
        sa.UniqueConstraint("stored_file_id", name=op.f("uq_name_recording_stored_file_id")),
        sa.UniqueConstraint("student_id", name=op.f("uq_name_recording_student_id")),
    )


def downgrade() -> None:
    op.drop_table("name_recording")
