"""Tables of placements."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('placement',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('source_name', sa.String(length=120), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('posting_version_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('planned_start_on', sa.Date(), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('exit_kind', sa.String(length=40), nullable=True),
    sa.Column('exit_reason', sa.String(length=60), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('employer_id', sa.Integer(), nullable=True),
    sa.Column('employer_size', sa.String(length=20), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=False),
    sa.Column('fair_slug', sa.String(length=90), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employer_id'], ['organisation.id'], name=op.f('fk_placement_employer_id_organisation')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_placement_offer_id_offer')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_placement_person_id_person')),
    sa.ForeignKeyConstraint(['posting_version_id'], ['posting_version.id'], name=op.f('fk_placement_posting_version_id_posting_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_placement_public_id')),
    sa.UniqueConstraint('source', 'source_name', 'source_key', name='uq_placement_source_source_name_source_key')
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_placement_employer_id'), ['employer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_placement_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_placement_state_started_on', ['state', 'started_on'], unique=False)

    op.create_table('confirmation',
    sa.Column('placement_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=40), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['placement_id'], ['placement.id'], name=op.f('fk_confirmation_placement_id_placement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_placement_id'), ['placement_id'], unique=False)

    op.create_table('placement_fact',
    sa.Column('placement_id', sa.Integer(), nullable=False),
    sa.Column('fact', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('valid_on', sa.Date(), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('said_by_ref', sa.String(length=22), nullable=False),
    sa.Column('said_by_kind', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['placement_id'], ['placement.id'], name=op.f('fk_placement_fact_placement_id_placement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement_fact'))
    )
    with op.batch_alter_table('placement_fact', schema=None) as batch_op:
        batch_op.create_index('ix_placement_fact_placement_id_known_at', ['placement_id', 'known_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('placement_fact', schema=None) as batch_op:
        batch_op.drop_index('ix_placement_fact_placement_id_known_at')

    op.drop_table('placement_fact')
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confirmation_placement_id'))

    op.drop_table('confirmation')
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('ix_placement_state_started_on')
        batch_op.drop_index(batch_op.f('ix_placement_person_id'))
        batch_op.drop_index(batch_op.f('ix_placement_employer_id'))

    op.drop_table('placement')
