"""Reads about calls, for staff who see to hires: whom to call, what was tried, what may be asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind as WayKind
from recruit.accounts.ways.queries import ways_of
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement
from recruit.placements.queries import placement_for
from recruit.surveys.calling.holding import still_holds
from recruit.surveys.calling.models import CallTry, PhoneEntry
from recruit.surveys.calling.rules import (
    OWN_WAYS,
    TO_ANSWER,
    Try,
    Turn,
    call_again_at,
    is_open_entry,
    may_ask_others,
    may_be_asked,
    turn_of,
    urgency,
)
from recruit.surveys.models import Contact, FollowUpTask, Wave
from recruit.surveys.queries.answering import Survey, survey_of_contact
from recruit.surveys.rules import (
    FINDS_THE_PERSON,
    ContactKind,
    ContactState,
    TaskKind,
)
from recruit.web.tables import Page, mark_of, place_of

PAGE_SIZE = 30


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty is everything."""

    kind: TaskKind | None = None
    language: str = ""
    source: str = ""
    turn: Turn | None = None


@dataclass
class Waiting:
    """One hire who is to be found or called, before the page is cut: why, since when, and what was tried."""

    placement_id: int
    since: datetime
    language: str = ""
    source: str = ""
    kinds: set[TaskKind] = field(default_factory=set)
    waves: list[str] = field(default_factory=list)
    closes_at: datetime | None = None
    tries: list[Try] = field(default_factory=list)

    def key(self, now: datetime) -> tuple[int, int, int, int]:
        """Where it stands in the list."""
        turn = turn_of(self.tries, now)
        order = urgency(turn, again_at=call_again_at(self.tries), closes_at=self.closes_at, since=self.since)
        return (*order, self.placement_id)


@dataclass(frozen=True)
class CallLine:
    """One hire of the list, as staff read it."""

    placement: Placement
    waiting: Waiting
    ways: Sequence[ContactPoint]
    turn: Turn
    again_at: datetime | None

    @property
    def own_ways(self) -> list[ContactPoint]:
        """Where to speak to the hire: the first to try first."""
        return [point for point in self.ways if point.kind in OWN_WAYS]

    @property
    def others(self) -> list[ContactPoint]:
        """The people whom the hire trusts, as soon as they may be asked."""
        ids = [point.id for point in self.own_ways]
        if not may_ask_others(ids, self.waiting.tries):
            return []
        return [point for point in self.ways if point.kind is WayKind.TRUSTED_PERSON]


@dataclass(frozen=True)
class Calls:
    """One page of the list, and how many hires stand in all of it, by whose turn it is."""

    page: Page[CallLine]
    counts: Counter[Turn]


def calls(
    visitor: Visitor, now: datetime, filters: Filters, *, after: str | None = None, size: int = PAGE_SIZE
) -> Calls:
    """Whom to find or to call, the most urgent first. Raises Missing for whoever does not see to hires."""
    waiting = _waiting(visitor, now)
    found = sorted((one for one in waiting if _is_shown(one, filters, now)), key=lambda one: one.key(now))
    place = place_of(after)
    if place is not None and not (len(place) == 4 and all(type(one) is int for one in place)):
        place = None
    rest = [one for one in found if place is None or one.key(now) > tuple(place)]
    shown = rest[:size]
    placements = {
        placement.id: placement
        for placement in session().scalars(
            select(Placement)
            .options(joinedload(Placement.person))
            .where(Placement.id.in_([one.placement_id for one in shown]))
            .order_by(Placement.id)
        )
    }
    ways = ways_of(visitor, (placement.person_id for placement in placements.values()))
    lines = [
        CallLine(
            placement=placements[one.placement_id],
            waiting=one,
            ways=ways.get(placements[one.placement_id].person_id, []),
            turn=turn_of(one.tries, now),
            again_at=call_again_at(one.tries),
        )
        for one in shown
    ]
    next_mark = mark_of(shown[-1].key(now)) if len(rest) > size else None
    return Calls(
        page=Page(rows=lines, next_mark=next_mark, is_first=place is None),
        counts=Counter(turn_of(one.tries, now) for one in waiting),
    )


