"""Reads of booths: the rules of a fair, who stands where in the line, what is missing, what a company brings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.fairs.booths import rules
from recruit.fairs.booths.models import BoothPerson, BoothPosition, FairBooths
from recruit.fairs.booths.readiness import CompanyForFair, Lack, lacks_of
from recruit.fairs.booths.rules import Application, Place, Priority, Room
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState
from recruit.organisations.models import Company, Membership, Organisation
from recruit.organisations.queries import what_company_said
from recruit.organisations.readiness import looked_at
from recruit.organisations.rules import OrganisationState, Rights
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState

ASKING = (BoothState.ASKED, BoothState.WAITING)


def booths_of(fair_id: int) -> FairBooths | None:
    """How many booths a fair has and who goes first; None where staff have set nothing."""
    return session().get(FairBooths, fair_id)


def room_of(fair_id: int, found: FairBooths | None) -> Room:
    """What is left to give at a fair."""
    if found is None:
        return Room(None, None)
    row = (
        session()
        .execute(
            select(func.count(), func.coalesce(func.sum(Booth.tables), 0)).where(
                Booth.fair_id == fair_id, Booth.state == BoothState.CONFIRMED
            )
        )
        .one()
    )
    return rules.room_left(found.booths, found.tables, given_booths=row[0], given_tables=row[1])


def asking_at(fair_id: int) -> list[Booth]:
    """Who asks or waits, with the company."""
    rows = session().scalars(
        select(Booth)
        .options(joinedload(Booth.organisation).joinedload(Organisation.company))
        .where(Booth.fair_id == fair_id, Booth.state.in_(ASKING))
        .order_by(Booth.id)
    )
    return list(rows)


def earlier_fairs(company_ids: Collection[int], fair: Fair) -> dict[int, int]:
    """At how many fairs before this one each company was. One statement."""
    rows = session().execute(
        select(Booth.company_id, func.count())
        .join(Event, Event.id == Booth.fair_id)
        .where(
            Booth.company_id.in_(list(company_ids)),
            Booth.state == BoothState.CONFIRMED,
            Event.ends_at < fair.event.starts_at,
            Event.id != fair.event_id,
        )
        .group_by(Booth.company_id)
    )
    return {row[0]: row[1] for row in rows}


def line_of(fair: Fair, booths: Sequence[Booth], found: FairBooths | None) -> list[Place]:
    """Everybody who asks or waits, in the order in which booths are given. `ref` is the booth's public id."""
    earlier = earlier_fairs([one.company_id for one in booths], fair)
    return rules.order_of(
        [_application(one, earlier.get(one.company_id, 0)) for one in booths],
        [Priority(code) for code in found.rules] if found else [],
        found.region if found else (),
    )


def _application(booth: Booth, earlier: int) -> Application:
    company = booth.organisation.company
    return Application(
        ref=booth.public_id,
        asked_at=booth.asked_at,
        earlier_fairs=earlier,
        prefecture=str(company.prefecture or "") if company else "",
        staff_count=company.staff_count if company else None,
        line=booth.line,
    )


def lacks_by_company(company_ids: Collection[int], country: str) -> dict[int, tuple[Lack, ...]]:
    """What each company lacks for a fair in a country. Four statements, however many companies."""
    now = clock.now()
    ids = list(company_ids)
    organisations = session().scalars(
        select(Organisation)
        .options(joinedload(Organisation.company))
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.id)
    )
    positions: dict[int, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(Posting.company_id, func.count())
            .where(
                Posting.company_id.in_(ids),
                Posting.state == PostingState.PUBLISHED,
                or_(Posting.closes_at.is_(None), Posting.closes_at >= now),
            )
            .group_by(Posting.company_id)
        )
    }
    people: dict[int, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(Membership.organisation_id, func.count())
            .where(
                Membership.organisation_id.in_(ids),
                Membership.rights.in_([Rights.OWNER, Rights.RECRUITER]),
                Membership.ended_at.is_(None),
            )
            .group_by(Membership.organisation_id)
        )
    }
    return {
        one.id: lacks_of(
            _said(one, one.company, positions.get(one.id, 0), people.get(one.id, 0), now), country
        )
        for one in organisations
    }


def _said(
    organisation: Organisation, company: Company | None, positions: int, people: int, now: datetime
) -> CompanyForFair:
    today = clock.day_in(now, "Asia/Tokyo")
    looked = looked_at(what_company_said(organisation, pictures=0, members=people), today) if company else []
    # Pages are looked at by the languages of the fair.
    facts = [one for one in looked if one.must and not one.item.startswith("about_")]
    return CompanyForFair(
        is_approved=organisation.state is OrganisationState.APPROVED,
        has_facts=bool(facts) and all(one.is_there for one in facts),
        page_in={text.language for text in organisation.texts if text.about},
        open_positions=positions,
        people_who_act=people,
        has_telephone=bool(company and company.telephone),
    )


@dataclass(frozen=True)
class InLine:
    """A company that asks or waits, as staff read it."""

    booth: Booth
    place: Place
    lacks: tuple[Lack, ...]


def line_for_staff(visitor: Visitor, fair: Fair) -> list[InLine]:
    """Who asks or waits, in order, and what each lacks."""
    if not visitor.is_coordinator:
        raise Missing
    booths = asking_at(fair.event_id)
    lacks = lacks_by_company([one.company_id for one in booths], fair.event.country)
    by_ref = {one.public_id: one for one in booths}
    places = line_of(fair, booths, booths_of(fair.event_id))
    return [
        InLine(booth, place, lacks[booth.company_id])
        for place in places
        for booth in (by_ref[place.application.ref],)
    ]


@dataclass(frozen=True)
class OwnPlace:
    """Where a company stands among those that ask or wait."""

    number: int
    of: int
    ahead_waiting: int
    room: Room


def own_place(fair: Fair, booth: Booth) -> OwnPlace:
    """Of a booth that is asked for and not given."""
    booths = asking_at(fair.event_id)
    found = booths_of(fair.event_id)
    place = next(one for one in line_of(fair, booths, found) if one.application.ref == booth.public_id)
    ahead = sum(
        1 for one in booths if booth.line is not None and one.line is not None and one.line < booth.line
    )
    return OwnPlace(place.number, len(booths), ahead, room_of(fair.event_id, found))


def people_of(booth_ids: Collection[int]) -> dict[int, list[BoothPerson]]:
    """Who comes, by booth, in order."""
    found: dict[int, list[BoothPerson]] = {}
    for person in session().scalars(
        select(BoothPerson).where(BoothPerson.booth_id.in_(list(booth_ids))).order_by(BoothPerson.place)
    ):
        found.setdefault(person.booth_id, []).append(person)
    return found


def refs_shown(booth: Booth) -> tuple[str, ...]:
    """The public ids of the positions that a booth shows, in order."""
    rows = session().scalars(
        select(Posting.public_id)
        .join(BoothPosition, BoothPosition.posting_id == Posting.id)
        .where(BoothPosition.booth_id == booth.id)
        .order_by(BoothPosition.place, BoothPosition.id)
    )
    return tuple(rows)


def posting_ids(company_id: int, refs: Iterable[str], now: datetime) -> dict[str, int]:
    """Of the company's own open positions, by public id."""
    rows = session().execute(
        select(Posting.public_id, Posting.id).where(
            and_(
                Posting.company_id == company_id,
                Posting.public_id.in_(list(refs)),
                Posting.state == PostingState.PUBLISHED,
                or_(Posting.closes_at.is_(None), Posting.closes_at >= now),
            )
        )
    )
    return {row[0]: row[1] for row in rows}
