"""Mails and wishes about translations go on under one name"""

from alembic import op


revision = '0082'
down_revision = '0081'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The kind had another name until 0077, which named only what goes back; a mail of no known kind breaks when it goes."""
    # Who has chosen under the new name already is asked by that.
    op.execute(
        "DELETE FROM mail_preference WHERE kind = 'handbook_behind' AND EXISTS (SELECT 1 FROM mail_preference AS now"
        " WHERE now.kind = 'translations_wait' AND now.person_ref = mail_preference.person_ref"
        " AND now.address = mail_preference.address)"
    )
    for table in ('mail', 'mail_preference'):
        op.execute(f"UPDATE {table} SET kind = 'translations_wait' WHERE kind = 'handbook_behind'")


def downgrade() -> None:
    """0077 gives back the earlier name."""
