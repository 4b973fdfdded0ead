"""Words that stand nowhere else, in the answers of hires, and who gets to read them: what the sweep for leaks looks with.

The questionnaires get a version whose choices are called by such words, hires of every employer hand in answers to every
question of it (the actions do, as the pages would), a rule finds something in them and opens a case.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
import io
import json
import logging
import re
from typing import Any
import zipfile

from flask.testing import FlaskClient
from sqlalchemy import LargeBinary, Table as SqlTable, cast as as_text, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON, String, Text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from recruit.cases.jobs import raise_alerts
from recruit.cases.models import Alert, Case
from recruit.core import clock, vault
from recruit.core.db import Base, writing
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.students.models import Education, Student
from recruit.surveys.actions import answering
from recruit.surveys.coding.models import OpenAnswer
from recruit.surveys.forms import Item, ItemType
from recruit.surveys.models import Contact, InstrumentVersion, Response, SurveyLink, Wave
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.queries.answering import hash_of, newest_version, survey_of_contact
from recruit.surveys.rules import ContactKind, ContactState, ResponseState
from recruit.web import pdf
from tests.house.matrix import Matrix
from tests.house.rights import whose
from tests.house.samples import SAMPLES
from tests.house.things import Thing

# Every word begins so. Letters alone: nothing escapes them and no page has them by chance.
CANARY = "kanarizq"
FOUND = re.compile(rf"{CANARY}[a-z]*", re.IGNORECASE)
KEY = "the-key-of-the-hire-whose-answers-nobody-may-read"
EVERY_WAVE_OF = ("owner", "other_company")


def word(number: int) -> str:
    """A word of its own for every number.

    >>> word(0), word(27)
    ('kanarizqa', 'kanarizqbb')
    """
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return CANARY + letters


@dataclass
class Canaries:
    """Whose answers were planted (people and contacts by their ids), and every text by which an address could name them."""

    people: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)
    # Those of one hire: staff who may not read the answers try them at every address.
    of_one: list[str] = field(default_factory=list)
    employers: set[int] = field(default_factory=set)
    words: int = 0

    def next_word(self) -> str:
        self.words += 1
        return word(self.words)


def ask_hires(rows: Session, matrix: Matrix) -> Canaries:
    """One hire of every employer (of those of the cast also a graduate of the university) is asked; nobody has answered."""
    found = Canaries()
    acting = {kind: matrix.visitors[kind].acting_organisation_id for kind in (*EVERY_WAVE_OF, "university")}
    graduates = (
        select(Student.person_id)
        .join(Education, Education.student_id == Student.id)
        .where(Education.university_id == acting["university"])
    )
    working = (
        select(Placement).where(Placement.state == PlacementState.WORKING).order_by(Placement.id)
    ).where(Placement.employer_id.is_not(None))
    hires: dict[object, Placement] = {}
    for placement in rows.scalars(working):
        hires.setdefault(placement.employer_id, placement)
    graduate = rows.scalars(working.where(Placement.person_id.in_(graduates))).first()
    assert graduate is not None, "the demonstration has no graduate of its university who works"
    hires["graduate"] = graduate
    own = {acting[kind] for kind in EVERY_WAVE_OF}
    assert own <= hires.keys(), "the demonstration has no hire at a company of the cast"
    _rename_choices(rows, found)
    for who, placement in hires.items():
        found.people.append(placement.person_id)
        found.employers.add(placement.employer_id or 0)
        found.refs |= {placement.public_id, placement.person.public_id}
        with writing():
            asked = list(_contacts(rows, placement, everything=who == "graduate" or who in own))
        found.contacts += [contact.id for contact in asked]
        found.refs |= {contact.public_id for contact in asked}
    with writing():
        rows.add(
            SurveyLink(
                contact_id=found.contacts[0],
                token_hash=hash_of(KEY),
                expires_at=clock.now() + timedelta(days=90),
            )
        )
    found.refs |= set(rows.scalars(select(Student.public_id).where(Student.person_id.in_(found.people))))
    return found


def _contacts(rows: Session, placement: Placement, *, everything: bool) -> Iterator[Contact]:
    """Invitations that nobody has answered, sent off by staff now: whatever their days, they are open."""
    waves = rows.scalars(select(Wave).where(Wave.audience == "hire").order_by(Wave.id)).all()
    wanted = [wave for wave in waves if wave.key in ("m1", "exit")] if everything else []
    wanted = wanted or [wave for wave in waves if wave.key == "m1"]
    now = clock.now()
    for wave in wanted:
        contact = rows.scalar(
            select(Contact).where(
                Contact.placement_id == placement.id,
                Contact.wave_id == wave.id,
                Contact.kind == ContactKind.INVITATION,
            )
        )
        if contact is None:
            today = now.date()
            contact = Contact(
                placement_id=placement.id, wave_id=wave.id, kind=ContactKind.INVITATION, anchor_on=today,
                open_on=today, due_on=today, close_on=today + timedelta(days=14), zone="Asia/Tokyo",
            )  # fmt: skip
            rows.add(contact)
        contact.opens_at, contact.closes_at = now - timedelta(days=1), now + timedelta(days=14)
        contact.state, contact.outcome = ContactState.SENT, Outcome.SENT
        contact.released_at = contact.given_at = contact.sent_at = now
        rows.flush()
        # An answer of the demonstration stands aside: the hire is asked as for the first time.
        for response in rows.scalars(select(Response).where(Response.contact_id == contact.id)):
            response.state = ResponseState.WITHDRAWN
            response.contact_id = _spare(rows, contact)
        rows.flush()
        yield contact


def _spare(rows: Session, contact: Contact) -> int:
    other = Contact(
        placement_id=contact.placement_id, wave_id=contact.wave_id, kind=contact.kind, sequence=90,
        anchor_on=contact.anchor_on, open_on=contact.open_on, due_on=contact.due_on, close_on=contact.close_on,
        opens_at=contact.opens_at, closes_at=contact.closes_at, zone=contact.zone, state=ContactState.EXPIRED,
    )  # fmt: skip
    rows.add(other)
    rows.flush()
    return other.id


def _rename_choices(rows: Session, found: Canaries) -> None:
    with writing():
        for wave in rows.scalars(select(Wave).where(Wave.audience == "hire").order_by(Wave.id)).all():
            if wave.key not in ("m1", "exit"):
                continue
            version = newest_version(wave)
            rows.add(
                InstrumentVersion(
                    instrument_id=version.instrument_id,
                    number=version.number + 1,
                    definition=_renamed(version.definition, found),
                    hash=f"{wave.id:064d}",
                )
            )
    rows.expire_all()


def _renamed(part: Any, found: Canaries, *, is_choice: bool = False) -> Any:
    if isinstance(part, list):
        return [_renamed(one, found, is_choice=is_choice) for one in part]
    if not isinstance(part, dict):
        return part
    if is_choice and "value" in part:
        return part | {"label": dict.fromkeys(part["label"], found.next_word())}
    return {
        name: _renamed(value, found, is_choice=is_choice or name == "choices") for name, value in part.items()
    }


def answer_everything(rows: Session, found: Canaries) -> int:
    """Every hire answers every question and hands in; what the clock does afterwards is done. Gives how many answers."""
    answered = 0
    for contact_id in found.contacts:
        rows.expire_all()
        survey = survey_of_contact(rows.get_one(Contact, contact_id))
        done: set[str] = set()
        with writing():
            answering.begin(survey, language="vi", now=clock.now())
            while item := next(
                (one for one in survey.visible() if one.name not in done and one.type is not ItemType.NOTE),
                None,
            ):
                done.add(item.name)
                answering.answer(survey, item, _value(item, found), language="vi", now=clock.now())
            answering.submit(survey, now=clock.now())
        answered += len(done)
        assert survey.response is not None
        found.refs.add(survey.response.public_id)
        if contact_id == found.contacts[0]:
            placement = survey.contact.placement
            found.of_one += [survey.response.public_id, survey.contact.public_id, placement.public_id]
            found.of_one.append(placement.person.public_id)
    raise_alerts(clock.now())
    with writing():
        # What was written is told in Japanese beside it.
        for one in rows.scalars(select(OpenAnswer).order_by(OpenAnswer.id)).all():
            one.gloss = vault.seal(found.next_word())
    cases = select(Case.public_id).where(Case.person_id == found.people[0]).order_by(Case.id.desc()).limit(1)
    found.of_one += rows.scalars(cases).all()
    return answered


def _value(item: Item, found: Canaries) -> str:
    worrying = [value for alert in item.alerts for value in alert.values]
    if item.choices:
        return next((value for value in worrying), item.choices[0].value)
    if item.type is ItemType.NUMBER:
        return str(item.most if item.most is not None else item.least or 1)
    if item.type is ItemType.DATE:
        return clock.now().date().isoformat()
    return f"{found.next_word()} {found.next_word()}"


def open_alerts(rows: Session, found: Canaries) -> int:
    return rows.scalar(select(func.count()).select_from(Alert).where(Alert.person_id.in_(found.people))) or 0


# ------------------------------------------------------------------------------------------------ where they are looked for


def texts_of(body: bytes) -> Iterator[str]:
    """All texts in what was answered: packed files (sheets, archives) are opened, escapes of JSON undone."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield from texts_of(packed.read(name))
        return
    yield body.decode("utf-8", errors="ignore").replace("\r\n ", "")


