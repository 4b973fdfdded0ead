"""The log of failures of protection"""

from alembic import op
import sqlalchemy as sa

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "breach",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("items", sa.LargeBinary(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
        sa.UniqueConstraint("number", name=op.f("uq_breach_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_breach_public_id")),
    )
    op.create_table(
        "breach_letter",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["breach_id"], ["breach.id"], name=op.f("fk_breach_letter_breach_id_breach")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_letter")),
        sa.UniqueConstraint("breach_id", "language", name="uq_breach_letter_breach_id_language"),
    )
    op.create_table(
        "breach_move",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=True),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_ref", sa.String(length=22), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["breach_id"], ["breach.id"], name=op.f("fk_breach_move_breach_id_breach")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_move")),
    )
    with op.batch_alter_table("breach_move") as batch_op:
        batch_op.create_index(batch_op.f("ix_breach_move_breach_id"), ["breach_id"], unique=False)

    op.create_table(
        "breach_notice",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_ref", sa.String(length=22), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["breach_id"], ["breach.id"], name=op.f("fk_breach_notice_breach_id_breach")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_notice")),
        sa.UniqueConstraint("breach_id", "kind", name="uq_breach_notice_breach_id_kind"),
    )
    op.create_table(
        "breach_person",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["breach_id"], ["breach.id"], name=op.f("fk_breach_person_breach_id_breach")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_breach_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_person")),
        sa.UniqueConstraint("breach_id", "person_id", name="uq_breach_person_breach_id_person_id"),
    )
    with op.batch_alter_table("breach_person") as batch_op:
        batch_op.create_index(batch_op.f("ix_breach_person_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("breach_person") as batch_op:
        batch_op.drop_index(batch_op.f("ix_breach_person_person_id"))

    op.drop_table("breach_person")
    op.drop_table("breach_notice")
    with op.batch_alter_table("breach_move") as batch_op:
        batch_op.drop_index(batch_op.f("ix_breach_move_breach_id"))

    op.drop_table("breach_move")
    op.drop_table("breach_letter")
    op.drop_table("breach")
