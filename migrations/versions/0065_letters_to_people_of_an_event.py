"""Letters to people of an event"""

from alembic import op
import sqlalchemy as sa


revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_letter',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('which', sa.String(length=20), nullable=False),
    sa.Column('once', sa.String(length=22), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by_ref', sa.String(length=22), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_letter_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_letter')),
    sa.UniqueConstraint('once', name='uq_event_letter_once'),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_letter_public_id'))
    )
    with op.batch_alter_table('event_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_letter_event_id'), ['event_id'], unique=False)

    op.create_table('event_letter_text',
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('subject', sa.String(length=150), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['event_letter.id'], name=op.f('fk_event_letter_text_letter_id_event_letter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_letter_text')),
    sa.UniqueConstraint('letter_id', 'language', name=op.f('uq_event_letter_text_letter_id_language'))
    )


def downgrade() -> None:
    op.drop_table('event_letter_text')
    with op.batch_alter_table('event_letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_letter_event_id'))

    op.drop_table('event_letter')
