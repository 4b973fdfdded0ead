"""A look names the organisation by its public id, and what the looker was"""

from alembic import op
import sqlalchemy as sa


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

sighting = sa.table("sighting", sa.column("organisation_ref", sa.String))
organisation = sa.table("organisation", sa.column("id", sa.Integer), sa.column("public_id", sa.String))
old_ref = sa.cast(organisation.c.id, sa.String)


def upgrade() -> None:
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("office", sa.String(length=80), server_default="", nullable=False))
    found = sa.select(organisation.c.public_id).where(old_ref == sighting.c.organisation_ref)
    op.execute(
        sighting.update()
        .where(sighting.c.organisation_ref.in_(sa.select(old_ref)))
        .values(organisation_ref=found.scalar_subquery())
    )


def downgrade() -> None:
    found = sa.select(old_ref).where(organisation.c.public_id == sighting.c.organisation_ref)
    op.execute(
        sighting.update()
        .where(sighting.c.organisation_ref.in_(sa.select(organisation.c.public_id)))
        .values(organisation_ref=found.scalar_subquery())
    )
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.drop_column("office")