def seen_in(body: bytes) -> set[str]:
    return {hit for text in texts_of(body) for hit in FOUND.findall(text)}


@dataclass
class Papers:
    """What would be set into papers: typeset text cannot be searched, what goes into it can."""

    data: list[str] = field(default_factory=list)

    def press(self, _source: str, data: Mapping[str, Any], *_more: object) -> bytes:
        self.data.append(json.dumps(data, ensure_ascii=False, default=str))
        return b"%PDF-1.7 " + self.data[-1].encode()

    def install(self, patch: Any) -> None:
        patch.setattr(pdf, "_set", self.press)


class Heard(logging.Handler):
    """Every line of the log, with everything that came along."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []
        self.lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += 1
        # The rows that SQLAlchemy would print are no log of ours: no handler of the product takes its debug lines.
        words = f"{record.getMessage()} {record.exc_text or record.exc_info or ''} {record.__dict__!r}"
        if FOUND.search(words):
            self.found.append(f"{record.name}: {words[:300]}")


def samples(rows: Session, matrix: Matrix) -> dict[str, dict[str, str]]:
    """Parts of addresses that no table of the policy gives."""
    found = {}
    for rule in matrix.roads("GET"):
        # Keys in mails open what they open to whoever holds them, and nobody here does.
        if rule.endpoint in SAMPLES and not callable(whose(rule.endpoint)) and "token" not in rule.arguments:
            with suppress(AssertionError):
                values = SAMPLES[rule.endpoint](rows)
                found[rule.endpoint] = {name: str(value) for name, value in values.items()}
    return found


def addresses(
    matrix: Matrix, rule: Rule, kind: str, refs: set[str], sampled: Mapping[str, dict[str, str]]
) -> list[str]:
    """Where a road leads for this visitor: to things of the hires first, own ones, others' and missing ones."""
    if not set(rule.arguments) - {"lang"}:
        return [matrix.address(rule, {})]
    found: list[str] = []
    owner, asks = whose(rule.endpoint), matrix.visitors[kind]
    if callable(owner):
        things = matrix.things(rule.endpoint)
        about = [one for one in things if refs & set(one.values.values())]
        own = [one for one in things if one.belongs_to(asks)]
        found += [matrix.address(rule, one.values) for one in _few(about, asks, own)]
    elif rule.endpoint in sampled:
        found.append(matrix.address(rule, sampled[rule.endpoint]))
    return found or [matrix.address(rule, {})]


