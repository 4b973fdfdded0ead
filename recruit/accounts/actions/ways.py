"""Moves of ways to reach a person."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select, update

from recruit.accounts import queries
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways import queries as ways
from recruit.accounts.ways.rules import (
    ASKED_BEFORE,
    MOST_OF_A_KIND,
    STALE_AFTER,
    HowTold,
    Messenger,
    Move,
    Relation,
    WayRefusal,
    found_by,
    number_of,
)
from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import NOBODY, Visitor
from recruit.messages.actions import address_works, queue

TOKYO = "Asia/Tokyo"
_MAILS = (ContactKind.MAIL, ContactKind.MAIL_TO_CONFIRM)


def add_way(
    kind: ContactKind,
    value: str,
    *,
    messenger: Messenger | None = None,
    holder: str = "",
    relation: Relation | None = None,
    by: Visitor,
    now: datetime,
) -> ContactPoint:
    """Add a way to reach the visitor, as the last to try. An address waits until its reader has opened the mail sent there."""
    person = _held(Person.id == by.person_id)
    point = ContactPoint(
        person_id=person.id,
        kind=kind,
        value=value,
        messenger=messenger,
        holder=holder,
        relation=relation,
        confirmed_at=now,
    )
    return _add(point, person, WayRefusal.KNOWN, by, now)


def add_way_for(
    person_ref: str,
    kind: ContactKind,
    value: str,
    *,
    messenger: Messenger | None = None,
    holder: str = "",
    relation: Relation | None = None,
    told_how: HowTold,
    told_on: date,
    by: Visitor,
    now: datetime,
) -> ContactPoint:
    """Staff write down what somebody without a sign-in has told them; how and when is kept with it and shown to the person
    later. Who signs in says it on the own page.
    """
    if not by.sees_hires:
        raise Missing
    person = _held(
        and_(Person.public_id == person_ref, Person.anonymised_at.is_(None), Person.merged_into_id.is_(None))
    )
    if ways.signs_in(person.id):
        raise Refused(WayRefusal.SIGNS_IN)
    if told_on > day_in(now, TOKYO):
        raise Refused(WayRefusal.NOT_YET, field="told_on")
    noon = datetime.combine(told_on, time(12), ZoneInfo(TOKYO))
    point = ContactPoint(
        person_id=person.id,
        kind=kind,
        value=value,
        messenger=messenger,
        holder=holder,
        relation=relation,
        confirmed_at=min(noon, now),
        told_how=told_how,
        told_on=told_on,
        entered_by_ref=by.person_ref,
    )
    return _add(point, person, WayRefusal.KNOWN_OF_THEM, by, now)


def _add(
    point: ContactPoint, person: Person, if_known: WayRefusal, by: Visitor, now: datetime
) -> ContactPoint:
    """The last to try. What is typed as an address is proved first."""
    kind, value = point.kind, point.value
    if kind is ContactKind.MAIL:
        kind, value = ContactKind.MAIL_TO_CONFIRM, value.strip().lower()
    value = _as_kept(kind, value, person.country_now)
    live = list(ways.live_ways(person.id))
    same_kind = [other for other in live if other.kind is kind]
    if any(_is_same(other, kind, value, point.messenger) for other in live):
        raise Refused(if_known, field="value")
    if len(same_kind) >= MOST_OF_A_KIND:
        raise Refused(WayRefusal.TOO_MANY)
    point.kind, point.value, point.priority = kind, value, len(live) + 1
    session().add(point)
    _number([*live, point])
    session().flush()
    _note("way_added", person, by, now, point)
    if kind is ContactKind.MAIL_TO_CONFIRM:
        _ask_to_confirm(point, person, now)
    return point


def _held(who: ColumnElement[bool]) -> Person:
    """The person's row, held until the end of the transaction, so that two devices do not number the same ways."""
    found = session().scalar(select(Person).where(who).with_for_update())
    if found is None:
        raise Missing
    return found


def _as_kept(kind: ContactKind, value: str, country: str) -> str:
    number = number_of(value, country)
    if kind is ContactKind.PHONE and number is None:
        raise Refused(WayRefusal.NOT_A_NUMBER, field="value")
    if kind is ContactKind.TRUSTED_PERSON and number is None and "@" not in value:
        raise Refused(WayRefusal.NOT_A_WAY, field="value")
    return value if kind in _MAILS else number or value


def _is_same(point: ContactPoint, kind: ContactKind, value: str, messenger: Messenger | None) -> bool:
    kinds = _MAILS if kind in _MAILS else (kind,)
    return point.kind in kinds and point.found_by == found_by(value) and point.messenger is messenger


