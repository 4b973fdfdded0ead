"""Tables of arrivals."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('step_rule',
    sa.Column('key', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('owners', sa.JSON(), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.String(length=30), nullable=False),
    sa.Column('offset_days', sa.Integer(), nullable=True),
    sa.Column('due_rule', sa.String(length=40), nullable=False),
    sa.Column('needed_for_start', sa.Boolean(), nullable=False),
    sa.Column('depends_on', sa.JSON(), nullable=False),
    sa.Column('applies_when', sa.String(length=60), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('valid_from_on', sa.Date(), nullable=False),
    sa.Column('valid_to_on', sa.Date(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_rule')),
    sa.UniqueConstraint('key', 'version', name='uq_step_rule_key_version')
    )
    op.create_table('step_rule_text',
    sa.Column('step_rule_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('source_language', sa.String(length=5), nullable=True),
    sa.Column('source_version', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['step_rule_id'], ['step_rule.id'], name=op.f('fk_step_rule_text_step_rule_id_step_rule')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_rule_text')),
    sa.UniqueConstraint('step_rule_id', 'language', name='uq_step_rule_text_step_rule_id_language')
    )
    op.create_table('plan',
    sa.Column('placement_id', sa.Integer(), nullable=False),
    sa.Column('wished_start_on', sa.Date(), nullable=False),
    sa.Column('earliest_start_on', sa.Date(), nullable=True),
    sa.Column('scheduled_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['placement_id'], ['placement.id'], name=op.f('fk_plan_placement_id_placement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan')),
    sa.UniqueConstraint('placement_id', name=op.f('uq_plan_placement_id'))
    )
    op.create_table('plan_step',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('step_rule_id', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('start_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('slack_days', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('stuck_because', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_step_plan_id_plan')),
    sa.ForeignKeyConstraint(['step_rule_id'], ['step_rule.id'], name=op.f('fk_plan_step_step_rule_id_step_rule')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_step')),
    sa.UniqueConstraint('plan_id', 'step_rule_id', name='uq_plan_step_plan_id_step_rule_id'),
    sa.UniqueConstraint('public_id', name=op.f('uq_plan_step_public_id'))
    )
    with op.batch_alter_table('plan_step', schema=None) as batch_op:
        batch_op.create_index('ix_plan_step_state_due_on', ['state', 'due_on'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('plan_step', schema=None) as batch_op:
        batch_op.drop_index('ix_plan_step_state_due_on')

    op.drop_table('plan_step')
    op.drop_table('plan')
    op.drop_table('step_rule_text')
    op.drop_table('step_rule')
