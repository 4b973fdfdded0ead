"""Wishes of both sides: whom one wants to meet, and how much."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit
from recruit.core.db import database, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.models import Registration
from recruit.events.rules import RegistrationState
from recruit.fairs import queries, rules
from recruit.fairs.models import Booth, Fair, Wish
from recruit.fairs.rules import BoothState, FairRefusal, Mark, Side
from recruit.fairs.values import Entry
from recruit.organisations.models import Organisation
from recruit.students.models import Disclosure, Student

"""A mark and a rank; without a mark the wish is taken back."""


def save_wishes_of_student(
    fair: Fair, student: Student, entries: Mapping[str, Entry], *, by: Visitor, now: datetime
) -> None:
    """`entries` by the public id of the company. Companies that are not named keep what they have."""
    _demand_open(fair, now)
    rows = session().execute(
        select(Organisation.public_id, Organisation.id)
        .join(Booth, Booth.company_id == Organisation.id)
        .where(
            Booth.fair_id == fair.event_id,
            Booth.state == BoothState.CONFIRMED,
            Organisation.public_id.in_(list(entries)),
        )
    )
    ids: dict[str, int] = {row[0]: row[1] for row in rows}
    if set(ids) != set(entries):
        raise Refused(FairRefusal.COMPANY_NOT_AT_THE_FAIR)
    pairs = {ref: (student.id, ids[ref]) for ref in entries}
    _demand_own_ranks(fair, Side.STUDENT, entries, pairs)
    _save(fair, Side.STUDENT, {pairs[ref]: entry for ref, entry in entries.items()}, now)
    _note(fair, Side.STUDENT, len(entries), by, now)


def save_wishes_of_company(
    fair: Fair, booth: Booth, entries: Mapping[str, Entry], *, by: Visitor, now: datetime
) -> None:
    """`entries` by the public id of the student, who must be at the fair and seen by the company."""
    if booth.state is not BoothState.CONFIRMED:
        raise Refused(FairRefusal.NOT_AT_THE_FAIR)
    _demand_open(fair, now)
    rows = session().execute(
        select(Student.public_id, Student.id)
        .join(Registration, Registration.person_id == Student.person_id)
        .where(
            Registration.event_id == fair.event_id,
            Registration.state == RegistrationState.SIGNED_UP,
            Student.public_id.in_(list(entries)),
            select(Disclosure.id)
            .where(
                Disclosure.student_id == Student.id,
                Disclosure.organisation_id == booth.company_id,
                Disclosure.until_at.is_(None),
            )
            .exists(),
        )
    )
    ids: dict[str, int] = {row[0]: row[1] for row in rows}
    if set(ids) != set(entries):
        raise Refused(FairRefusal.STUDENT_NOT_AT_THE_FAIR)
    pairs = {ref: (ids[ref], booth.company_id) for ref in entries}
    _demand_own_ranks(fair, Side.COMPANY, entries, pairs)
    _save(fair, Side.COMPANY, {pairs[ref]: entry for ref, entry in entries.items()}, now)
    _note(fair, Side.COMPANY, len(entries), by, now)


def _demand_open(fair: Fair, now: datetime) -> None:
    published = queries.arranged_timetable(fair.event_id) is not None
    refusal = rules.why_not_wish(wishes_until=fair.wishes_until, is_published=published, now=now)
    if refusal is not None:
        raise Refused(refusal)


def _demand_own_ranks(
    fair: Fair, side: Side, entries: Mapping[str, Entry], pairs: Mapping[str, tuple[int, int]]
) -> None:
    """A rank that stands for a wish which is not named here, or for two that are, is refused where it was given."""
    given = {ref: rank for ref, (mark, rank) in entries.items() if mark and rank}
    if not given:
        return
    student_id, company_id = next(iter(pairs.values()))
    own = Wish.student_id == student_id if side is Side.STUDENT else Wish.company_id == company_id
    rows = session().execute(
        select(Wish.student_id, Wish.company_id, Wish.rank).where(
            Wish.fair_id == fair.event_id, Wish.side == side, Wish.rank.in_(set(given.values())), own
        )
    )
    named = set(pairs.values())
    doubled = rules.doubled_ranks(given, {row[2] for row in rows if row[2] and (row[0], row[1]) not in named})
    if doubled:
        raise Refused(FairRefusal.RANK_TWICE, field=f"rank-{doubled[0]}")


def _save(fair: Fair, side: Side, entries: Mapping[tuple[int, int], Entry], now: datetime) -> None:
    """One statement puts in or changes, so two tabs of the same reader end with what was sent last."""
    kept = [
        {
            "fair_id": fair.event_id,
            "side": side,
            "student_id": student_id,
            "company_id": company_id,
            "mark": mark,
            "rank": rank if mark is not Mark.NO else None,
            "made_at": now,
        }
        for (student_id, company_id), (mark, rank) in entries.items()
        if mark is not None
    ]
    for (student_id, company_id), (mark, _rank) in entries.items():
        if mark is None:
            session().execute(
                delete(Wish).where(
                    Wish.fair_id == fair.event_id,
                    Wish.side == side,
                    Wish.student_id == student_id,
                    Wish.company_id == company_id,
                )
            )
    if kept:
        insert = (sqlite if database().is_sqlite else postgresql).insert(Wish)
        session().execute(
            insert.values(kept).on_conflict_do_update(
                index_elements=["fair_id", "from_side", "student_id", "company_id"],
                set_={
                    "mark": insert.excluded.mark,
                    "rank": insert.excluded.rank,
                    "made_at": insert.excluded.made_at,
                },
            )
        )
    session().expire_all()


def drop_wishes_of(student_id: int, fair_id: int) -> None:
    """A student gave the seat back."""
    session().execute(
        delete(Wish).where(Wish.fair_id == fair_id, Wish.student_id == student_id, Wish.side == Side.STUDENT)
    )


def _note(fair: Fair, side: Side, count: int, by: Visitor, now: datetime) -> None:
    audit.record(
        "fair.wishes",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=fair.event.slug,
        change=f"side: {side}, entries: {count}",
    )
