"""Ways to reach a person."""

import re
import unicodedata

from alembic import op
import sqlalchemy as sa

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _found_by(value: str) -> str:
    """As the rule stood when this was written."""
    plain = unicodedata.normalize("NFKC", value).strip()
    digits = re.sub(r"[^0-9]", "", plain)
    if "@" not in plain and len(digits) >= 9 and not re.search(r"[^\W\d_]", plain):
        return "tel:" + digits[-9:]
    return plain.lower()[:254]


def upgrade() -> None:
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("found_by", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("messenger", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("holder", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("relation", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_contact_point_found_by"), ["found_by"], unique=False)
    point = sa.table("contact_point", sa.column("id"), sa.column("value"), sa.column("found_by"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(point.c.id, point.c.value)).all():
        connection.execute(sa.update(point).where(point.c.id == row.id).values(found_by=_found_by(row.value)))
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.alter_column("found_by", existing_type=sa.String(length=254), server_default=None)
        batch_op.alter_column("holder", existing_type=sa.String(length=200), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_point_found_by"))
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("relation")
        batch_op.drop_column("holder")
        batch_op.drop_column("messenger")
        batch_op.drop_column("found_by")
