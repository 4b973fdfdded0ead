"""The reports of what reached its end, for administrators."""

from sqlalchemy import select

from recruit.core.errors import Missing
from recruit.core.models import PurgeRun
from recruit.core.visitor import Role, Visitor
from recruit.web.tables import Page, keyset_page


def purge_page(visitor: Visitor, *, after: str | None) -> Page[PurgeRun]:
    """The days on which something was let go, the newest first."""
    if Role.ADMINISTRATOR not in visitor.roles:
        raise Missing
    return keyset_page(select(PurgeRun), by=[PurgeRun.id], after=after, newest_first=True)
