"""The mail that tells of new students in a kept search: a number and a link, nobody's name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.students.search import kept
from recruit.students.search.models import StudentSearch
from recruit.web.gate import page_url


def _search(params: Params) -> StudentSearch | None:
    return session().scalar(select(StudentSearch).where(StudentSearch.public_id == params["search"]))


def _count(search: StudentSearch, params: Params) -> int:
    """How many are new now: who is out of sight since the mail was queued is not counted."""
    return kept.count_new(search, datetime.fromisoformat(params["since"]))


def _context(params: Params, language: str) -> Mapping[str, Any]:
    search = _search(params)
    if search is None:
        raise Missing
    return {
        "name": search.person.display_name,
        "search": search.name,
        "count": _count(search, params),
        "url": page_url("students.searches", _external=True),
    }


def _still_wanted(params: Params, _now: datetime) -> bool:
    search = _search(params)
    return search is not None and kept.is_told_by_mail(search) and _count(search, params) > 0


KINDS = [
    MailKind(
        name="students_found",
        room="students",
        template="students/search/mail/students_found",
        context=_context,
        still_wanted=_still_wanted,
        group="students",
    )
]


def tell(search: StudentSearch, since: datetime, now: datetime) -> None:
    """Tell the owner of a search how many are new since an instant."""
    person = search.person
    address = session().scalar(select(User.email).where(User.person_id == person.id))
    if not address:
        return
    queue(
        "students_found",
        to_address=address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"search": search.public_id, "since": since.isoformat()},
        # One for each time it was told before: two workers at once queue one.
        unique_key=f"students_found:{search.public_id}:{search.told_at.isoformat()}",
        now=now,
        subject_kind="student_search",
        subject_ref=search.public_id,
    )
