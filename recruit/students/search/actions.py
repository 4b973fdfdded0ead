"""Moves of kept searches. Each belongs to one person, for the company that person acts for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.students.search.models import StudentSearch
from recruit.students.search.rules import MOST_KEPT, SearchRefusal, Wanted


def keep_search(name: str, wanted: Wanted, *, by_mail: bool, by: Visitor, now: datetime) -> StudentSearch:
    """Keep what is asked for under a name. Only what comes from now on is new."""
    if by.person_id is None or by.acting_organisation_id is None or not by.acts_for("company"):
        raise Missing
    kept = select(func.count(StudentSearch.id)).where(
        StudentSearch.person_id == by.person_id, StudentSearch.organisation_id == by.acting_organisation_id
    )
    if (session().scalar(kept) or 0) >= MOST_KEPT:
        raise Refused(SearchRefusal.TOO_MANY_KEPT)
    address: Mapping[str, Sequence[str]] = wanted.address()
    search = StudentSearch(
        person_id=by.person_id,
        organisation_id=by.acting_organisation_id,
        name=name,
        wanted=dict(address),
        by_mail=by_mail,
        made_at=now,
        looked_at=now,
        told_at=now,
    )
    session().add(search)
    session().flush()
    return search


def look_at(search: StudentSearch, *, now: datetime) -> None:
    """What has been found so far is no longer new."""
    search.looked_at = now


def tell_by_mail(search: StudentSearch, *, by_mail: bool, now: datetime) -> None:
    """Whether new students are told of by mail, at most once a day. What was there before is not."""
    search.by_mail = by_mail
    search.told_at = now


def remove_search(search: StudentSearch) -> None:
    """Keep the search no longer."""
    session().execute(delete(StudentSearch).where(StudentSearch.id == search.id))
    session().expunge(search)
