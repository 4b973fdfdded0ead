"""Moves of cases: open, take, write down, plan, close, open again."""

from datetime import datetime
import json
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.requests.actions import next_number
from recruit.cases import queries, rules
from recruit.cases.events import CaseClosed, CaseOpened
from recruit.cases.models import Case, CaseNote
from recruit.cases.rules import (
    AboutKind,
    CaseOrigin,
    CaseRefusal,
    CaseState,
    ClosingCode,
    Level,
    MayHear,
    ReportKind,
)
from recruit.core import audit, vault
from recruit.core.db import database, session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import NOBODY, Role, Visitor


def open_case(
    *,
    origin: CaseOrigin,
    level: Level,
    due_at: datetime,
    by: Visitor,
    now: datetime,
    person_id: int | None = None,
    placement_id: int | None = None,
    report_kind: ReportKind | None = None,
    words: bytes | None = None,
    number: str | None = None,
) -> Case:
    """Somebody must see to something. `words` are sealed already."""
    case = Case(
        person_id=person_id,
        placement_id=placement_id,
        origin=origin,
        report_kind=report_kind,
        level=level,
        opened_at=now,
        due_at=due_at,
        state=CaseState.OPEN,
        words=words,
        number=number,
    )
    session().add(case)
    session().flush()
    _note("case.opened", case, by, now, change=f"origin {origin}, level {level}")
    announce(CaseOpened(case_id=case.id, by=by, now=now))
    return case


def open_case_about(
    about: AboutKind,
    ref: str,
    *,
    origin: CaseOrigin,
    level: Level,
    by: Visitor,
    now: datetime,
    person_id: int | None = None,
    placement_id: int | None = None,
) -> Case | None:
    """A case for a thing that needs somebody, once for each; None where it has had its case already."""
    insert = (sqlite if database().is_sqlite else postgresql).insert(Case)
    case_id = session().scalar(
        insert.values(
            person_id=person_id,
            placement_id=placement_id,
            origin=origin,
            level=level,
            opened_at=now,
            due_at=rules.due_at(level, now),
            state=CaseState.OPEN,
            about_kind=str(about),
            about_ref=ref,
        )
        .on_conflict_do_nothing(index_elements=["about_kind", "about_ref"])
        .returning(Case.id)
    )
    if case_id is None:
        return None
    case = session().get_one(Case, case_id)
    _note("case.opened", case, by, now, change=f"origin {origin}, level {level}")
    announce(CaseOpened(case_id=case_id, by=by, now=now))
    return case


def report(kind: ReportKind, words: str, *, reach: str, now: datetime, page: str = "") -> Case:
    """Somebody tells us something without signing in (`page`: about which page). All is sealed together, and the report
    has a number by which to ask about it.
    """
    level = rules.level_of_report(kind)
    return open_case(
        origin=CaseOrigin.REPORT,
        report_kind=kind,
        level=level,
        due_at=rules.due_at(level, now),
        words=vault.seal(json.dumps({"words": words, "reach": reach, "page": page}, ensure_ascii=False)),
        number=next_number("T", now),
        by=NOBODY,
        now=now,
    )


def take_case(case: Case, *, by: Visitor, now: datetime) -> None:
    """A retention officer takes a case, or takes it over from somebody. A second click changes nothing."""
    refusal = rules.why_not_taken(case.state, is_retention_officer=_is_officer(by))
    if refusal:
        raise Refused(refusal)
    if case.state is CaseState.IN_HAND and case.owner_id == by.person_id:
        return
    _set(case, CaseState.IN_HAND, owner_id=by.person_id)
    _note("case.taken", case, by, now)


def hand_over(case: Case, person_ref: str, *, by: Visitor, now: datetime) -> None:
    """A retention officer gives the case to a colleague, who may read its answers from now on."""
    taker = queries.colleague(person_ref)
    refusal = rules.why_not_handed_over(
        case.state, is_retention_officer=_is_officer(by), taker_sees_to_cases=taker is not None
    )
    if refusal or taker is None:
        raise Refused(refusal or CaseRefusal.CANNOT_SEE_TO_CASES, field="colleague")
    if case.state is CaseState.IN_HAND and case.owner_id == taker.id:
        return
    _set(case, CaseState.IN_HAND, owner_id=taker.id)
    audit.record(
        "case.handed_over",
        by=by,
        now=now,
        subject_kind="case",
        subject_ref=case.public_id,
        for_ref=taker.public_id,
    )


def _is_officer(by: Visitor) -> bool:
    return Role.RETENTION_OFFICER in by.roles


def add_note(case: Case, words: str, *, may_be_told_to: MayHear, by: Visitor, now: datetime) -> None:
    """Write down what was said or done; sealed at once."""
    refusal = rules.why_not_noted(may_see_answers=queries.may_see_answers(by, case))
    if refusal:
        raise Refused(refusal)
    session().add(
        CaseNote(
            case_id=case.id,
            at=now,
            by_ref=by.person_ref,
            words=vault.seal(words),
            may_be_told_to=str(may_be_told_to),
        )
    )
    session().flush()
    session().expire(case, ["notes"])
    _note("case.note_added", case, by, now, change=f"may_be_told_to {may_be_told_to}")


def plan_next(case: Case, next_action: str, due_at: datetime, *, by: Visitor, now: datetime) -> None:
    """What is done next, and by when."""
    refusal = rules.why_not_planned(
        case.state, owner_id=case.owner_id, by_id=by.person_id, due_at=due_at, now=now
    )
    if refusal:
        raise Refused(refusal, field="due_on")
    _set(case, CaseState.IN_HAND, next_action=next_action, due_at=due_at)
    _note("case.planned", case, by, now, change="next_action, due_at")


def close_case(case: Case, code: ClosingCode, *, helped: bool | None, by: Visitor, now: datetime) -> None:
    """The case is over; the code says how it ended, `helped` whether it helped (None: not known)."""
    refusal = rules.why_not_closed(case.state, owner_id=case.owner_id, by_id=by.person_id)
    if refusal:
        raise Refused(refusal)
    _set(case, CaseState.CLOSED, closing_code=code, helped=helped, closed_at=now, next_action="")
    _note("case.closed", case, by, now, change=f"closing_code {code}")
    announce(CaseClosed(case_id=case.id, by=by, now=now))


def reopen_case(case: Case, *, by: Visitor, now: datetime) -> None:
    """It was not over: the case waits for somebody again, with a new time to act by."""
    refusal = rules.why_not_reopened(case.state, is_retention_officer=_is_officer(by))
    if refusal:
        raise Refused(refusal)
    _set(
        case,
        CaseState.OPEN,
        owner_id=None,
        closing_code=None,
        helped=None,
        closed_at=None,
        due_at=rules.due_at(case.level, now),
    )
    _note("case.reopened", case, by, now)


def _set(case: Case, after: CaseState, **values: Any) -> None:
    """Compare and set: somebody else may have taken or closed it since it was shown."""
    is_same_owner = Case.owner_id.is_(None) if case.owner_id is None else Case.owner_id == case.owner_id
    set_state(case, case.state, after, is_same_owner, **values)


def _note(action: str, case: Case, by: Visitor, now: datetime, change: str = "") -> None:
    audit.record(action, by=by, now=now, subject_kind="case", subject_ref=case.public_id, change=change)
