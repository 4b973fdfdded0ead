"""Who sees a student because of a fair: after a big one that is a long list, so it has one line and a page of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import Sighting
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.organisations.models import Organisation
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason
from recruit.web.tables import Page, keyset_page


@dataclass(frozen=True)
class SeenAtFair:
    """A fair whose companies see (or saw) the student, how many they are, since when, and until when where they no longer do."""

    fair: Event
    companies: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class SeesMe:
    """One company of such a fair, and when it last opened the student's page."""

    organisation: Organisation
    since: datetime
    looked_at: datetime | None


def _shown(visitor: Visitor, *, live: bool = True) -> Select[Any]:
    return (
        select(Disclosure)
        .join(Student, Student.id == Disclosure.student_id)
        .where(
            Student.person_id == visitor.person_id,
            Disclosure.reason == DisclosureReason.FAIR,
            Disclosure.until_at.is_(None) if live else Disclosure.until_at.is_not(None),
        )
    )


def fairs_that_see(visitor: Visitor, *, live: bool) -> list[SeenAtFair]:
    """The fairs whose companies see the visitor now (or, with `live` false, no longer do), the newest first. Two statements, however many companies they are."""
    counted = (
        _shown(visitor, live=live)
        .with_only_columns(
            Disclosure.reason_ref.label("slug"),
            func.count().label("companies"),
            func.min(Disclosure.from_at).label("since"),
            func.max(Disclosure.until_at).label("until"),
        )
        .group_by(Disclosure.reason_ref)
        .subquery()
    )
    rows = session().execute(
        select(Event, counted.c.companies, counted.c.since, counted.c.until)
        .join(counted, counted.c.slug == Event.slug)
        .order_by(Event.starts_at.desc(), Event.id)
        .options(selectinload(Event.texts))
    )
    return [SeenAtFair(*row) for row in rows]


def fair_that_sees(visitor: Visitor, slug: str) -> Event:
    """One of them. Raises Missing where no company of that fair sees the visitor."""
    seen = _shown(visitor).where(Disclosure.reason_ref == slug).with_only_columns(Disclosure.id)
    found = session().scalar(select(Event).where(Event.slug == slug, seen.exists()))
    if found is None:
        raise Missing
    return found


def companies_of_fair(visitor: Visitor, slug: str, *, after: str | None) -> Page[SeesMe]:
    """The companies of a fair that see the visitor, page by page."""
    query = (
        _shown(visitor)
        .where(Disclosure.reason_ref == slug)
        .options(joinedload(Disclosure.organisation).selectinload(Organisation.texts))
    )
    page: Page[Disclosure] = keyset_page(query, by=[Disclosure.id], after=after)
    refs = [row.organisation.public_id for row in page.rows]
    last_looks = (
        select(Sighting.organisation_ref, func.max(Sighting.at))
        .where(
            Sighting.person_ref == visitor.person_ref,
            Sighting.what == "profile",
            Sighting.organisation_ref.in_(refs),
        )
        .group_by(Sighting.organisation_ref)
    )
    looks: dict[str, datetime] = {row[0]: row[1] for row in session().execute(last_looks)}
    rows = [SeesMe(row.organisation, row.from_at, looks.get(row.organisation.public_id)) for row in page.rows]
    return Page(rows=rows, next_mark=page.next_mark, is_first=page.is_first)
