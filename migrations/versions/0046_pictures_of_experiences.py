"""Pictures of experiences"""

from alembic import op
import sqlalchemy as sa

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "experience_picture",
        sa.Column("experience_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("large_id", sa.Integer(), nullable=False),
        sa.Column("small_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experience_id"], ["experience.id"], name=op.f("fk_experience_picture_experience_id_experience")
        ),
        sa.ForeignKeyConstraint(
            ["large_id"], ["stored_file.id"], name=op.f("fk_experience_picture_large_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["small_id"], ["stored_file.id"], name=op.f("fk_experience_picture_small_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience_picture")),
        sa.UniqueConstraint("large_id", name=op.f("uq_experience_picture_large_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_experience_picture_public_id")),
        sa.UniqueConstraint("small_id", name=op.f("uq_experience_picture_small_id")),
    )
    with op.batch_alter_table("experience_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_experience_picture_experience_id"), ["experience_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("experience_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experience_picture_experience_id"))

    op.drop_table("experience_picture")
