"""Tables of handbook."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('book',
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('source_language', sa.String(length=5), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('audience', sa.String(length=40), nullable=False),
    sa.Column('titles', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_book')),
    sa.UniqueConstraint('slug', name=op.f('uq_book_slug'))
    )
    op.create_table('chapter',
    sa.Column('book_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('titles', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['book_id'], ['book.id'], name=op.f('fk_chapter_book_id_book')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chapter')),
    sa.UniqueConstraint('book_id', 'slug', name='uq_chapter_book_id_slug')
    )
    op.create_table('chapter_version',
    sa.Column('chapter_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('source_version', sa.Integer(), nullable=True),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('by_ref', sa.String(length=22), nullable=False),
    sa.Column('reviewed_by_ref', sa.String(length=22), nullable=False),
    sa.Column('publish_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['chapter_id'], ['chapter.id'], name=op.f('fk_chapter_version_chapter_id_chapter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chapter_version')),
    sa.UniqueConstraint('chapter_id', 'language', 'number', name='uq_chapter_version_chapter_id_language_number')
    )
    with op.batch_alter_table('chapter_version', schema=None) as batch_op:
        batch_op.create_index('ix_chapter_version_chapter_id_language_state', ['chapter_id', 'language', 'state'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('chapter_version', schema=None) as batch_op:
        batch_op.drop_index('ix_chapter_version_chapter_id_language_state')

    op.drop_table('chapter_version')
    op.drop_table('chapter')
    op.drop_table('book')
