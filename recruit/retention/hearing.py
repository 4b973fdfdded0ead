"""What was heard of every hire by some instant: who confirmed, and who was asked in vain. No answer is read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.placements.models import Confirmation, Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind
from recruit.retention.lost_contact import Heard
from recruit.retention.rules import TOKYO
from recruit.surveys.calling.models import CallTry
from recruit.surveys.calling.rules import CallOutcome
from recruit.surveys.models import Contact, Response, Wave
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse
from recruit.surveys.planning.programme import LEAVING
from recruit.surveys.rules import ContactKind, ResponseState

# The survey about leaving says nothing about being there.
_AT_WORK = (
    PlacementFactKind.STARTED,
    PlacementFactKind.EMPLOYER,
    PlacementFactKind.STATUS_OF_RESIDENCE,
    PlacementFactKind.LEAVE,
    PlacementFactKind.ENDED_WITHDRAWN,
)


def heard_by(known_by: datetime) -> dict[int, Heard]:
    """By placement, in one statement; who nothing was heard of and nobody asked is missing."""
    told = union_all(
        _answers(Contact, Response, known_by),
        _answers(CompanyContact, CompanyResponse, known_by),
        _confirmed(
            select(CallTry.id).where(CallTry.outcome == CallOutcome.REACHED, CallTry.at <= known_by),
            CallTry.placement_id,
            CallTry.at,
        ),
        _confirmed(
            select(Confirmation.id).where(Confirmation.answered_at <= known_by),
            Confirmation.placement_id,
            Confirmation.answered_at,
        ),
        _confirmed(
            select(PlacementFact.id).where(
                PlacementFact.known_at <= known_by,
                PlacementFact.confirmed.is_(True),
                PlacementFact.fact.in_(_AT_WORK),
            ),
            PlacementFact.placement_id,
            PlacementFact.known_at,
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


@dataclass(frozen=True)
class Asked:
    """Of how many surveys that were given out and have closed, how many were answered."""

    closed: int = 0
    answered: int = 0


def asked_by(known_by: datetime, hires: Collection[str]) -> Asked:
    """The surveys of these hires (public ids), in one statement."""
    answered = _answered(Contact, Response, known_by).exists()
    rows = session().execute(
        select(Placement.public_id, func.count(), func.sum(case((answered, 1), else_=0)))
        .join(Contact, Contact.placement_id == Placement.id)
        .where(
            Contact.kind == ContactKind.INVITATION,
            Contact.given_at.is_not(None),
            Contact.closes_at <= known_by,
        )
        .group_by(Placement.public_id)
        .order_by(Placement.public_id)
    )
    mine = [(closed, count) for public_id, closed, count in rows if public_id in hires]
    return Asked(sum(closed for closed, _ in mine), sum(count for _, count in mine))


def _confirmed(told: Select[Any], placement_id: Any, at: Any) -> Select[Any]:
    return told.with_only_columns(
        placement_id.label("placement_id"), func.max(at).label("at"), literal(1).label("is_answered")
    ).group_by(placement_id)


def _answers(contact: Any, response: Any, known_by: datetime) -> Select[Any]:
    told = (
        select(contact.id)
        .join(response, response.contact_id == contact.id)
        .join(Wave, Wave.id == contact.wave_id)
        .where(
            response.state == ResponseState.SUBMITTED,
            response.submitted_at <= known_by,
            Wave.anchor != LEAVING,
        )
    )
    return _confirmed(told, contact.placement_id, response.submitted_at)


def _closed_in_vain(contact: Any, response: Any, known_by: datetime) -> Select[Any]:
    """Questions that were given out, and closed without an answer."""
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
            Wave.anchor != LEAVING,
            ~_answered(contact, response, known_by).exists(),
        )
    )


def _answered(contact: Any, response: Any, known_by: datetime) -> Select[Any]:
    return select(response.id).where(
        response.contact_id == contact.id,
        response.state == ResponseState.SUBMITTED,
        response.submitted_at <= known_by,
    )
