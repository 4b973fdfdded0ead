"""Tables of applications."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('application',
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('posting_id', sa.Integer(), nullable=False),
    sa.Column('posting_version_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('came_from', sa.String(length=40), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('letter', sa.Text(), nullable=False),
    sa.Column('letter_language', sa.String(length=5), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_by_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_application_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['posting_id'], ['posting.id'], name=op.f('fk_application_posting_id_posting')),
    sa.ForeignKeyConstraint(['posting_version_id'], ['posting_version.id'], name=op.f('fk_application_posting_version_id_posting_version')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_application_student_id_student')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('public_id', name=op.f('uq_application_public_id'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index('ix_application_posting_id_state', ['posting_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_student_id'), ['student_id'], unique=False)
        batch_op.create_index('uq_application_live', ['student_id', 'posting_id'], unique=True, sqlite_where=sa.text("state IN ('submitted', 'in_review', 'interview', 'offered', 'hired')"), postgresql_where=sa.text("state IN ('submitted', 'in_review', 'interview', 'offered', 'hired')"))

    op.create_table('application_move',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.String(length=40), nullable=True),
    sa.Column('to_state', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_move_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_move'))
    )
    with op.batch_alter_table('application_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_move_application_id'), ['application_id'], unique=False)

    op.create_table('interview',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('proposals', sa.JSON(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('way', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_interview_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview')),
    sa.UniqueConstraint('public_id', name=op.f('uq_interview_public_id'))
    )
    with op.batch_alter_table('interview', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interview_application_id'), ['application_id'], unique=False)

    op.create_table('offer',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('conditions', sa.JSON(), nullable=False),
    sa.Column('differences', sa.JSON(), nullable=False),
    sa.Column('planned_start_on', sa.Date(), nullable=False),
    sa.Column('answer_by_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cooling_off_until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_offer_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('application_id', 'number', name='uq_offer_application_id_number'),
    sa.UniqueConstraint('public_id', name=op.f('uq_offer_public_id'))
    )


def downgrade() -> None:
    op.drop_table('offer')
    with op.batch_alter_table('interview', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interview_application_id'))

    op.drop_table('interview')
    with op.batch_alter_table('application_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_move_application_id'))

    op.drop_table('application_move')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index('uq_application_live', sqlite_where=sa.text("state IN ('submitted', 'in_review', 'interview', 'offered', 'hired')"), postgresql_where=sa.text("state IN ('submitted', 'in_review', 'interview', 'offered', 'hired')"))
        batch_op.drop_index(batch_op.f('ix_application_student_id'))
        batch_op.drop_index('ix_application_posting_id_state')

    op.drop_table('application')