def _is_shown(one: Waiting, filters: Filters, now: datetime) -> bool:
    return (
        (filters.kind is None or filters.kind in one.kinds)
        and filters.language in ("", one.language)
        and filters.source in ("", one.source)
        and (filters.turn is None or turn_of(one.tries, now) is filters.turn)
    )


def _waiting(visitor: Visitor, now: datetime) -> list[Waiting]:
    """All of them, light: a few columns of each task and each try."""
    if not visitor.sees_hires:
        raise Missing
    tasks = (
        select(
            FollowUpTask.placement_id,
            FollowUpTask.kind,
            FollowUpTask.raised_at,
            Wave.key,
            Contact.closes_at,
            Person.language,
            Placement.source_name,
        )
        .join(Placement, Placement.id == FollowUpTask.placement_id)
        .join(Person, Person.id == Placement.person_id)
        .outerjoin(Contact, Contact.id == FollowUpTask.contact_id)
        .outerjoin(Wave, Wave.id == Contact.wave_id)
        .where(
            FollowUpTask.done_at.is_(None),
            FollowUpTask.kind.in_(FINDS_THE_PERSON),
            Person.anonymised_at.is_(None),
            still_holds(now),
        )
    )
    found: dict[int, Waiting] = {}
    for placement_id, kind, raised_at, wave, closes_at, language, source in session().execute(
        tasks.order_by(FollowUpTask.placement_id, Wave.position, FollowUpTask.id)
    ):
        one = found.setdefault(placement_id, Waiting(placement_id, raised_at, language, source))
        one.since = min(one.since, raised_at)
        one.kinds.add(kind)
        if wave and wave not in one.waves:
            one.waves.append(wave)
        if closes_at is not None and closes_at > now:
            one.closes_at = min(one.closes_at or closes_at, closes_at)
    tried = select(
        CallTry.placement_id, CallTry.at, CallTry.outcome, CallTry.point_id, CallTry.call_again_at
    ).where(
        CallTry.placement_id.in_(
            select(FollowUpTask.placement_id).where(
                FollowUpTask.done_at.is_(None), FollowUpTask.kind.in_(FINDS_THE_PERSON)
            )
        )
    )
    for placement_id, at, outcome, point_id, again_at in session().execute(
        tried.order_by(CallTry.at, CallTry.id)
    ):
        if placement_id in found:
            found[placement_id].tries.append(Try(at, outcome, point_id, again_at))
    return list(found.values())


@dataclass(frozen=True)
class HireToCall:
    """One hire on the page of who calls."""

    placement: Placement
    ways: Sequence[ContactPoint]
    tries: Sequence[CallTry]
    names: dict[str, str]
    surveys: Sequence[Survey]
    tasks: Sequence[FollowUpTask]

    @property
    def known_tries(self) -> list[Try]:
        """What was tried, the oldest first."""
        return [Try(one.at, one.outcome, one.point_id, one.call_again_at) for one in reversed(self.tries)]

    @property
    def own_ways(self) -> list[ContactPoint]:
        return [point for point in self.ways if point.kind in OWN_WAYS]

    @property
    def trusted(self) -> list[ContactPoint]:
        return [point for point in self.ways if point.kind is WayKind.TRUSTED_PERSON]

    @property
    def may_ask_others(self) -> bool:
        return may_ask_others([point.id for point in self.own_ways], self.known_tries)


def hire_to_call(visitor: Visitor, public_id: str, now: datetime) -> HireToCall:
    """Everything for a call of one hire. Raises Missing for whoever does not see to hires."""
    if not visitor.sees_hires:
        raise Missing
    placement = placement_for(visitor, public_id)
    if placement.person.anonymised_at is not None:
        raise Missing
    tries = (
        session()
        .scalars(
            select(CallTry)
            .options(joinedload(CallTry.point))
            .where(CallTry.placement_id == placement.id)
            .order_by(CallTry.at.desc(), CallTry.id.desc())
        )
        .all()
    )
    who = select(Person.public_id, Person.display_name).where(
        Person.public_id.in_({one.by_ref for one in tries})
    )
    tasks = session().scalars(
        select(FollowUpTask)
        .options(joinedload(FollowUpTask.contact))
        .where(
            FollowUpTask.placement_id == placement.id,
            FollowUpTask.done_at.is_(None),
            FollowUpTask.kind.in_(FINDS_THE_PERSON),
            still_holds(now),
        )
        .order_by(FollowUpTask.id)
    )
    return HireToCall(
        placement=placement,
        ways=ways_of(visitor, [placement.person_id]).get(placement.person_id, []),
        tries=tries,
        names={row.public_id: row.display_name for row in session().execute(who)},
        surveys=surveys_to_ask(placement, now),
        tasks=tasks.all(),
    )


