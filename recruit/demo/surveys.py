"""Three years of follow-ups for the hires of the demonstration: what was asked, what came back, and what did not.

The history is invented step by step (sent, reminded, answered) and then given to the planner, so every row stands as it would
after three years of ticks. Nothing is put into the outbox.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text

from recruit.accounts.actions import load_consent_texts
from recruit.accounts.consents import hash_of, newest_words
from recruit.accounts.models import Consent, ConsentText, ContactPoint, Person, User
from recruit.accounts.rules import ContactKind as PointKind, Purpose, RecipientKind
from recruit.core import vault
from recruit.core.db import database, new_public_id, session
from recruit.placements.models import Placement
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.actions.filling import next_look
from recruit.surveys.forms import Instrument as Form, Item, ItemType, alerts_of, parse, visible_items
from recruit.surveys.forms.definition import WITH_CHOICES, Level
from recruit.surveys.models import Answer, Contact, FollowUpTask, InstrumentVersion, Response
from recruit.surveys.planning.contacts import (
    Answer as Answered,
    Delivery,
    Journal,
    Key,
    Kind,
    Outcome,
    PlannedContact,
    State,
)
from recruit.surveys.planning.deciding import decide
from recruit.surveys.planning.facts import Facts
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import Programme as Rules
from recruit.surveys.queries.known import Known, facts_of, newest_programme, rules_of
from recruit.surveys.rules import ContactKind, ContactState, ResponseMode, ResponseState, TaskKind

# Of a hundred people who are asked, so many answer; the others are asked again.
ANSWERING = 0.74
# The last days before `now` are as they are when mail has just gone: some have not answered yet.
WITHOUT_ADDRESS, UNKNOWN, BOUNCED, MISSED = 0.03, 0.004, 0.01, 0.004
OWN = "hire@demo.example"
A_CHUNK = 20_000
# What people wrote in their own language.
WORDS = {
    "vi": (
        "Tôi muốn được ra công trường nhiều hơn để học việc.",
        "Mọi người trong công ty rất tốt bụng. Tiếng Nhật chuyên ngành vẫn khó.",
        "Tôi chưa hiểu rõ bảng lương, mong có người giải thích.",
        "Công việc thú vị nhưng tăng ca hơi nhiều vào cuối tháng.",
    ),
    "id": (
        "Saya ingin lebih banyak belajar di lapangan.",
        "Rekan kerja baik, tetapi istilah teknis masih sulit.",
        "Saya ingin tahu kapan bisa mengambil cuti untuk pulang.",
        "Senang bekerja di sini, pembimbing saya sabar.",
    ),
}
# How likely each trouble is named, in a hundred answers.
TROUBLES = {
    "a_unpaid": 1.2,
    "a_harass": 0.9,
    "a_illegal_work": 1.5,
    "a_unwell": 2.0,
    "a_talk": 2.5,
    "a_leaving": 3.0,
    "a_fee": 0.4,
    "a_injury": 0.3,
    "a_passport": 0.2,
    "a_violence": 0.1,
}


@dataclass
class _Story:
    """What happened to one hire's follow-ups."""

    placement: Placement
    facts: Facts
    deliveries: dict[Key, Delivery] = field(default_factory=dict)
    answers: dict[Key, Answered] = field(default_factory=dict)
    mood: float = 0.7

    def journal(self) -> Journal:
        return Journal(tuple(self.deliveries.values()), tuple(self.answers.values()))


