"""Tables of postings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('posting',
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('work_kind', sa.String(length=40), nullable=False),
    sa.Column('prefecture', sa.String(length=40), nullable=False),
    sa.Column('majors', sa.JSON(), nullable=False),
    sa.Column('japanese_level', sa.String(length=40), nullable=False),
    sa.Column('base_pay_yen', sa.Integer(), nullable=True),
    sa.Column('fixed_overtime_yen', sa.Integer(), nullable=True),
    sa.Column('fixed_overtime_hours', sa.Integer(), nullable=True),
    sa.Column('openings', sa.Integer(), nullable=False),
    sa.Column('start_month', sa.Date(), nullable=True),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('source_language', sa.String(length=5), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('verify_code', sa.String(length=12), nullable=True),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('base_pay_yen >= 0', name=op.f('ck_posting_base_pay_yen')),
    sa.CheckConstraint('openings > 0', name=op.f('ck_posting_openings')),
    sa.ForeignKeyConstraint(['company_id'], ['company.organisation_id'], name=op.f('fk_posting_company_id_company')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting')),
    sa.UniqueConstraint('public_id', name=op.f('uq_posting_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_posting_slug')),
    sa.UniqueConstraint('verify_code', name=op.f('uq_posting_verify_code'))
    )
    with op.batch_alter_table('posting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posting_company_id'), ['company_id'], unique=False)
        batch_op.create_index('ix_posting_state_closes_at', ['state', 'closes_at'], unique=False)

    op.create_table('posting_move',
    sa.Column('posting_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.String(length=40), nullable=False),
    sa.Column('to_state', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['posting_id'], ['posting.id'], name=op.f('fk_posting_move_posting_id_posting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting_move'))
    )
    with op.batch_alter_table('posting_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posting_move_posting_id'), ['posting_id'], unique=False)

    op.create_table('posting_text',
    sa.Column('posting_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('duties', sa.Text(), nullable=False),
    sa.Column('duties_change_range', sa.Text(), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('place_change_range', sa.Text(), nullable=False),
    sa.Column('more', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('source_language', sa.String(length=5), nullable=True),
    sa.Column('source_version', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['posting_id'], ['posting.id'], name=op.f('fk_posting_text_posting_id_posting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting_text')),
    sa.UniqueConstraint('posting_id', 'language', name='uq_posting_text_posting_id_language')
    )
    op.create_table('posting_version',
    sa.Column('posting_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['posting_id'], ['posting.id'], name=op.f('fk_posting_version_posting_id_posting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting_version')),
    sa.UniqueConstraint('posting_id', 'number', name='uq_posting_version_posting_id_number')
    )


def downgrade() -> None:
    op.drop_table('posting_version')
    op.drop_table('posting_text')
    with op.batch_alter_table('posting_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posting_move_posting_id'))

    op.drop_table('posting_move')
    with op.batch_alter_table('posting', schema=None) as batch_op:
        batch_op.drop_index('ix_posting_state_closes_at')
        batch_op.drop_index(batch_op.f('ix_posting_company_id'))

    op.drop_table('posting')