def surveys_to_ask(placement: Placement, now: datetime) -> list[Survey]:
    """What this hire can answer on the telephone now, the one that closes first first."""
    contacts = session().scalars(
        select(Contact)
        .where(
            Contact.placement_id == placement.id,
            Contact.kind == ContactKind.INVITATION,
            Contact.opens_at <= now,
        )
        .options(joinedload(Contact.placement).joinedload(Placement.person))
        .order_by(Contact.closes_at, Contact.id)
    )
    surveys = [
        survey_of_contact(contact)
        for contact in contacts
        if contact.state in TO_ANSWER | {ContactState.EXPIRED}
    ]
    return [survey for survey in surveys if is_to_be_asked(survey, now)]


def is_to_be_asked(survey: Survey, now: datetime) -> bool:
    """Whether its answers may be taken on the telephone now."""
    contact = survey.contact
    return not survey.is_submitted and may_be_asked(contact.state, contact.reason, survey.openness(now))


def survey_named(placement: Placement, contact_ref: str) -> Survey:
    """One survey of this hire, by its invitation. Raises Missing."""
    contact = session().scalar(
        select(Contact)
        .where(
            Contact.public_id == contact_ref,
            Contact.placement_id == placement.id,
            Contact.kind == ContactKind.INVITATION,
        )
        .options(joinedload(Contact.placement).joinedload(Placement.person))
    )
    if contact is None:
        raise Missing
    return survey_of_contact(contact)


def any_survey_of(placement: Placement) -> Survey | None:
    """Some survey of this hire, to which a refusal of all of them is tied."""
    contact = session().scalar(
        select(Contact)
        .where(Contact.placement_id == placement.id, Contact.kind == ContactKind.INVITATION)
        .options(joinedload(Contact.placement).joinedload(Placement.person))
        .order_by(Contact.id)
        .limit(1)
    )
    return survey_of_contact(contact) if contact is not None else None


def entry_of(visitor: Visitor, public_id: str) -> PhoneEntry:
    """What the visitor is entering, or has entered. Raises Missing for everybody else's: no colleague looks over the shoulder."""
    entry = session().scalar(
        select(PhoneEntry)
        .options(joinedload(PhoneEntry.contact).joinedload(Contact.placement).joinedload(Placement.person))
        .where(PhoneEntry.public_id == public_id, PhoneEntry.entered_by_ref == visitor.person_ref)
        .execution_options(populate_existing=True)
    )
    if entry is None or not visitor.person_ref:
        raise Missing
    return entry


def open_entry_of(visitor: Visitor, survey: Survey, now: datetime) -> PhoneEntry | None:
    """What the visitor is entering for this survey just now."""
    entry = session().scalar(
        select(PhoneEntry).where(
            PhoneEntry.contact_id == survey.contact.id,
            PhoneEntry.entered_by_ref == visitor.person_ref,
            PhoneEntry.ended_at.is_(None),
        )
    )
    return entry if entry is not None and is_open_entry(entry.began_at, entry.ended_at, now) else None


@dataclass(frozen=True)
class Answered:
    """By item, where the answers of a survey come from; values of this entry alone."""

    here: dict[str, str]
    earlier: frozenset[str]
    alone: frozenset[str]


def answered(survey: Survey, entry: PhoneEntry) -> Answered:
    """What the caller may know of the answers there are."""
    here: dict[str, str] = {}
    earlier, alone = set(), set()
    for answer in survey.response.answers if survey.response else ():
        if answer.phone_entry_id == entry.id:
            here[answer.item] = survey.answers[answer.item]
        elif answer.phone_entry_id is None:
            alone.add(answer.item)
        else:
            earlier.add(answer.item)
    return Answered(here, frozenset(earlier), frozenset(alone))