def make_responses(random: Random, placements: Sequence[Placement], now: datetime) -> None:
    """Contacts, answers and tasks of all hires; inside `writing()`. hire@demo.example has an open survey that is due now."""
    programme = newest_programme()
    if programme is None:
        return
    by_rules = rules_of(programme).for_audience("hire")
    people = _people(placements)
    addresses = _give_addresses(random, people)
    _agree(placements, people)
    own = session().scalar(select(User.person_id).where(User.email == OWN))
    waves = {wave.key: wave.id for wave in programme.waves}
    instruments = {wave.key: wave.instrument_id for wave in programme.waves}
    versions = {
        version.instrument_id: (version.id, parse(version.definition))
        for version in session().scalars(select(InstrumentVersion).order_by(InstrumentVersion.number))
    }
    made = _Rows(_next_id(Contact), _next_id(Response))
    for placement in placements:
        person = people[placement.person_id]
        story = _story(random, placement, person, addresses.get(person.id, ""), own, by_rules, now)
        planned = plan(story.facts, by_rules, calendar(), now=now, journal=story.journal())
        ids: dict[Key, int] = {}
        for contact in planned:
            ids[contact.key] = made.next_contact
            made.contacts.append(_row(made.next_contact, waves[contact.key.wave], contact, story, now))
            made.next_contact += 1
        made.tasks.extend(_tasks(random, planned, story, ids, now))
        late = {contact.key for contact in planned if contact.state is State.LATE}
        for key, answered in story.answers.items():
            version_id, form = versions[instruments[key.wave]]
            made.responses.append(
                {
                    "id": made.next_response,
                    "public_id": new_public_id(),
                    "contact_id": ids[key],
                    "instrument_version_id": version_id,
                    "language": person.language,
                    "mode": ResponseMode.PHONE if random.random() < 0.03 else ResponseMode.SELF,
                    "state": ResponseState.SUBMITTED if answered.submitted_at else ResponseState.BEGUN,
                    "begun_at": answered.begun_at or now,
                    "submitted_at": answered.submitted_at,
                    "late": key in late,
                }
            )
            made.answers.extend(_answers(random, form, story, person, made.next_response, answered, now))
            made.next_response += 1
        if len(made.answers) > A_CHUNK:
            made.write()
    made.write()


@dataclass
class _Rows:
    """What is made and not written yet; written in chunks, so that a large demonstration fits into memory."""

    next_contact: int
    next_response: int
    contacts: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    def write(self) -> None:
        for table, rows in (
            (Contact, self.contacts),
            (FollowUpTask, self.tasks),
            (Response, self.responses),
            (Answer, self.answers),
        ):
            if rows:
                session().execute(insert(table), rows)
                rows.clear()
        _let_numbers_go_on()


def _let_numbers_go_on() -> None:
    """Rows were given their numbers here; PostgreSQL's own counting must go on behind them."""
    if database().is_sqlite:
        return
    for table in ("contact", "response"):
        session().execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608 - our own table names
        )


def _next_id(table: type[Contact] | type[Response]) -> int:
    return (session().scalar(select(table.id).order_by(table.id.desc()).limit(1)) or 0) + 1


def _people(placements: Sequence[Placement]) -> dict[int, Person]:
    wanted = sorted({placement.person_id for placement in placements})
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found.update(
            {person.id: person for person in session().scalars(select(Person).where(Person.id.in_(some)))}
        )
    return found


def _give_addresses(random: Random, people: dict[int, Person]) -> dict[int, str]:
    """Most hires have an address; those with an account keep theirs."""
    addresses: dict[int, str] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        points = select(ContactPoint.person_id, ContactPoint.value).where(
            ContactPoint.person_id.in_(some), ContactPoint.kind == PointKind.MAIL
        )
        addresses.update({row.person_id: row.value for row in session().execute(points)})
    new = []
    for person_id in wanted:
        if person_id in addresses or random.random() < WITHOUT_ADDRESS:
            continue
        addresses[person_id] = f"hire-{person_id:06d}@demo.example"
        new.append(
            {
                "person_id": person_id,
                "kind": PointKind.MAIL,
                "value": addresses[person_id],
                "verified_at": people[person_id].created_at,
                "priority": 1,
            }
        )
    if new:
        session().execute(insert(ContactPoint), new)
    return addresses


def _agree(placements: Sequence[Placement], people: dict[int, Person]) -> None:
    """Every hire said yes when the programme came to know of them."""
    load_consent_texts()
    words = newest_words(Purpose.FOLLOW_UP, "en")
    texts = {
        text_row.language: text_row
        for text_row in session().scalars(
            select(ConsentText).where(
                ConsentText.purpose == words.purpose,
                ConsentText.country == words.country,
                ConsentText.version == words.version,
            )
        )
    }
    since: dict[int, date] = {}
    for placement in placements:
        earlier = since.get(placement.person_id, placement.registered_on)
        since[placement.person_id] = min(earlier, placement.registered_on)
    rows = [
        {
            "public_id": new_public_id(),
            "person_id": person_id,
            "purpose": Purpose.FOLLOW_UP,
            "recipient_kind": RecipientKind.OPERATOR,
            "recipient_ref": "",
            "country": words.country,
            "consent_text_id": texts[people[person_id].language].id,
            "words_hash": hash_of(texts[people[person_id].language].body),
            "given_at": datetime.combine(day, time(8), ZoneInfo("Asia/Tokyo")),
            "way": "page",
        }
        for person_id, day in sorted(since.items())
    ]
    session().execute(insert(Consent), rows)


