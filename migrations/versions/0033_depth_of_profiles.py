"""Experience, busy times, and more depth of profiles"""

import secrets

from alembic import op
import sqlalchemy as sa

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

student = sa.table("student", sa.column("katakana", sa.String), sa.column("katakana_confirmed", sa.Boolean))

education = sa.table("education", sa.column("id", sa.Integer), sa.column("public_id", sa.String))


def upgrade() -> None:
    op.create_table(
        "busy_time",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_busy_time_student_id_student")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
        sa.UniqueConstraint("public_id", name=op.f("uq_busy_time_public_id")),
    )
    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_busy_time_student_id"), ["student_id"], unique=False)

    op.create_table(
        "experience",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("tools", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_experience_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience")),
        sa.UniqueConstraint("public_id", name=op.f("uq_experience_public_id")),
    )
    with op.batch_alter_table("experience", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_experience_student_id"), ["student_id"], unique=False)

    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("degree_local", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.alter_column(
            "grade", existing_type=sa.VARCHAR(length=10), type_=sa.String(length=40), existing_nullable=False
        )

    connection = op.get_bind()
    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(length=22), nullable=True))
    for (key,) in connection.execute(sa.select(education.c.id)).all():
        named = education.update().where(education.c.id == key).values(public_id=secrets.token_hex(11))
        connection.execute(named)
    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(length=22), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_education_public_id"), ["public_id"])

    with op.batch_alter_table("language_result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("test_name", sa.String(length=80), server_default="", nullable=False))

    with op.batch_alter_table("student", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("katakana_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("student_skill", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("licence_sealed", sa.LargeBinary(), nullable=True))
        # No page has ever asked for the number: there is none to carry over.
        batch_op.drop_column("licence_number")

    # A reading on the page was written, or looked at and saved, by the student.
    op.execute(student.update().where(student.c.katakana != "").values(katakana_confirmed=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("student_skill", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("licence_number", sa.VARCHAR(length=60), server_default="", nullable=False)
        )
        batch_op.drop_column("licence_sealed")
        batch_op.drop_column("level")

    with op.batch_alter_table("student", schema=None) as batch_op:
        batch_op.drop_column("katakana_confirmed")

    with op.batch_alter_table("language_result", schema=None) as batch_op:
        batch_op.drop_column("test_name")

    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.alter_column(
            "grade", existing_type=sa.String(length=40), type_=sa.VARCHAR(length=10), existing_nullable=False
        )
        batch_op.drop_constraint(batch_op.f("uq_education_public_id"), type_="unique")
        batch_op.drop_column("public_id")
        batch_op.drop_column("degree_local")

    with op.batch_alter_table("experience", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experience_student_id"))

    op.drop_table("experience")
    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_busy_time_student_id"))

    op.drop_table("busy_time")
