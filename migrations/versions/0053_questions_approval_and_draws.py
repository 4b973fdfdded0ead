"""Questions at sign-up, approval, lotteries, seats held for a time"""

from alembic import op
import sqlalchemy as sa


revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_question',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=40), nullable=False),
    sa.Column('must', sa.Boolean(), nullable=False),
    sa.Column('asked_of', sa.String(length=40), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_question_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_question_public_id'))
    )
    with op.batch_alter_table('event_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_question_event_id'), ['event_id'], unique=False)

    op.create_table('event_question_text',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('hint', sa.String(length=300), nullable=False),
    sa.Column('choices', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['event_question.id'], name=op.f('fk_event_question_text_question_id_event_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_question_text')),
    sa.UniqueConstraint('question_id', 'language', name=op.f('uq_event_question_text_question_id_language'))
    )
    op.create_table('registration_answer',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('choice', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['event_question.id'], name=op.f('fk_registration_answer_question_id_event_question')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_answer_registration_id_registration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_answer')),
    sa.UniqueConstraint('registration_id', 'question_id', name=op.f('uq_registration_answer_registration_id_question_id'))
    )
    with op.batch_alter_table('registration_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_answer_question_id'), ['question_id'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('offer_hours', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('drawn_seats', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('asks', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('refused_for', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('refused_words', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('refused_language', sa.String(length=5), server_default='', nullable=False))
        batch_op.add_column(sa.Column('drawn_place', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('news_due', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index('ix_registration_news_due', ['id'], unique=False, sqlite_where=sa.text('news_due'), postgresql_where=sa.text('news_due'))
        batch_op.create_index('ix_registration_state_offered_until_at', ['state', 'offered_until_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_state_offered_until_at')
        batch_op.drop_index('ix_registration_news_due', sqlite_where=sa.text('news_due'), postgresql_where=sa.text('news_due'))
        batch_op.drop_column('news_due')
        batch_op.drop_column('drawn_place')
        batch_op.drop_column('refused_language')
        batch_op.drop_column('refused_words')
        batch_op.drop_column('refused_for')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('asks')
        batch_op.drop_column('drawn_seats')
        batch_op.drop_column('drawn_at')
        batch_op.drop_column('offer_hours')

    with op.batch_alter_table('registration_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_answer_question_id'))

    op.drop_table('registration_answer')
    op.drop_table('event_question_text')
    with op.batch_alter_table('event_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_question_event_id'))

    op.drop_table('event_question')
