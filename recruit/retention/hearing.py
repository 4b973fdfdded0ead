"""What was heard of every hire by some instant: who confirmed, and who was asked in vain. One statement, no answer is read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.placements.models import Confirmation, PlacementFact
from recruit.placements.rules import PlacementFactKind
from recruit.retention.lost_contact import Heard
from recruit.retention.rules import TOKYO
from recruit.surveys.calling.models import CallTry
from recruit.surveys.calling.rules import CallOutcome
from recruit.surveys.models import Contact, Response, Wave
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse
from recruit.surveys.rules import ContactKind, ResponseState

# The survey about leaving says nothing about being there.
_LEAVING = "exit"
_AT_WORK = (
    PlacementFactKind.STARTED,
    PlacementFactKind.EMPLOYER,
    PlacementFactKind.STATUS_OF_RESIDENCE,
    PlacementFactKind.LEAVE,
    PlacementFactKind.ENDED_WITHDRAWN,
)


def heard_by(known_by: datetime) -> dict[int, Heard]:
    """By placement; who nothing was heard of and nobody asked is missing."""
    told = union_all(
        _answers(Contact, Response, known_by),
        _answers(CompanyContact, CompanyResponse, known_by),
        _confirmed(
            select(CallTry.placement_id, func.max(CallTry.at)).where(
                CallTry.outcome == CallOutcome.REACHED, CallTry.at <= known_by
            ),
            CallTry,
        ),
        _confirmed(
            select(Confirmation.placement_id, func.max(Confirmation.answered_at)).where(
                Confirmation.answered_at <= known_by
            ),
            Confirmation,
        ),
        _confirmed(
            select(PlacementFact.placement_id, func.max(PlacementFact.known_at)).where(
                PlacementFact.known_at <= known_by,
                PlacementFact.confirmed.is_(True),
                PlacementFact.fact.in_(_AT_WORK),
            ),
            PlacementFact,
        ),
        _closed_in_vain(Contact, Response, known_by),
        _closed_in_vain(CompanyContact, CompanyResponse, known_by),
    ).subquery()
    rows = session().execute(select(told).order_by(told.c.placement_id, told.c.at))
    confirmed: dict[int, date] = {}
    in_vain: dict[int, list[date]] = {}
    for placement_id, at, is_answered in rows:
        day = day_in(at, TOKYO)
        if is_answered:
            confirmed[placement_id] = max(confirmed.get(placement_id, day), day)
        else:
            in_vain.setdefault(placement_id, []).append(day)
    return {
        placement_id: Heard(confirmed.get(placement_id), tuple(in_vain.get(placement_id, ())))
        for placement_id in confirmed.keys() | in_vain.keys()
    }


def _confirmed(chosen: Select[Any], table: Any) -> Select[Any]:
    placement, at = chosen.selected_columns
    return chosen.with_only_columns(
        placement.label("placement_id"), at.label("at"), literal(1).label("is_answered")
    ).group_by(table.placement_id)


def _answers(contact: Any, response: Any, known_by: datetime) -> Select[Any]:
    chosen = (
        select(contact.placement_id, func.max(response.submitted_at))
        .join(response, response.contact_id == contact.id)
        .join(Wave, Wave.id == contact.wave_id)
        .where(
            response.state == ResponseState.SUBMITTED,
            response.submitted_at <= known_by,
            Wave.key != _LEAVING,
        )
    )
    return _confirmed(chosen, contact)


def _closed_in_vain(contact: Any, response: Any, known_by: datetime) -> Select[Any]:
    """Questions that were given out, and closed without an answer."""
    answered = select(response.id).where(
        response.contact_id == contact.id,
        response.state == ResponseState.SUBMITTED,
        response.submitted_at <= known_by,
    )
    return (
        select(
            contact.placement_id.label("placement_id"),
            contact.closes_at.label("at"),
            literal(0).label("is_answered"),
        )
        .join(Wave, Wave.id == contact.wave_id)
        .where(
            contact.kind == ContactKind.INVITATION,
            contact.given_at.is_not(None),
            contact.closes_at <= known_by,
            Wave.key != _LEAVING,
            ~answered.exists(),
        )
    )