def about(matrix: Matrix, rule: Rule, found: Canaries) -> list[str]:
    """The same road with everything that has an address about one of the hires."""
    names = set(rule.arguments) - {"lang"}
    return (
        [matrix.address(rule, {"public_id": ref}) for ref in found.of_one] if names == {"public_id"} else []
    )


def _few(about: Sequence[Thing], asks: Any, own: Sequence[Thing]) -> list[Thing]:
    mine = [one for one in about if one.belongs_to(asks)]
    others = [one for one in about if not one.belongs_to(asks)]
    return [*mine[:4], *others[:1], *[one for one in own if one not in mine][: 1 if mine else 2]]


def get(client: FlaskClient, matrix: Matrix, address: str) -> tuple[int, bytes]:
    """The whole answer; nothing that it wrote stays."""
    jar = client._cookies
    assert jar is not None
    cookies = dict(jar)
    savepoint = matrix.connection.begin_nested()
    answer: TestResponse = client.get(address)
    heads = "\n".join(
        f"{name}: {value}" for name, value in answer.headers if name != "Content-Security-Policy"
    )
    body = answer.get_data()
    answer.close()
    savepoint.rollback()
    jar.clear()
    jar.update(cookies)
    return answer.status_code, body if body[:2] == b"PK" else body + b"\n" + heads.encode()


def kept_in_the_clear(rows: Session) -> list[str]:
    """Tables in which a word of an answer stands unsealed. Their own questionnaires name the choices."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = _text_columns(table)
        if table.name == InstrumentVersion.__tablename__ or not columns:
            continue
        hit = or_(*(as_text(column, Text).ilike(f"%{CANARY}%") for column in columns))
        if rows.scalar(select(func.count()).select_from(table).where(hit)):
            found.append(table.name)
    return found


def _text_columns(table: SqlTable) -> list[Any]:
    return [column for column in table.columns if isinstance(column.type, String | Text | JSON | LargeBinary)]
