"""Consents name the words they were given to, and what took their place"""

import hashlib

from alembic import op
import sqlalchemy as sa


revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

consent = sa.table(
    "consent", sa.column("consent_text_id", sa.Integer), sa.column("words_hash", sa.String)
)
consent_text = sa.table(
    "consent_text",
    sa.column("id", sa.Integer),
    sa.column("body", sa.Text),
    sa.column("country", sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words_hash", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("replaced_by_ref", sa.String(length=22), server_default="", nullable=False)
        )
    with op.batch_alter_table("consent_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(length=2), server_default="JP", nullable=False))
        batch_op.add_column(
            sa.Column("facts_source", sa.String(length=500), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("facts_checked_on", sa.Date(), nullable=True))
        batch_op.drop_constraint("uq_consent_text_purpose_version_language", type_="unique")
        batch_op.create_unique_constraint(
            "uq_consent_text_words", ["purpose", "country", "version", "language"]
        )
    connection = op.get_bind()
    for key, body in connection.execute(sa.select(consent_text.c.id, consent_text.c.body)).all():
        connection.execute(
            consent.update()
            .where(consent.c.consent_text_id == key)
            .values(words_hash=hashlib.sha256(body.encode()).hexdigest())
        )


def downgrade() -> None:
    # Before, words were Japan's alone; what was agreed to in others cannot stand.
    abroad = sa.select(consent_text.c.id).where(consent_text.c.country != "JP")
    op.execute(consent.delete().where(consent.c.consent_text_id.in_(abroad)))
    op.execute(consent_text.delete().where(consent_text.c.country != "JP"))
    with op.batch_alter_table("consent_text", schema=None) as batch_op:
        batch_op.drop_constraint("uq_consent_text_words", type_="unique")
        batch_op.create_unique_constraint(
            "uq_consent_text_purpose_version_language", ["purpose", "version", "language"]
        )
        batch_op.drop_column("facts_checked_on")
        batch_op.drop_column("facts_source")
        batch_op.drop_column("country")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("replaced_by_ref")
        batch_op.drop_column("words_hash")
