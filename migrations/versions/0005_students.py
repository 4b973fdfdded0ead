"""Tables of students."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('student',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name_passport', sa.String(length=200), nullable=False),
    sa.Column('has_one_name', sa.Boolean(), nullable=False),
    sa.Column('name_local', sa.String(length=200), nullable=False),
    sa.Column('call_name', sa.String(length=80), nullable=False),
    sa.Column('katakana', sa.String(length=200), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('born_on', sa.Date(), nullable=True),
    sa.Column('nationality', sa.String(length=2), nullable=False),
    sa.Column('visibility', sa.String(length=40), nullable=False),
    sa.Column('wished_work', sa.JSON(), nullable=False),
    sa.Column('wished_prefectures', sa.JSON(), nullable=False),
    sa.Column('may_start_on', sa.Date(), nullable=True),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('about_language', sa.String(length=5), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_student_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_student')),
    sa.UniqueConstraint('person_id', name=op.f('uq_student_person_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_student_public_id'))
    )
    op.create_table('disclosure',
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('reason_ref', sa.String(length=90), nullable=False),
    sa.Column('consent_ref', sa.String(length=22), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_disclosure_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_disclosure_student_id_student')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure'))
    )
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.create_index('ix_disclosure_organisation_id_student_id', ['organisation_id', 'student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_student_id'), ['student_id'], unique=False)
        batch_op.create_index('uq_disclosure_live', ['student_id', 'organisation_id', 'reason', 'reason_ref'], unique=True, sqlite_where=sa.text('until_at IS NULL'), postgresql_where=sa.text('until_at IS NULL'))

    op.create_table('education',
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('university_id', sa.Integer(), nullable=True),
    sa.Column('university_name', sa.String(length=200), nullable=False),
    sa.Column('degree', sa.String(length=40), nullable=True),
    sa.Column('major', sa.String(length=40), nullable=True),
    sa.Column('major_local', sa.String(length=200), nullable=False),
    sa.Column('grade', sa.String(length=10), nullable=False),
    sa.Column('grade_scale', sa.String(length=20), nullable=False),
    sa.Column('graduates_on', sa.Date(), nullable=True),
    sa.Column('confirmed', sa.String(length=40), nullable=False),
    sa.Column('confirmed_by_ref', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_education_student_id_student')),
    sa.ForeignKeyConstraint(['university_id'], ['organisation.id'], name=op.f('fk_education_university_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_education'))
    )
    with op.batch_alter_table('education', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_education_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_education_university_id'), ['university_id'], unique=False)

    op.create_table('language_result',
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('test', sa.String(length=40), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('cefr', sa.String(length=40), nullable=True),
    sa.Column('taken_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_language_result_student_id_student')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_language_result'))
    )
    with op.batch_alter_table('language_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_language_result_student_id'), ['student_id'], unique=False)

    op.create_table('student_skill',
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('skill', sa.String(length=40), nullable=False),
    sa.Column('licence_number', sa.String(length=60), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_student_skill_student_id_student')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_student_skill'))
    )
    with op.batch_alter_table('student_skill', schema=None) as batch_op:
        batch_op.create_index('uq_student_skill_student_id_skill', ['student_id', 'skill'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('student_skill', schema=None) as batch_op:
        batch_op.drop_index('uq_student_skill_student_id_skill')

    op.drop_table('student_skill')
    with op.batch_alter_table('language_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_language_result_student_id'))

    op.drop_table('language_result')
    with op.batch_alter_table('education', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_education_university_id'))
        batch_op.drop_index(batch_op.f('ix_education_student_id'))

    op.drop_table('education')
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.drop_index('uq_disclosure_live', sqlite_where=sa.text('until_at IS NULL'), postgresql_where=sa.text('until_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_disclosure_student_id'))
        batch_op.drop_index('ix_disclosure_organisation_id_student_id')

    op.drop_table('disclosure')
    op.drop_table('student')
