"""Tables of fairs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fair',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('slot_minutes', sa.Integer(), nullable=False),
    sa.Column('wishes_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('meetings_per_student', sa.Integer(), nullable=False),
    sa.Column('arranging', sa.Boolean(), nullable=False),
    sa.CheckConstraint('slot_minutes BETWEEN 5 AND 120', name=op.f('ck_fair_slot_minutes')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_fair_event_id_event')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_fair'))
    )
    op.create_table('booth',
    sa.Column('fair_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('tables', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=10), nullable=False),
    sa.Column('people_who_come', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('tables BETWEEN 1 AND 20', name=op.f('ck_booth_tables')),
    sa.ForeignKeyConstraint(['company_id'], ['company.organisation_id'], name=op.f('fk_booth_company_id_company')),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.event_id'], name=op.f('fk_booth_fair_id_fair')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booth')),
    sa.UniqueConstraint('fair_id', 'company_id', name='uq_booth_fair_id_company_id'),
    sa.UniqueConstraint('public_id', name=op.f('uq_booth_public_id'))
    )
    with op.batch_alter_table('booth', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booth_company_id'), ['company_id'], unique=False)

    op.create_table('fair_slot',
    sa.Column('fair_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.event_id'], name=op.f('fk_fair_slot_fair_id_fair')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fair_slot')),
    sa.UniqueConstraint('fair_id', 'number', name='uq_fair_slot_fair_id_number')
    )
    op.create_table('timetable',
    sa.Column('fair_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('input_hash', sa.String(length=64), nullable=False),
    sa.Column('instance', sa.JSON(), nullable=False),
    sa.Column('objective', sa.JSON(), nullable=False),
    sa.Column('bound', sa.JSON(), nullable=False),
    sa.Column('certificate', sa.String(length=20), nullable=False),
    sa.Column('unmet', sa.JSON(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('claimed_by', sa.String(length=80), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seconds', sa.Double(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_ref', sa.String(length=22), nullable=False),
    sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.event_id'], name=op.f('fk_timetable_fair_id_fair')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable')),
    sa.UniqueConstraint('fair_id', 'number', name='uq_timetable_fair_id_number'),
    sa.UniqueConstraint('public_id', name=op.f('uq_timetable_public_id'))
    )
    op.create_table('unavailable',
    sa.Column('fair_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(student_id IS NULL) <> (company_id IS NULL)', name=op.f('ck_unavailable_who')),
    sa.ForeignKeyConstraint(['company_id'], ['company.organisation_id'], name=op.f('fk_unavailable_company_id_company')),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.event_id'], name=op.f('fk_unavailable_fair_id_fair')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_unavailable_student_id_student')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unavailable')),
    sa.UniqueConstraint('fair_id', 'student_id', 'company_id', 'slot', name='uq_unavailable_who_slot')
    )
    op.create_table('wish',
    sa.Column('fair_id', sa.Integer(), nullable=False),
    sa.Column('from_side', sa.String(length=40), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=40), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.organisation_id'], name=op.f('fk_wish_company_id_company')),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.event_id'], name=op.f('fk_wish_fair_id_fair')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_wish_student_id_student')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wish')),
    sa.UniqueConstraint('fair_id', 'from_side', 'student_id', 'company_id', name='uq_wish_fair_id_from_side_student_id_company_id')
    )
    with op.batch_alter_table('wish', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wish_company_id'), ['company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_wish_student_id'), ['student_id'], unique=False)

    op.create_table('meeting',
    sa.Column('timetable_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('table_number', sa.Integer(), nullable=False),
    sa.Column('pinned', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('answer_by_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.organisation_id'], name=op.f('fk_meeting_company_id_company')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_meeting_student_id_student')),
    sa.ForeignKeyConstraint(['timetable_id'], ['timetable.id'], name=op.f('fk_meeting_timetable_id_timetable')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('public_id', name=op.f('uq_meeting_public_id')),
    sa.UniqueConstraint('timetable_id', 'company_id', 'slot', 'table_number', name='uq_meeting_timetable_id_company_id_slot_table_number'),
    sa.UniqueConstraint('timetable_id', 'student_id', 'company_id', name='uq_meeting_timetable_id_student_id_company_id'),
    sa.UniqueConstraint('timetable_id', 'student_id', 'slot', name='uq_meeting_timetable_id_student_id_slot')
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_company_id'), ['company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_student_id'), ['student_id'], unique=False)
        batch_op.create_index('ix_meeting_timetable_id_slot', ['timetable_id', 'slot'], unique=False)

    op.create_table('meeting_change',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('change', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_change_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_change'))
    )
    with op.batch_alter_table('meeting_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_change_meeting_id'), ['meeting_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('meeting_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_change_meeting_id'))

    op.drop_table('meeting_change')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_timetable_id_slot')
        batch_op.drop_index(batch_op.f('ix_meeting_student_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_company_id'))

    op.drop_table('meeting')
    with op.batch_alter_table('wish', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wish_student_id'))
        batch_op.drop_index(batch_op.f('ix_wish_company_id'))

    op.drop_table('wish')
    op.drop_table('unavailable')
    op.drop_table('timetable')
    op.drop_table('fair_slot')
    with op.batch_alter_table('booth', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booth_company_id'))

    op.drop_table('booth')
    op.drop_table('fair')
