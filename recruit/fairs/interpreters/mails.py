"""Mails to interpreters: their day when it is published, and again when it changes."""

from collections.abc import Mapping
from datetime import datetime
import secrets
from typing import Any

from sqlalchemy import select

from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.fairs import queries, showing
from recruit.fairs.declared import operator_may_arrange
from recruit.fairs.events import TimetableMended, TimetablePublished
from recruit.fairs.interpreters import actions, queries as own_queries
from recruit.fairs.interpreters.showing import entries
from recruit.fairs.models import Fair, FairInterpreter, Meeting, MeetingChange, Timetable, TimetableRepair
from recruit.fairs.proposing.rules import AGREED
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks


def _interpreter(params: Params) -> FairInterpreter:
    found = session().scalar(
        select(FairInterpreter).where(FairInterpreter.public_id == params["interpreter"])
    )
    if found is None:
        raise Missing
    return found


def _address(params: Params) -> str:
    return _interpreter(params).email


def _is_before_the_end(params: Params, now: datetime) -> bool:
    fair = session().get_one(Fair, _interpreter(params).fair_id)
    published = queries.published_timetable(fair.event_id)
    # What both sides have agreed on is theirs, whatever the operator may do.
    stands = published is not None and (published.method == AGREED or operator_may_arrange())
    return stands and now < fair.event.ends_at


def _context(params: Params, language: str) -> Mapping[str, Any]:
    interpreter = _interpreter(params)
    fair = session().get_one(Fair, interpreter.fair_id)
    text = best_text(fair.event.texts, language)
    token = secrets.token_urlsafe(32)
    day = own_queries.days_of(fair, [interpreter])[interpreter.id]
    return {
        "title_of_event": text.title if text else fair.event.slug,
        "place": text.place if text else "",
        "address": text.address if text else "",
        "starts": two_clocks(fair.event.starts_at, fair.event.zone),
        "name": interpreter.name,
        "is_changed": "change" in params,
        "meetings": entries(day, showing.slot_times(fair), language),
        "token": token,
        "url": page_url("fairs.interpreting", token=token, _external=True),
    }


def _keep(params: Params, context: Mapping[str, Any]) -> None:
    actions.keep_key(_interpreter(params), context["token"], now=clock.now())


KINDS = [
    MailKind(
        name=name,
        room="fairs",
        template="fairs/interpreters/mail/interpreter_day",
        context=_context,
        still_wanted=_is_before_the_end,
        address=_address,
        necessary=True,
        keep=_keep,
        secrets=("token",),
    )
    for name in ("interpreter_day", "interpreter_day_changed")
]


def send_day(interpreter: FairInterpreter, *, occasion: str, now: datetime, is_changed: bool = False) -> None:
    """Queue the day of one interpreter, in the language this person reads and at the clock of the venue."""
    fair = session().get_one(Fair, interpreter.fair_id)
    kind = "interpreter_day_changed" if is_changed else "interpreter_day"
    queue(
        kind,
        to_address=interpreter.email,
        to_ref="",
        language=interpreter.reads,
        zone=fair.event.zone,
        params={"interpreter": interpreter.public_id} | ({"change": occasion} if is_changed else {}),
        unique_key=f"{kind}:{occasion}:{interpreter.public_id}",
        now=now,
        subject_kind="fair_interpreter",
        subject_ref=interpreter.public_id,
    )


def tell_days(event: TimetablePublished) -> None:
    """Everybody who interprets and can be reached, also who has nothing to do: then they know that."""
    timetable = session().get_one(Timetable, event.timetable_id)
    for interpreter in session().scalars(
        select(FairInterpreter)
        .where(FairInterpreter.fair_id == timetable.fair_id, FairInterpreter.email != "")
        .order_by(FairInterpreter.id)
    ):
        send_day(interpreter, occasion=timetable.public_id, now=event.now)


def tell_changed_days(event: TimetableMended) -> None:
    """Only whose day is another one: a conversation of theirs was changed, came to them, or went to somebody else."""
    repair = session().get_one(TimetableRepair, event.repair_id)
    concerned: set[int | None] = set()
    rows = session().execute(
        select(MeetingChange.change, Meeting.interpreter_id)
        .join(Meeting, Meeting.id == MeetingChange.meeting_id)
        .where(MeetingChange.why == f"repair:{repair.public_id}")
    )
    for change, interpreter_id in rows:
        concerned |= {interpreter_id, *change.get("interpreter", ())}
    for interpreter in session().scalars(
        select(FairInterpreter)
        .where(FairInterpreter.id.in_(concerned - {None}), FairInterpreter.email != "")
        .order_by(FairInterpreter.id)
    ):
        send_day(interpreter, occasion=repair.public_id, now=event.now, is_changed=True)
