"""Both sides beside each other: by name for retention officers, and as it was released for the company."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.surveys.forms.paired import PAIRED
from recruit.surveys.models import Answer, Contact, Response, Wave
from recruit.surveys.pairing import both_sides
from recruit.surveys.pairing.both_sides import Pair, StandingGap
from recruit.surveys.pairing.models import (
    CompanyAnswer,
    CompanyContact,
    CompanyResponse,
    GapRelease,
    GapSignal,
)
from recruit.surveys.planning.programme import shipped_programme
from recruit.surveys.rules import ContactKind, ContactState, ResponseState

_employer = joinedload(Placement.employer).selectinload(Organisation.texts)

# Placement, point and item.
Place = tuple[int, str, str]
# Forms that nobody was ever to fill in, and those about which nobody could be told.
_NOT_COUNTED = (ContactState.CANCELLED, ContactState.NOT_APPLICABLE, ContactState.HELD)
_NOBODY_TOLD = (
    ContactState.UNREACHABLE,
    ContactState.BOUNCED,
    ContactState.UNKNOWN,
    ContactState.MISSED_BY_US,
)
_POINTS = {wave.name: place for place, wave in enumerate(shipped_programme().waves)}


@dataclass(frozen=True)
class Said:
    """What one side said about one thing at one point."""

    person: int
    organisation: int | None
    value: int
    at: datetime


def _only(placement_ids: Iterable[int] | None) -> list[ColumnElement[bool]]:
    return [] if placement_ids is None else [Placement.id.in_(list(placement_ids))]


def _said(rows: Iterable[Any]) -> dict[Place, Said]:
    """The newest of each: where a point was asked twice, the later round counts."""
    found: dict[Place, Said] = {}
    for row in rows:
        if row.value and str(row.value[0]).isdigit():
            found[(row.placement, row.point, row.item)] = Said(
                row.person, row.organisation, int(row.value[0]), row.at
            )
    return found


def hires_said(placement_ids: Iterable[int] | None = None) -> dict[Place, Said]:
    """The hires' side of the paired questions, handed in. Values of single people: for rules and retention officers alone."""
    statement = (
        select(
            Placement.id.label("placement"),
            Placement.person_id.label("person"),
            Placement.employer_id.label("organisation"),
            Wave.key.label("point"),
            Answer.item,
            Answer.value,
            Response.submitted_at.label("at"),
        )
        .join(Contact, Contact.placement_id == Placement.id)
        .join(Wave, Wave.id == Contact.wave_id)
        .join(Response, Response.contact_id == Contact.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(
            Contact.kind == ContactKind.INVITATION,
            Response.state == ResponseState.SUBMITTED,
            Answer.item.in_(PAIRED),
            Answer.reserved == "",
            *_only(placement_ids),
        )
        .order_by(Contact.sequence, Answer.id)
    )
    return _said(session().execute(statement))


def companies_said(
    placement_ids: Iterable[int] | None = None, *, organisation_id: int | None = None
) -> dict[Place, Said]:
    """The companies' side of the same questions, handed in; `organisation` is who said it."""
    statement = (
        select(
            Placement.id.label("placement"),
            Placement.person_id.label("person"),
            CompanyContact.organisation_id.label("organisation"),
            Wave.key.label("point"),
            CompanyAnswer.item,
            CompanyAnswer.value,
            CompanyResponse.submitted_at.label("at"),
        )
        .join(CompanyContact, CompanyContact.placement_id == Placement.id)
        .join(Wave, Wave.id == CompanyContact.wave_id)
        .join(CompanyResponse, CompanyResponse.contact_id == CompanyContact.id)
        .join(CompanyAnswer, CompanyAnswer.response_id == CompanyResponse.id)
        .where(
            CompanyContact.kind == ContactKind.INVITATION,
            CompanyResponse.state == ResponseState.SUBMITTED,
            CompanyAnswer.item.in_(PAIRED),
            CompanyAnswer.reserved == "",
            *_only(placement_ids),
        )
        .order_by(CompanyContact.sequence, CompanyAnswer.id)
    )
    if organisation_id is not None:
        statement = statement.where(CompanyContact.organisation_id == organisation_id)
    return _said(session().execute(statement))


def pairs_of(hires: Mapping[Place, Said], companies: Mapping[Place, Said]) -> dict[Place, Pair]:
    """Where both sides said something about the same thing at the same point."""
    return {
        place: Pair(
            person=said.person,
            point=place[1],
            item=place[2],
            hire=hires[place].value,
            company=said.value,
            complete_at=max(said.at, hires[place].at),
        )
        for place, said in companies.items()
        if place in hires
    }


@dataclass(frozen=True)
class NamedGap:
    """One gap of one hire, for retention officers."""

    placement: Placement
    gap: StandingGap


@dataclass(frozen=True)
class NamedSignal:
    """A large gap about duties or safety at one point, that nobody has looked at yet."""

    signal: GapSignal
    pair: Pair


@dataclass(frozen=True)
class Gaps:
    """What waits for a look, oldest first; then the gaps of all hires as they stand, the largest first, and how many there are."""

    signals: tuple[NamedSignal, ...]
    gaps: tuple[NamedGap, ...]
    number: int


def gaps_for(visitor: Visitor, *, item: str = "", limit: int = 100) -> Gaps:
    """Both sides of all hires where they differ. Raises Missing for all but retention officers."""
    if Role.RETENTION_OFFICER not in visitor.roles:
        raise Missing
    # Everybody's: as many ids as there are hires are more than a database takes in one question.
    pairs = pairs_of(hires_said(), companies_said())
    of_thing: dict[tuple[int, str], list[Pair]] = {}
    for place in sorted(pairs, key=lambda place: _POINTS.get(place[1], len(_POINTS))):
        if item in ("", place[2]):
            of_thing.setdefault((place[0], place[2]), []).append(pairs[place])
    found = {
        key: gap
        for key, together in of_thing.items()
        if (gap := both_sides.standing_gap(together)) is not None
    }
    order = both_sides.by_size(found)[:limit]
    placements = {
        placement.id: placement
        for placement in session().scalars(
            select(Placement)
            .options(joinedload(Placement.person), _employer)
            .where(Placement.id.in_({placement_id for placement_id, _thing in order}))
        )
    }
    signals = session().scalars(
        select(GapSignal)
        .options(joinedload(GapSignal.placement).options(joinedload(Placement.person), _employer))
        .where(GapSignal.done_at.is_(None))
        .order_by(GapSignal.raised_at, GapSignal.id)
    )
    return Gaps(
        signals=tuple(
            NamedSignal(signal, pairs[place])
            for signal in signals
            if (place := (signal.placement_id, signal.point, signal.item)) in pairs
        ),
        gaps=tuple(NamedGap(placements[key[0]], found[key]) for key in order),
        number=len(found),
    )


def signal_for(visitor: Visitor, public_id: str) -> GapSignal:
    """One signal. Raises Missing for all but retention officers."""
    signal = (
        session().scalar(select(GapSignal).where(GapSignal.public_id == public_id))
        if Role.RETENTION_OFFICER in visitor.roles
        else None
    )
    if signal is None:
        raise Missing
    return signal


def last_release(organisation_id: int, item: str) -> GapRelease | None:
    """What a company was told last about one thing."""
    return session().scalar(
        select(GapRelease)
        .where(GapRelease.organisation_id == organisation_id, GapRelease.item == item)
        .order_by(GapRelease.released_on.desc())
        .limit(1)
    )


def releases_for(visitor: Visitor) -> Sequence[GapRelease]:
    """What the visitor's company has been told, the newest of each thing, in the order in which both sides are asked."""
    if not visitor.acts_for("company"):
        return []
    newest: dict[str, GapRelease] = {}
    for release in session().scalars(
        select(GapRelease)
        .where(GapRelease.organisation_id == visitor.acting_organisation_id)
        .order_by(GapRelease.released_on, GapRelease.id)
    ):
        newest[release.item] = release
    return [newest[item] for item in PAIRED if item in newest]


def told_of_others(organisation_ids: Iterable[int]) -> dict[str, both_sides.ToldTogether]:
    """What several companies were told of their people, as one, by thing. One statement."""
    newest: dict[tuple[str, int], both_sides.Told] = {}
    for release in session().scalars(
        select(GapRelease)
        .where(GapRelease.organisation_id.in_(list(organisation_ids)))
        .order_by(GapRelease.released_on, GapRelease.id)
    ):
        newest[release.item, release.organisation_id] = both_sides.Told(
            release.people, release.hires_share, release.hires_bound
        )
    found = {
        item: both_sides.told_together([one for (thing, _company), one in newest.items() if thing == item])
        for item in PAIRED
    }
    return {item: together for item, together in found.items() if together is not None}


@dataclass(frozen=True)
class PointCount:
    """How the company's forms of one point stand, for staff: numbers, never an answer."""

    point: str
    waiting: int
    handed_in: int
    unanswered: int
    nobody_told: int


def forms_by_point(now: datetime) -> list[PointCount]:
    """Forms of all companies that were due so far, by point."""
    handed_in = select(CompanyResponse.contact_id).where(CompanyResponse.state == ResponseState.SUBMITTED)
    rows = session().execute(
        select(
            Wave.key,
            CompanyContact.state,
            CompanyContact.id.in_(handed_in).label("handed_in"),
            (CompanyContact.closes_at <= now).label("closed"),
            func.count().label("number"),
        )
        .join(Wave, Wave.id == CompanyContact.wave_id)
        .where(
            CompanyContact.kind == ContactKind.INVITATION,
            CompanyContact.opens_at <= now,
            CompanyContact.state.not_in(_NOT_COUNTED),
        )
        .group_by(Wave.key, CompanyContact.state, "handed_in", "closed")
    )
    counts: dict[str, list[int]] = {}
    for row in rows:
        found = counts.setdefault(row.key, [0, 0, 0, 0])
        if row.handed_in:
            found[1] += row.number
        elif row.state in _NOBODY_TOLD:
            found[3] += row.number
        else:
            found[2 if row.closed else 0] += row.number
    return [PointCount(point, *counts[point]) for point in _POINTS if point in counts]
