"""Materials and the archive of events"""

from alembic import op
import sqlalchemy as sa


revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_material',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('stored_file_id', sa.Integer(), nullable=True),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('opens_for', sa.String(length=40), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_material_event_id_event')),
    sa.ForeignKeyConstraint(['session_id'], ['programme_session.id'], name=op.f('fk_event_material_session_id_programme_session')),
    sa.ForeignKeyConstraint(['stored_file_id'], ['stored_file.id'], name=op.f('fk_event_material_stored_file_id_stored_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_material')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_material_public_id')),
    sa.UniqueConstraint('stored_file_id', name=op.f('uq_event_material_stored_file_id'))
    )
    with op.batch_alter_table('event_material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_material_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_material_session_id'), ['session_id'], unique=False)

    op.create_table('event_material_text',
    sa.Column('material_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['material_id'], ['event_material.id'], name=op.f('fk_event_material_text_material_id_event_material')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_material_text')),
    sa.UniqueConstraint('material_id', 'language', name=op.f('uq_event_material_text_material_id_language'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_materials', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('materials_told_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('hidden', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('hidden')
        batch_op.drop_column('materials_told_at')
        batch_op.drop_column('has_materials')

    op.drop_table('event_material_text')
    with op.batch_alter_table('event_material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_material_session_id'))
        batch_op.drop_index(batch_op.f('ix_event_material_event_id'))

    op.drop_table('event_material')
