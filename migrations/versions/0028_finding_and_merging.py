"""The words people are found by, and what was moved when two rows of one person became one."""

from alembic import op
import sqlalchemy as sa

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_WORD = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"]
        )
    op.create_table(
        "person_word",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("word", _WORD, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_word_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "source", "word", name=op.f("pk_person_word")),
    )
    with op.batch_alter_table("person_word", schema=None) as batch_op:
        batch_op.create_index("ix_person_word_word_person_id", ["word", "person_id"], unique=False)
    op.create_table(
        "person_merge",
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_ref", sa.String(length=22), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_ref", sa.String(length=22), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id_person")),
        sa.ForeignKeyConstraint(["merged_id"], ["person.id"], name=op.f("fk_person_merge_merged_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_merge_public_id")),
    )
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_merge_merged_id"), ["merged_id"], unique=False)
        batch_op.create_index(
            "uq_person_merge_live",
            ["merged_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
    _keep_words("person", "id", "person")
    _keep_words("student", "person_id", "student")


def _keep_words(name: str, person_column: str, source: str) -> None:
    """Who is there already is found too."""
    table = sa.table(name, sa.column(person_column), sa.column("search_key"))
    words = sa.table("person_word", sa.column("person_id"), sa.column("source"), sa.column("word"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c[person_column], table.c.search_key)).all()
    found = [
        {"person_id": person_id, "source": source, "word": word}
        for person_id, search_key in rows
        for word in dict.fromkeys(one[:60] for one in (search_key or "").split())
    ]
    if found:
        connection.execute(sa.insert(words), found)


def downgrade() -> None:
    op.drop_table("person_merge")
    op.drop_table("person_word")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_person_merged_into_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_person_merged_into_id"))
        batch_op.drop_column("merged_into_id")
