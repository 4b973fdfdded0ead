"""Staff write an event, open and close it; the clock moves it on."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import refuse_on, session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.locales import CODES
from recruit.core.originals import Fields
from recruit.core.visitor import Visitor
from recruit.events import drawing, queries, rules
from recruit.events.actions.waiting import fill_free_seats, lock_event
from recruit.events.eligibility.rules import Conditions, why_not_conditions
from recruit.events.events import EventEnded
from recruit.events.models import Event, EventSession, EventText
from recruit.events.rules import EventRefusal, EventState, SignUpWay
from recruit.events.texts.writing import fields_of, original_of, text_in, write
from recruit.events.values import EventFacts, EventWords

refuse_on("uq_event_slug", Refused(EventRefusal.SLUG_TAKEN, field="slug"))


def create_event(slug: str, facts: EventFacts, *, by: Visitor, now: datetime) -> Event:
    """A new draft."""
    event = Event(slug=slug, kind=facts.kind, signed_up_count=0, saves=0)
    _write(event, facts, now)
    session().add(event)
    session().flush()
    audit.record("event.create", by=by, now=now, subject_kind="event", subject_ref=event.slug)
    return event


def change_event(event: Event, facts: EventFacts, *, by: Visitor, now: datetime) -> None:
    """Write an event anew. Where there are more seats now, people of the waiting list move up."""
    locked = lock_event(event.id)
    if facts.seats is not None and facts.seats < locked.signed_up_count:
        raise Refused(EventRefusal.SEATS_BELOW_TAKEN, field="seats")
    # How seats are given is a promise to who signed up already.
    if facts.way is not locked.way and queries.anybody_signed_up(locked):
        raise Refused(EventRefusal.WAY_IS_FIXED, field="way")
    before = _when_and_where(locked)
    _write(locked, facts, now)
    if locked.state in rules.COMING_STATES and before != _when_and_where(locked):
        # Everybody with a seat is told, and reminders count anew (`reminding/`).
        locked.moves, locked.moved_at = locked.moves + 1, now
    session().flush()
    fill_free_seats(locked, now=now)
    audit.record("event.change", by=by, now=now, subject_kind="event", subject_ref=event.slug)


def _when_and_where(event: Event) -> tuple[object, ...]:
    """The hours, and the place as the first language says it: translations of it are mended without anybody going elsewhere."""
    source = next((row for row in event.texts if row.source_language is None), None)
    place = (source.place, source.address) if source else ("", "")
    return event.starts_at, event.ends_at, event.zone, event.online_link, *place


def _write(event: Event, facts: EventFacts, now: datetime) -> None:
    refusal = rules.why_not_dates(facts.starts_at, facts.ends_at, facts.sign_up_until)
    if refusal is not None:
        late = refusal is EventRefusal.DEADLINE_TOO_LATE
        raise Refused(refusal, field="sign_up_until" if late else "ends_at")
    if not any(words.title for words in facts.texts.values()):
        raise Refused(EventRefusal.TEXT_NEEDED)
    event.kind, event.country, event.zone = facts.kind, facts.country, facts.zone
    event.starts_at, event.ends_at = facts.starts_at, facts.ends_at
    event.sign_up_until, event.seats = facts.sign_up_until, facts.seats
    event.way, event.offer_hours = facts.way, facts.offer_hours
    event.most_companions = facts.most_companions
    event.latitude, event.longitude = facts.venue_at or (None, None)
    event.online_link = facts.online_link
    _write_conditions(event, facts.conditions)
    if event.way is SignUpWay.LOTTERY and not event.seed:
        # Never changed: its mark is shown before the draw.
        event.seed = drawing.new_seed()
    event.saved_at = now
    event.saves = event.saves + 1
    _write_texts(event, facts.texts)
    wanted = [(each.what, each.starts_at, each.ends_at, each.room) for each in facts.sessions]
    if wanted != [(each.what, each.starts_at, each.ends_at, each.room) for each in event.sessions]:
        event.sessions = [
            EventSession(what=what, starts_at=starts_at, ends_at=ends_at, room=room)
            for what, starts_at, ends_at, room in wanted
        ]


def _write_conditions(event: Event, conditions: Conditions) -> None:
    """Who has a seat keeps it, whatever is asked from now on."""
    refusal = why_not_conditions(conditions)
    if refusal is not None:
        crossed = refusal is EventRefusal.YEARS_CROSSED
        raise Refused(refusal, field="graduation_to" if crossed else "audience")
    event.audience = conditions.audience
    event.study_countries, event.study_fields = list(conditions.countries), list(conditions.fields)
    event.graduation_from, event.graduation_to = conditions.graduation_from, conditions.graduation_to
    event.lowest_japanese = conditions.japanese


def _write_texts(event: Event, texts: dict[str, EventWords]) -> None:
    """The first language in our order is the source; a text that was not touched keeps the version it was made from."""
    source = original_of(event)
    written = [code for code in CODES if code in texts and texts[code].title]
    first = source.language if source and source.language in written else written[0]
    original = _write_text(event, first, texts[first].__dict__, None)
    for code in written:
        if code != first:
            _write_text(event, code, texts[code].__dict__, original)
    for row in list(event.texts):
        if row.language not in written:
            event.texts.remove(row)


def _write_text(event: Event, language: str, words: Fields, source: EventText | None) -> EventText:
    row = text_in(event, language)
    if row is not None and fields_of(row) == words and (row.source_language is None) == (source is None):
        return row
    return write(event, language, words, source)


def open_event(event: Event, *, by: Visitor, now: datetime) -> None:
    """People can see the event and sign up."""
    if now >= event.sign_up_until:
        raise Refused(EventRefusal.TOO_LATE)
    _move(event, EventState.OPEN, by=by, now=now)


def close_event(event: Event, *, by: Visitor, now: datetime) -> None:
    """No more sign-ups, even before the deadline."""
    _move(event, EventState.CLOSED, by=by, now=now)


def move_by_time(event: Event, *, by: Visitor, now: datetime) -> EventState | None:
    """The next state that the clock brings; None where nothing is due."""
    after = rules.moved_by_time(
        event.state,
        sign_up_until=event.sign_up_until,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        now=now,
    )
    if after is not None:
        _move(event, after, by=by, now=now)
    return after


def _move(event: Event, after: EventState, *, by: Visitor, now: datetime) -> None:
    before = event.state
    if not rules.may_move(before, after):
        raise Refused(EventRefusal.MOVE_NOT_POSSIBLE)
    set_state(event, before, after)
    audit.record(
        "event.move",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"state: {before} > {after}",
    )
    if after is EventState.FINISHED:
        announce(EventEnded(event.id, by, now))
