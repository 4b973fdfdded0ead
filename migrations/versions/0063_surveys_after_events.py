"""Surveys after events"""

from alembic import op
import sqlalchemy as sa


revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guest_response',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('instrument_version_id', sa.Integer(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_guest_response_event_id_event')),
    sa.ForeignKeyConstraint(['instrument_version_id'], ['instrument_version.id'], name=op.f('fk_guest_response_instrument_version_id_instrument_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_response')),
    sa.UniqueConstraint('public_id', name=op.f('uq_guest_response_public_id'))
    )
    with op.batch_alter_table('guest_response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_response_event_id'), ['event_id'], unique=False)

    op.create_table('guest_round',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_guest_round_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_round')),
    sa.UniqueConstraint('event_id', name=op.f('uq_guest_round_event_id'))
    )
    with op.batch_alter_table('guest_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_round_closed_at'), ['closed_at'], unique=False)

    op.create_table('guest_answer',
    sa.Column('response_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=60), nullable=False),
    sa.Column('value', sa.JSON(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['response_id'], ['guest_response.id'], name=op.f('fk_guest_answer_response_id_guest_response')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_answer')),
    sa.UniqueConstraint('response_id', 'item', name=op.f('uq_guest_answer_response_id_item'))
    )
    op.create_table('guest_survey',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('instrument_version_id', sa.Integer(), nullable=False),
    sa.Column('mail_due', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_guest_survey_event_id_event')),
    sa.ForeignKeyConstraint(['instrument_version_id'], ['instrument_version.id'], name=op.f('fk_guest_survey_instrument_version_id_instrument_version')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_guest_survey_registration_id_registration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_survey')),
    sa.UniqueConstraint('public_id', name=op.f('uq_guest_survey_public_id')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_guest_survey_registration_id'))
    )
    with op.batch_alter_table('guest_survey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_survey_event_id'), ['event_id'], unique=False)
        batch_op.create_index('ix_guest_survey_mail_due', ['id'], unique=False, sqlite_where=sa.text('mail_due'), postgresql_where=sa.text('mail_due'))



def downgrade() -> None:
    with op.batch_alter_table('guest_survey', schema=None) as batch_op:
        batch_op.drop_index('ix_guest_survey_mail_due', sqlite_where=sa.text('mail_due'), postgresql_where=sa.text('mail_due'))
        batch_op.drop_index(batch_op.f('ix_guest_survey_event_id'))

    op.drop_table('guest_survey')
    op.drop_table('guest_answer')
    with op.batch_alter_table('guest_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guest_round_closed_at'))

    op.drop_table('guest_round')
    with op.batch_alter_table('guest_response', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guest_response_event_id'))

    op.drop_table('guest_response')