def _story(
    random: Random,
    placement: Placement,
    person: Person,
    address: str,
    own: int | None,
    by_rules: Rules,
    now: datetime,
) -> _Story:
    about = Known(
        person=person,
        address=address,
        paused_since=None,
        opt_outs=(),
        wants_reminders=True,
        refused=(),
        placements=(placement,),
        contacts=(),
        responses=(),
    )
    story = _Story(
        placement, facts_of(placement, about, now), mood=min(1.0, max(0.1, random.gauss(0.72, 0.18)))
    )
    is_own = person.id == own
    for contact in plan(story.facts, by_rules, calendar(), now=now):
        # Seen without any history, all that could have gone is missed or due just now.
        if contact.due_at is None or contact.due_at > now:
            continue
        if contact.state is State.MISSED_BY_US or (contact.state is State.PLANNED and contact.next_send_at):
            _invite(random, story, contact, now, is_own=is_own)
    _remind(random, story, by_rules, now)
    return story


def _invite(random: Random, story: _Story, contact: PlannedContact, now: datetime, *, is_own: bool) -> None:
    key, chance = contact.key, 0.5 if is_own else random.random()
    sent_at = contact.due_at or now
    is_open = contact.closes_at > now
    if not is_open and chance < MISSED:
        return
    outcome = Outcome.SENT
    if MISSED <= chance < MISSED + BOUNCED:
        outcome = Outcome.BOUNCED
    elif MISSED + BOUNCED <= chance < MISSED + BOUNCED + UNKNOWN:
        outcome = Outcome.UNKNOWN
    story.deliveries[key] = Delivery(key, sent_at, outcome)
    if outcome is not Outcome.SENT or (is_own and is_open):
        return
    if random.random() >= ANSWERING:
        if random.random() < 0.06:
            story.answers[key] = Answered(
                key.subject, key.wave, key.sequence, _after(random, sent_at, 5, now)
            )
        return
    # Half answer to the invitation, the others after a reminder.
    begun_at = sent_at + timedelta(
        hours=random.uniform(0.2, 60) if random.random() < 0.55 else random.uniform(75, 500)
    )
    submitted_at = begun_at + timedelta(minutes=random.uniform(3, 14))
    if submitted_at < now:
        story.answers[key] = Answered(key.subject, key.wave, key.sequence, begun_at, submitted_at)


def _after(random: Random, instant: datetime, days: int, now: datetime) -> datetime:
    return min(instant + timedelta(hours=random.uniform(1, days * 24)), now - timedelta(minutes=1))


