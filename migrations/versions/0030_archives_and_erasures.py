"""Archives people take along, and certificates of erasing."""

from alembic import op
import sqlalchemy as sa

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("person_ref", sa.String(length=22), nullable=False),
        sa.Column("because", sa.String(length=40), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_ref", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("number", name=op.f("uq_erasure_number")),
        sa.UniqueConstraint("person_ref", name=op.f("uq_erasure_person_ref")),
    )
    op.create_table(
        "data_export",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stored_file_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_export_person_id_person")),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_data_export_stored_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
        sa.UniqueConstraint("public_id", name=op.f("uq_data_export_public_id")),
    )
    with op.batch_alter_table("data_export") as batch_op:
        batch_op.create_index(batch_op.f("ix_data_export_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_export_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(
            "uq_data_export_being_made",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ready_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("ready_at IS NULL AND failed_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("data_export")
    op.drop_table("erasure")
