"""Reads of kept searches: one's own, and how many students are new in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.students.models import Disclosure
from recruit.students.search import queries
from recruit.students.search.models import StudentFound, StudentSearch
from recruit.students.search.queries import Meant
from recruit.students.search.rules import Wanted
from recruit.students.search.words import understood

# Who only looks keeps nothing.
MAY_KEEP = (Rights.OWNER, Rights.RECRUITER)


@dataclass(frozen=True)
class KeptSearch:
    """A kept search, what it asks for, and how many it finds now: in all, and new or changed since it was last looked at."""

    search: StudentSearch
    wanted: Wanted
    total: int
    new: int


def own_searches(visitor: Visitor) -> list[StudentSearch]:
    """The searches the visitor keeps for the company acted for, the newest first."""
    if not visitor.acts_for("company"):
        return []
    return list(
        session().scalars(
            select(StudentSearch)
            .where(
                StudentSearch.person_id == visitor.person_id,
                StudentSearch.organisation_id == visitor.acting_organisation_id,
            )
            .order_by(StudentSearch.id.desc())
        )
    )


def own_search(visitor: Visitor, public_id: str) -> StudentSearch:
    """One of them."""
    found = next((one for one in own_searches(visitor) if one.public_id == public_id), None)
    if found is None:
        raise Missing
    return found


def counted(
    visitor: Visitor, searches: Sequence[StudentSearch], meant: Sequence[Sequence[Meant]]
) -> list[KeptSearch]:
    """How many each of the visitor's own searches finds."""
    takes_part = (
        visitor.acting is not None and visitor.acting.organisation_state == OrganisationState.APPROVED
    )
    if not searches or not takes_part or visitor.acting_organisation_id is None:
        return [KeptSearch(search, Wanted.of(search.wanted), 0, 0) for search in searches]
    return count(visitor.acting_organisation_id, searches, meant, [search.looked_at for search in searches])


def count(
    organisation_id: int,
    searches: Sequence[StudentSearch],
    meant: Sequence[Sequence[Meant]],
    since: Sequence[datetime],
) -> list[KeptSearch]:
    """How many searches of one organisation find, each with what is new since an instant of its own."""
    wanted = [Wanted.of(search.wanted) for search in searches]
    found = queries.ids_found(organisation_id, list(zip(wanted, meant, strict=True)))
    changed = _changed_since(organisation_id, min(since)) if since else {}
    return [
        KeptSearch(
            search, asked, len(ids), sum(1 for one in ids if one in changed and changed[one] > instant)
        )
        for search, asked, ids, instant in zip(searches, wanted, found, since, strict=True)
    ]


def _changed_since(organisation_id: int, since: datetime) -> dict[int, datetime]:
    """Whose profile was saved, or came into sight, after an instant; and when."""
    saved = select(StudentFound.student_id, StudentFound.saved_at).where(StudentFound.saved_at > since)
    shown = select(Disclosure.student_id, Disclosure.from_at).where(
        Disclosure.organisation_id == organisation_id,
        Disclosure.from_at > since,
        Disclosure.until_at.is_(None),
    )
    changed: dict[int, datetime] = {}
    for query in (saved, shown):
        for student_id, instant in session().execute(query):
            changed[student_id] = max(instant, changed.get(student_id, instant))
    return changed


def to_be_told_of(told_before: datetime) -> list[int]:
    """Keys of searches whose owner is to be told by mail, and was not told of lately."""
    due = _told_by_mail().where(StudentSearch.told_at <= told_before)
    return list(session().scalars(due.order_by(StudentSearch.id)))


def is_told_by_mail(search: StudentSearch) -> bool:
    """Whether the owner of this search is to be told by mail."""
    return session().scalar(_told_by_mail().where(StudentSearch.id == search.id)) is not None


def _told_by_mail() -> Select[Any]:
    """Searches whose owner wants mails, and still acts for a company that takes part, with the right to keep searches."""
    still_keeps = (
        select(Membership.id)
        .join(User, User.person_id == Membership.person_id)
        .where(
            Membership.person_id == StudentSearch.person_id,
            Membership.organisation_id == StudentSearch.organisation_id,
            Membership.rights.in_(MAY_KEEP),
            Membership.ended_at.is_(None),
            User.active,
        )
    )
    return (
        select(StudentSearch.id)
        .join(Organisation, Organisation.id == StudentSearch.organisation_id)
        .where(StudentSearch.by_mail, Organisation.state == OrganisationState.APPROVED, still_keeps.exists())
    )


def count_new(search: StudentSearch, since: datetime) -> int:
    """How many this search finds now that are new since an instant."""
    meant = understood(Wanted.of(search.wanted).words)
    return count(search.organisation_id, [search], [meant], [since])[0].new
