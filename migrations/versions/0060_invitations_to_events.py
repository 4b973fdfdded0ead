"""Invitations to events"""

from alembic import op
import sqlalchemy as sa


revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_invitation',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('invited_as', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('holds_seat', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('held_until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('as_guest', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('invited_by_ref', sa.String(length=22), nullable=False),
    sa.Column('mail_due', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_invitation_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_invitation_person_id_person')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_event_invitation_registration_id_registration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_invitation')),
    sa.UniqueConstraint('event_id', 'email', name='uq_event_invitation_event_id_email'),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_invitation_public_id'))
    )
    with op.batch_alter_table('event_invitation', schema=None) as batch_op:
        batch_op.create_index('ix_event_invitation_holds_seat_held_until_at', ['holds_seat', 'held_until_at'], unique=False)
        batch_op.create_index('ix_event_invitation_mail_due', ['id'], unique=False, sqlite_where=sa.text('mail_due'), postgresql_where=sa.text('mail_due'))
        batch_op.create_index(batch_op.f('ix_event_invitation_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_invitation_registration_id'), ['registration_id'], unique=False)
        batch_op.create_index('ix_event_invitation_remind_at', ['remind_at'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('invites', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('by_invitation', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_by_ref', sa.String(length=22), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_column('entered_by_ref')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('by_invitation')
        batch_op.drop_column('invites')

    with op.batch_alter_table('event_invitation', schema=None) as batch_op:
        batch_op.drop_index('ix_event_invitation_remind_at')
        batch_op.drop_index(batch_op.f('ix_event_invitation_registration_id'))
        batch_op.drop_index(batch_op.f('ix_event_invitation_person_id'))
        batch_op.drop_index('ix_event_invitation_mail_due', sqlite_where=sa.text('mail_due'), postgresql_where=sa.text('mail_due'))
        batch_op.drop_index('ix_event_invitation_holds_seat_held_until_at')

    op.drop_table('event_invitation')
