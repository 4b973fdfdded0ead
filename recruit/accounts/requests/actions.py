"""Moves of the request desk. What is written down is sealed at once."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.models import Person
from recruit.accounts.requests import queries, rules
from recruit.accounts.requests.events import (
    RequestAsked,
    RequestDecided,
    RequestDone,
    RequestReceived,
    RequestWaitsTooLong,
)
from recruit.accounts.requests.models import DataRequest, NumberSeries, RequestMove
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestRefusal, RequestState
from recruit.core import audit, clock, vault
from recruit.core.db import changes_one, database, session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.periods import REQUEST_WORDS
from recruit.core.visitor import NOBODY, WORKER, Visitor


def next_number(letter: str, now: datetime) -> str:
    """The next number of this year's series. Two at once wait for each other and get two numbers."""
    year = clock.day_in(now, rules.TOKYO).year
    insert = (sqlite if database().is_sqlite else postgresql).insert(NumberSeries)
    count = session().scalar(
        insert.values(series=f"{letter}-{year}", newest=1)
        .on_conflict_do_update(index_elements=[NumberSeries.series], set_={"newest": NumberSeries.newest + 1})
        .returning(NumberSeries.newest)
    )
    return rules.number_of(letter, year, count or 1)


def make_request(kind: RequestKind, law: Law, words: str, *, by: Visitor, now: datetime) -> DataRequest:
    """Somebody who is signed in asks: it counts at once."""
    person = session().get_one(Person, by.person_id)
    still_open = select(func.count(DataRequest.id)).where(
        DataRequest.person_id == person.id, DataRequest.state.in_(rules.WAITING)
    )
    if (session().scalar(still_open) or 0) >= rules.MOST_OPEN:
        raise Refused(RequestRefusal.TOO_MANY_OPEN)
    clocks = rules.clocks_for(kind, law, now)
    request = DataRequest(
        number=next_number("R", now),
        person_id=person.id,
        language=person.language,
        zone=person.zone,
        kind=kind,
        law=law,
        state=RequestState.RECEIVED,
        asked_at=now,
        received_at=now,
        answer_by_at=clocks.answer_by.at,
        finish_by_at=clocks.finish_by.at,
        words=vault.seal(words),
    )
    session().add(request)
    session().flush()
    _note_move(request, None, RequestState.RECEIVED, by, now)
    announce(RequestReceived(request_id=request.id, at=now))
    return request


def ask_by_address(
    kind: RequestKind,
    law: Law,
    words: str,
    *,
    name: str,
    address: str,
    language: str,
    zone: str,
    now: datetime,
) -> DataRequest:
    """Somebody without a sign-in asks: it counts when the mail to that address has been opened."""
    request = DataRequest(
        name=name,
        address=address.strip().lower(),
        language=language,
        zone=zone,
        kind=kind,
        law=law,
        state=RequestState.UNCONFIRMED,
        asked_at=now,
        words=vault.seal(words),
    )
    session().add(request)
    session().flush()
    announce(RequestAsked(request_id=request.id, at=now))
    return request


def confirm_request(request: DataRequest, *, now: datetime) -> None:
    """The address belongs to who asks: the request counts, and its clocks run. A second press changes nothing."""
    if request.state is not RequestState.UNCONFIRMED:
        return
    clocks = rules.clocks_for(request.kind, request.law, now)
    person = queries.person_of_address(request.address)
    set_state(
        request,
        request.state,
        RequestState.RECEIVED,
        number=next_number("R", now),
        person_id=person.id if person else None,
        received_at=now,
        answer_by_at=clocks.answer_by.at,
        finish_by_at=clocks.finish_by.at,
    )
    _note_move(request, RequestState.UNCONFIRMED, RequestState.RECEIVED, NOBODY, now)
    announce(RequestReceived(request_id=request.id, at=now))


