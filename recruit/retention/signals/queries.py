"""When each signal was first seen of whom. Reads the one answer that a signal is about, for retention officers only."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.placements.models import Placement
from recruit.retention.rules import TOKYO
from recruit.retention.signals.rules import Signal, low_or_dropped, silent_twice
from recruit.surveys.models import Answer, Contact, Response
from recruit.surveys.pairing.models import GapSignal
from recruit.surveys.rules import ContactKind, ResponseState

STAY = "q_stay12"


def first_seen(visitor: Visitor, known_by: datetime) -> dict[Signal, dict[str, date]]:
    """By signal and placement, in three statements. Raises Missing for who may not read answers."""
    if Role.RETENTION_OFFICER not in visitor.roles:
        raise Missing
    return {
        Signal.WANTS_TO_LEAVE: _found(_stay_answers(known_by), low_or_dropped),
        Signal.GAP: {public_id: days[0] for public_id, days in _grouped(_gaps(known_by)).items()},
        Signal.SILENT_TWICE: _found(_closed_points(known_by), silent_twice),
    }


def _found(rows: Iterable[tuple[str, Any]], rule: Any) -> dict[str, date]:
    days = {public_id: rule(said) for public_id, said in _grouped(rows).items()}
    return {public_id: day for public_id, day in days.items() if day is not None}


def _grouped(rows: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for public_id, said in rows:
        grouped.setdefault(public_id, []).append(said)
    return grouped


def _stay_answers(known_by: datetime) -> Iterable[tuple[str, tuple[date, int]]]:
    rows = session().execute(
        select(Placement.public_id, Response.submitted_at, Answer.value)
        .join(Contact, Contact.placement_id == Placement.id)
        .join(Response, Response.contact_id == Contact.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(
            Answer.item == STAY,
            Response.state == ResponseState.SUBMITTED,
            Response.submitted_at <= known_by,
        )
        .order_by(Placement.id, Response.submitted_at)
    )
    for public_id, at, value in rows:
        if at is not None and value and str(value[0]).isdigit():
            yield public_id, (day_in(at, TOKYO), int(value[0]))


def _gaps(known_by: datetime) -> Iterable[tuple[str, date]]:
    rows = session().execute(
        select(Placement.public_id, GapSignal.raised_at)
        .join(GapSignal, GapSignal.placement_id == Placement.id)
        .where(GapSignal.raised_at <= known_by)
        .order_by(Placement.id, GapSignal.raised_at)
    )
    for public_id, at in rows:
        yield public_id, day_in(at, TOKYO)


def _closed_points(known_by: datetime) -> Iterable[tuple[str, tuple[date, bool]]]:
    """Every question that was given out and has closed, in the order of closing."""
    rows = session().execute(
        select(Placement.public_id, Contact.closes_at, Response.id)
        .join(Contact, Contact.placement_id == Placement.id)
        .outerjoin(
            Response,
            and_(
                Response.contact_id == Contact.id,
                Response.state == ResponseState.SUBMITTED,
                Response.submitted_at <= known_by,
            ),
        )
        .where(
            Contact.kind == ContactKind.INVITATION,
            Contact.given_at.is_not(None),
            Contact.closes_at <= known_by,
        )
        .order_by(Placement.id, Contact.closes_at)
    )
    for public_id, at, response_id in rows:
        yield public_id, (day_in(at, TOKYO), response_id is not None)
