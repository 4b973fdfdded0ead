"""Sessions, speakers and series of events"""

from alembic import op
import sqlalchemy as sa


revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_speaker',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('reading', sa.String(length=120), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('agreed', sa.String(length=200), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_speaker_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_speaker')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_speaker_public_id'))
    )
    with op.batch_alter_table('event_speaker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_speaker_event_id'), ['event_id'], unique=False)

    op.create_table('programme_session',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('room', sa.String(length=100), nullable=False),
    sa.Column('is_chosen', sa.Boolean(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('last_place', sa.Integer(), nullable=False),
    sa.Column('spoken', sa.String(length=5), nullable=False),
    sa.Column('interpreted', sa.JSON(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('taken >= 0 AND (seats IS NULL OR taken <= seats)', name=op.f('ck_programme_session_taken')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_programme_session_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_programme_session_public_id'))
    )
    with op.batch_alter_table('programme_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_session_event_id'), ['event_id'], unique=False)

    op.create_table('event_speaker_text',
    sa.Column('speaker_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('role', sa.String(length=200), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['speaker_id'], ['event_speaker.id'], name=op.f('fk_event_speaker_text_speaker_id_event_speaker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_speaker_text')),
    sa.UniqueConstraint('speaker_id', 'language', name=op.f('uq_event_speaker_text_speaker_id_language'))
    )
    op.create_table('programme_session_text',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['programme_session.id'], name=op.f('fk_programme_session_text_session_id_programme_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_session_text')),
    sa.UniqueConstraint('session_id', 'language', name=op.f('uq_programme_session_text_session_id_language'))
    )
    op.create_table('session_seat',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_session_seat_registration_id_registration')),
    sa.ForeignKeyConstraint(['session_id'], ['programme_session.id'], name=op.f('fk_session_seat_session_id_programme_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_seat')),
    sa.UniqueConstraint('registration_id', 'session_id', name=op.f('uq_session_seat_registration_id_session_id'))
    )
    with op.batch_alter_table('session_seat', schema=None) as batch_op:
        batch_op.create_index('ix_session_seat_session_id_state_place', ['session_id', 'state', 'place'], unique=False)

    op.create_table('session_speaker',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('speaker_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['programme_session.id'], name=op.f('fk_session_speaker_session_id_programme_session')),
    sa.ForeignKeyConstraint(['speaker_id'], ['event_speaker.id'], name=op.f('fk_session_speaker_speaker_id_event_speaker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_speaker')),
    sa.UniqueConstraint('session_id', 'speaker_id', name=op.f('uq_session_speaker_session_id_speaker_id'))
    )
    with op.batch_alter_table('session_speaker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_speaker_speaker_id'), ['speaker_id'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_programme', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('offers_sessions', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('series_ref', sa.String(length=22), nullable=True))
        batch_op.create_index(batch_op.f('ix_event_series_ref'), ['series_ref'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_series_ref'))
        batch_op.drop_column('series_ref')
        batch_op.drop_column('offers_sessions')
        batch_op.drop_column('has_programme')

    with op.batch_alter_table('session_speaker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_speaker_speaker_id'))

    op.drop_table('session_speaker')
    with op.batch_alter_table('session_seat', schema=None) as batch_op:
        batch_op.drop_index('ix_session_seat_session_id_state_place')

    op.drop_table('session_seat')
    op.drop_table('programme_session_text')
    op.drop_table('event_speaker_text')
    with op.batch_alter_table('programme_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_session_event_id'))

    op.drop_table('programme_session')
    with op.batch_alter_table('event_speaker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_speaker_event_id'))

    op.drop_table('event_speaker')
