"""Tables of core."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('acting_for_ref', sa.String(length=22), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_ref', sa.String(length=80), nullable=False),
    sa.Column('change', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_entry_hash'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_subject', ['subject_kind', 'subject_ref'], unique=False)

    op.create_table('dated_fact',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('valid_from_on', sa.Date(), nullable=False),
    sa.Column('valid_to_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('source_name', sa.String(length=200), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dated_fact'))
    )
    with op.batch_alter_table('dated_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dated_fact_key'), ['key'], unique=False)

    op.create_table('heartbeat',
    sa.Column('worker', sa.String(length=80), nullable=False),
    sa.Column('job', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_heartbeat')),
    sa.UniqueConstraint('job', name=op.f('uq_heartbeat_job'))
    )
    op.create_table('sighting',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('organisation_ref', sa.String(length=22), nullable=False),
    sa.Column('person_ref', sa.String(length=22), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting'))
    )
    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_person_ref'), ['person_ref'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sighting_person_ref'))

    op.drop_table('sighting')
    op.drop_table('heartbeat')
    with op.batch_alter_table('dated_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dated_fact_key'))

    op.drop_table('dated_fact')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_subject')

    op.drop_table('audit_entry')
