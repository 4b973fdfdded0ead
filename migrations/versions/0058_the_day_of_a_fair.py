"""Taken back at the door, reports of the day, links of interpreters"""

from alembic import op
import sqlalchemy as sa


revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fair_interpreter_link',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['fair_interpreter.id'], name=op.f('fk_fair_interpreter_link_interpreter_id_fair_interpreter'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fair_interpreter_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_fair_interpreter_link_token_hash'))
    )
    with op.batch_alter_table('fair_interpreter_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fair_interpreter_link_interpreter_id'), ['interpreter_id'], unique=False)

    op.create_table('fair_report',
    sa.Column('fair_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_ref', sa.String(length=22), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.organisation_id'], name=op.f('fk_fair_report_company_id_company')),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.event_id'], name=op.f('fk_fair_report_fair_id_fair')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_fair_report_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fair_report')),
    sa.UniqueConstraint('public_id', name=op.f('uq_fair_report_public_id'))
    )
    with op.batch_alter_table('fair_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fair_report_company_id'), ['company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_report_fair_id'), ['fair_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_report_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index('uq_fair_report_fair_id_company_id_late', ['fair_id', 'company_id'], unique=True, sqlite_where=sa.text("kind = 'runs_late' AND settled_at IS NULL"), postgresql_where=sa.text("kind = 'runs_late' AND settled_at IS NULL"))
        batch_op.create_index('uq_fair_report_meeting_id', ['meeting_id'], unique=True, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))

    with op.batch_alter_table('booth', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wants_more', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entry', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('why', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('by_ref', sa.String(length=22), server_default='', nullable=False))
        batch_op.drop_index(batch_op.f('uq_check_in_registration_id_let_in'), sqlite_where=sa.text("result = 'let_in'"), postgresql_where=sa.text("result = 'let_in'"))
        batch_op.create_index('uq_check_in_registration_id_entry_let_in', ['registration_id', 'entry'], unique=True, sqlite_where=sa.text("result = 'let_in'"), postgresql_where=sa.text("result = 'let_in'"))
        batch_op.create_index('uq_check_in_registration_id_entry_taken_back', ['registration_id', 'entry'], unique=True, sqlite_where=sa.text("result = 'taken_back'"), postgresql_where=sa.text("result = 'taken_back'"))

    with op.batch_alter_table('fair_interpreter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email', sa.String(length=254), server_default='', nullable=False))
        batch_op.add_column(sa.Column('reads', sa.String(length=5), server_default='ja', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('fair_interpreter', schema=None) as batch_op:
        batch_op.drop_column('reads')
        batch_op.drop_column('email')

    # What was taken back has no place in the older table, and of several lines that let somebody in one stays.
    op.execute("DELETE FROM check_in WHERE result = 'taken_back' OR entry > 0")
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index('uq_check_in_registration_id_entry_taken_back', sqlite_where=sa.text("result = 'taken_back'"), postgresql_where=sa.text("result = 'taken_back'"))
        batch_op.drop_index('uq_check_in_registration_id_entry_let_in', sqlite_where=sa.text("result = 'let_in'"), postgresql_where=sa.text("result = 'let_in'"))
        batch_op.create_index(batch_op.f('uq_check_in_registration_id_let_in'), ['registration_id'], unique=True, sqlite_where=sa.text("result = 'let_in'"), postgresql_where=sa.text("result = 'let_in'"))
        batch_op.drop_column('by_ref')
        batch_op.drop_column('why')
        batch_op.drop_column('entry')

    with op.batch_alter_table('booth', schema=None) as batch_op:
        batch_op.drop_column('wants_more')

    with op.batch_alter_table('fair_report', schema=None) as batch_op:
        batch_op.drop_index('uq_fair_report_meeting_id', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index('uq_fair_report_fair_id_company_id_late', sqlite_where=sa.text("kind = 'runs_late' AND settled_at IS NULL"), postgresql_where=sa.text("kind = 'runs_late' AND settled_at IS NULL"))
        batch_op.drop_index(batch_op.f('ix_fair_report_meeting_id'))
        batch_op.drop_index(batch_op.f('ix_fair_report_fair_id'))
        batch_op.drop_index(batch_op.f('ix_fair_report_company_id'))

    op.drop_table('fair_report')
    with op.batch_alter_table('fair_interpreter_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fair_interpreter_link_interpreter_id'))

    op.drop_table('fair_interpreter_link')