def decide_request(
    request: DataRequest, outcome: Outcome, answer: str, *, with_others: bool, by: Visitor, now: datetime
) -> None:
    """Answer, with the reasons in the letter. What is granted is carried out by the second clock."""
    before, after = request.state, rules.state_after(outcome)
    refusal = rules.why_not_moved(before, after)
    # What was decided is not decided again: the person has the letter.
    if refusal or before is not RequestState.RECEIVED or request.received_at is None:
        raise Refused(refusal or RequestRefusal.MOVE_NOT_POSSIBLE)
    clocks = rules.clocks_for(request.kind, request.law, request.received_at, with_others=with_others)
    set_state(
        request,
        request.state,
        after,
        outcome=outcome,
        answer=vault.seal(answer),
        decided_at=now,
        with_others=with_others,
        finish_by_at=clocks.finish_by.at,
        done_at=now if after is RequestState.DONE else None,
    )
    _note_move(request, before, after, by, now, change=f"outcome {outcome}")
    announce(RequestDecided(request_id=request.id, at=now))


def finish_request(request: DataRequest, note: str, *, by: Visitor, now: datetime) -> None:
    """What was granted is carried out; the note says what was done."""
    if request.state is not RequestState.DECIDED:
        raise Refused(RequestRefusal.MOVE_NOT_POSSIBLE)
    set_state(request, request.state, RequestState.DONE, done_at=now)
    _note_move(request, RequestState.DECIDED, RequestState.DONE, by, now, note=note)
    announce(RequestDone(request_id=request.id, at=now))


def take_back_request(request: DataRequest, *, by: Visitor, now: datetime) -> None:
    """The person needs it no more."""
    before = request.state
    refusal = rules.why_not_moved(before, RequestState.TAKEN_BACK)
    if refusal:
        raise Refused(refusal)
    set_state(request, request.state, RequestState.TAKEN_BACK, done_at=now)
    _note_move(request, before, RequestState.TAKEN_BACK, by, now)


def add_note(request: DataRequest, note: str, *, by: Visitor, now: datetime) -> None:
    """Write down, for staff, what was found or done."""
    _note_move(request, request.state, request.state, by, now, note=note)


def raise_alarm(request_id: int, *, now: datetime) -> bool:
    """Nobody has answered for a day: administrators are told, once. Gives whether this call told them."""
    claim = (
        update(DataRequest)
        .where(
            DataRequest.id == request_id,
            DataRequest.alarmed_at.is_(None),
            DataRequest.state == RequestState.RECEIVED,
        )
        .values(alarmed_at=now)
    )
    if not changes_one(claim):
        return False
    announce(RequestWaitsTooLong(request_id=request_id, at=now))
    return True


def forget_old(now: datetime) -> int:
    """Requests nobody confirmed go; of those that ended long ago only the row that shows the clocks stays."""
    unconfirmed = delete(DataRequest).where(
        DataRequest.state == RequestState.UNCONFIRMED,
        DataRequest.asked_at < now - rules.UNCONFIRMED_KEPT_FOR,
    )
    gone = session().scalars(unconfirmed.returning(DataRequest.id)).all()
    is_old = DataRequest.done_at < REQUEST_WORDS.before(now)
    emptied = session().scalars(
        update(DataRequest)
        .where(is_old, DataRequest.words.is_not(None))
        .values(words=None, answer=None, name="", address="")
        .returning(DataRequest.id)
        .execution_options(synchronize_session=False)
    )
    ids = emptied.all()
    session().execute(
        update(RequestMove)
        .where(RequestMove.request_id.in_(ids))
        .values(note=None)
        .execution_options(synchronize_session=False)
    )
    session().expire_all()
    return len(gone) + len(ids)


def _note_move(
    request: DataRequest,
    before: RequestState | None,
    after: RequestState,
    by: Visitor,
    now: datetime,
    *,
    note: str = "",
    change: str = "",
) -> None:
    session().add(
        RequestMove(
            request_id=request.id,
            before=before,
            after=after,
            at=now,
            by_ref=by.person_ref or (str(by.via) if by is WORKER else ""),
            note=vault.seal(note) if note else None,
        )
    )
    session().flush()
    session().expire(request, ["moves"])
    audit.record(
        "request.noted" if before is after else f"request.{after}",
        by=by,
        now=now,
        subject_kind="data_request",
        subject_ref=request.public_id,
        change=change,
    )