def _remind(random: Random, story: _Story, by_rules: Rules, now: datetime) -> None:
    """Reminders and calls whose time came before the answer did."""
    for contact in plan(story.facts, by_rules, calendar(), now=now, journal=story.journal()):
        key = contact.key
        if key.kind is Kind.INVITATION or contact.due_at is None or contact.due_at > now:
            continue
        per_round = next(
            len(wave.reminder_days if key.kind is Kind.REMINDER else wave.call_days)
            for wave in by_rules.waves
            if wave.name == key.wave
        )
        answered = story.answers.get(
            key._replace(kind=Kind.INVITATION, sequence=(key.sequence - 1) // per_round)
        )
        if (
            answered is not None
            and answered.submitted_at is not None
            and answered.submitted_at <= contact.due_at
        ):
            continue
        if contact.due_at < contact.closes_at and contact.state is not State.NOT_APPLICABLE:
            story.deliveries[key] = Delivery(key, contact.due_at, Outcome.SENT)


def _row(
    contact_id: int, wave_id: int, contact: PlannedContact, story: _Story, now: datetime
) -> dict[str, Any]:
    delivery = story.deliveries.get(contact.key)
    row = {
        "id": contact_id,
        "public_id": new_public_id(),
        "placement_id": story.placement.id,
        "wave_id": wave_id,
        "kind": ContactKind(contact.key.kind.value),
        "sequence": contact.key.sequence,
        "anchor_on": contact.anchor_on,
        "open_on": contact.open_on,
        "due_on": contact.due_on,
        "close_on": contact.close_on,
        "opens_at": contact.opens_at,
        "closes_at": contact.closes_at,
        "due_at": contact.due_at,
        "next_send_at": contact.next_send_at,
        "resume_on": contact.resume_on,
        "zone": contact.zone,
        "state": ContactState(contact.state.value),
        "reason": contact.reason or "",
        "mail_id": None,
        "outcome": delivery.outcome if delivery else None,
        "given_at": delivery.at if delivery else None,
        "sent_at": delivery.at if delivery else None,
        "released_at": None,
    }
    row["check_at"] = next_look(Contact(**row), now)
    return row


def _tasks(
    random: Random, planned: Sequence[PlannedContact], story: _Story, ids: dict[Key, int], now: datetime
) -> Iterable[dict[str, Any]]:
    """What staff had to look at; what is older than six weeks has been seen to."""
    calls = [
        (contact.key, TaskKind.CALL)
        for contact in planned
        if contact.key.kind is Kind.CALL and contact.key in story.deliveries
    ]
    others = [
        (action.key, TaskKind(action.task.value))
        for action in decide(planned, story.deliveries.values(), now)
        if action.task is not None and action.task.value != TaskKind.CALL
    ]
    by_key = {contact.key: contact for contact in planned}
    for key, kind in (*calls, *others):
        contact = by_key[key]
        raised_at = min(now, contact.closes_at if kind is TaskKind.MISSED_BY_US else contact.due_at or now)
        is_old = now - raised_at > timedelta(days=42) or random.random() < 0.3
        yield {
            "public_id": new_public_id(),
            "placement_id": story.placement.id,
            "contact_id": ids[key],
            "kind": kind,
            "raised_at": raised_at,
            "done_at": min(now, raised_at + timedelta(days=random.uniform(0.5, 5))) if is_old else None,
            "done_by_ref": "",
        }


def _answers(
    random: Random,
    form: Form,
    story: _Story,
    person: Person,
    response_id: int,
    answered: Answered,
    now: datetime,
) -> Iterable[dict[str, Any]]:
    """Plausible answers, walked through as a person does; who only began stops somewhere."""
    given: dict[str, str] = {}
    at = answered.begun_at or now
    asked = 0
    stops_after = random.randrange(1, 6) if answered.submitted_at is None else 1_000
    for item in form.items:
        if asked >= stops_after:
            break
        if item not in visible_items(form, given):
            continue
        value, words = _value(random, item, story.mood, person.language)
        if answered.submitted_at is None and item.alerts and alerts_of(form, {**given, item.name: value}):
            value = ""
        asked += 1
        at = at + timedelta(seconds=random.randrange(8, 40))
        if not value and not words:
            continue
        given[item.name] = value or words
        reserved = value if value in item.reserved else ""
        yield {
            "response_id": response_id,
            "item": item.name,
            "value": None if words or reserved else value.split(),
            "reserved": reserved,
            "words": vault.seal(words) if words else None,
            "answered_at": min(at, answered.submitted_at or now),
        }


def _value(random: Random, item: Item, mood: float, language: str) -> tuple[str, str]:
    """A value, or words; both empty where the question is left open."""
    if item.type in (ItemType.SHORT_TEXT, ItemType.LONG_TEXT):
        known = WORDS.get(language, ())
        return "", random.choice(known) if known and random.random() < 0.12 else ""
    if item.reserved and random.random() < 0.02:
        return str(random.choice(item.reserved)), ""
    if item.type not in WITH_CHOICES:
        return "", ""
    values = [choice.value for choice in item.choices]
    if item.type is ItemType.MULTIPLE and any(rule.level is Level.RED for rule in item.alerts):
        named = [value for value in values if random.random() * 100 < TROUBLES.get(value, 0) * (1.6 - mood)]
        return " ".join(named or [choice.value for choice in item.choices if choice.alone]), ""
    if item.type is ItemType.MULTIPLE:
        several = [choice.value for choice in item.choices if not choice.alone]
        wanted = min(len(several), max(item.least or 1, random.choice((1, 1, 2))), item.most or len(several))
        chosen = set(random.sample(several, wanted))
        return " ".join(value for value in values if value in chosen), ""
    if item.type is ItemType.SCALE:
        place = round(random.gauss(mood, 0.2) * (len(values) - 1))
        return values[min(len(values) - 1, max(0, place))], ""
    # Single choices lead with what is usual.
    weights = [max(0.3, 3 - place) for place in range(len(values))]
    return random.choices(values, weights=weights)[0], ""