def _number(points: list[ContactPoint]) -> None:
    for place, point in enumerate(points, start=1):
        point.priority = place


def _ask_to_confirm(point: ContactPoint, person: Person, now: datetime) -> None:
    queue(
        "confirm_way",
        to_address=point.value,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "mark": ways.mark_of_way(point)},
        unique_key=f"confirm_way:{ways.mark_of_way(point)}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def confirm_way(token: str, *, now: datetime) -> ContactPoint:
    """Whoever reads mail there has opened the link: mails may go there from now on. A second press is harmless."""
    point = ways.way_of_link(token, now)
    if point is None:
        raise Refused(WayRefusal.LINK_NOT_VALID)
    proved = session().execute(
        update(ContactPoint)
        .where(ContactPoint.id == point.id, ContactPoint.kind == ContactKind.MAIL_TO_CONFIRM)
        .values(kind=ContactKind.MAIL, verified_at=now, confirmed_at=now)
        .returning(ContactPoint.id)
    )
    if proved.first() is not None:
        session().refresh(point)
        address_works(point.value)
        _note("way_proved", _person_of(point), NOBODY, now, point)
    return point


def _person_of(point: ContactPoint) -> Person:
    return session().scalars(select(Person).where(Person.id == point.person_id)).one()


def end_way(mark: str, *, by: Visitor, now: datetime) -> None:
    """Take a way off. It stays as history until the person is erased; nothing is sent there any more."""
    person = _held(Person.id == by.person_id)
    point = ways.own_way(by, mark)
    if point.kind is ContactKind.MAIL and point.value.lower() == queries.own_user(by).email:
        raise Refused(WayRefusal.IS_SIGN_IN)
    point.ended_at = now
    _number([other for other in ways.own_ways(by) if other.id != point.id])
    session().flush()
    _note("way_ended", person, by, now, point)


def put_way_first(mark: str, *, by: Visitor, now: datetime) -> None:
    """Try this way before the others."""
    person = _held(Person.id == by.person_id)
    point = ways.own_way(by, mark)
    _number([point, *(other for other in ways.own_ways(by) if other.id != point.id)])
    session().flush()
    _note("way_put_first", person, by, now, point)


def confirm_ways(*, by: Visitor, now: datetime) -> None:
    """All the visitor's ways are still right."""
    person = _held(Person.id == by.person_id)
    session().execute(
        update(ContactPoint)
        .where(ContactPoint.person_id == person.id, ContactPoint.ended_at.is_(None))
        .values(confirmed_at=now)
    )
    session().expire_all()
    _note("ways_confirmed", person, by, now)


def note_reached(point: ContactPoint, *, by: Visitor, now: datetime) -> None:
    """Somebody of the staff has spoken to the person there: the way is proved and fresh."""
    if not by.sees_hires or point.ended_at is not None:
        raise Missing
    if point.kind in _MAILS:
        # That somebody answers mail is proved by a link, never by a word of a third.
        raise Refused(WayRefusal.NOT_A_WAY)
    point.verified_at = point.confirmed_at = now
    session().flush()
    _note("way_reached", _person_of(point), by, now, point)


def end_wrong_way(point: ContactPoint, *, by: Visitor, now: datetime) -> None:
    """Somebody else answered at this number: it is used no more. The person sees it among what we do not use any more."""
    if not by.sees_hires or point.ended_at is not None:
        raise Missing
    if point.kind in _MAILS:
        raise Refused(WayRefusal.NOT_A_WAY)
    person = _held(Person.id == point.person_id)
    point.ended_at = now
    _number([other for other in ways.live_ways(person.id) if other.id != point.id])
    session().flush()
    _note("way_wrong", person, by, now, point)


def ask_whether_right(
    user: User, since: datetime, *, now: datetime, move: Move | None = None, move_ref: str = ""
) -> None:
    """Ask the person by mail whether the ways are still right: once in each half year since they were said to be, and once
    for each move (`move_ref`: the employment, and the day where it has several).
    """
    person = user.person
    half_years = (now - since + ASKED_BEFORE) // STALE_AFTER
    occasion = f"{move}:{move_ref}" if move else f"{int(since.timestamp())}:{half_years}"
    queue(
        "ways_still_right",
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "since": since.isoformat(), "move": str(move or "")},
        unique_key=f"ways_still_right:{person.public_id}:{occasion}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def _note(action: str, person: Person, by: Visitor, now: datetime, point: ContactPoint | None = None) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change=str(point.kind) if point else "",
    )
