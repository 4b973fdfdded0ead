"""Every table says what becomes of what it holds about a person, and erasing leaves no word of theirs behind."""

from datetime import datetime
from importlib import import_module
import io
import json
import logging
import re

from flask import Flask
import pytest
from sqlalchemy import JSON, LargeBinary, String, Table, Text, cast, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
from recruit.accounts.models import Person, User
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.rules import Law, RequestKind, RequestState
from recruit.accounts.rights import jobs as rights_jobs
from recruit.accounts.rights.rules import ErasedBecause
from recruit.cases.models import Case, CaseNote
from recruit.core import clock
from recruit.core.db import Base, Coded, session, writing
from recruit.core.errors import Missing
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.demo import load
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.placements.models import Placement
from recruit.registers import PRIVACY
from recruit.surveys.models import Answer, Contact, Response
from recruit.web.logs import JsonLines

MODULES = (*PRIVACY, *(module.__name__ for module in personal_data.BY_REFERENCE))
NOBODY = "Holds no person."
# Words that stay when a person is erased, each with its reason. Everything else that can hold words must be empty.
STAYS = {
    "consent.recipient_ref": "a reference of an organisation",
    "disclosure.reason_ref": "a reference of what the disclosure came from",
    "placement.source_name": "the name of the list a hire came from",
    "placement.source_key": "the list's own number, so that the same list brings nobody back",
    "placement.channel": "how the hire came about, a code",
    "placement.fair_slug": "the address of a fair",
    "placement.exit_reason": "a code",
    "placement_fact.value": "a day or a code",
    "placement_fact.source": "the name of the list",
    "confirmation.answer": "a code",
    "contact.reason": "a code",
    "company_contact.reason": "a code",
    "company_answer.item": "the name of a question",
    "company_answer.reserved": "a code",
    "contact_change.reason": "a code",
    "answer.item": "the name of a question",
    "open_answer.item": "the name of a question",
    "open_answer.wave": "the name of a point",
    "alert.rule": "the name of a rule",
    "check_in.scan_id": "a random number",
    "check_in.result": "a code",
    "registration.reminded": "how often the event was moved, and the name of a step",
    "case_note.may_be_told_to": "a code",
    "mail.unique_key": "names the occasion by references",
    "mail.kind": "a code",
    "mail.subject_kind": "a code",
    "mail.zone": "a zone of the world's clocks",
    "mail.claimed_by": "the name of a worker",
    "mail.message_id": "a random number",
    "offer.zone": "a zone of the world's clocks",
    "contact.zone": "a zone of the world's clocks",
    "interview.zone": "a zone of the world's clocks",
    "person.zone": "a zone of the world's clocks",
    "consent.purpose": "a code",
    "consent.recipient_kind": "a code",
    "consent.way": "a code",
    "placement.employer_size": "a code",
    "answer.reserved": "a code",
    "case.about_kind": "a code",
}


def _said() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in MODULES:
        for table, words in import_module(name).TABLES.items():
            assert table not in found, f"{table} is named twice"
            found[table] = words
    return found


@pytest.mark.parametrize("name", PRIVACY)
def test_every_room_gives_out_and_takes_away(name: str) -> None:
    """One that cannot would stop the export and the erasure of everybody."""
    module = import_module(name)
    assert callable(module.export) and callable(module.erase)


def _names_people(table: Table) -> list[str]:
    """The columns by which rows of this table name a person."""
    return [
        column.name
        for column in table.columns
        if any(key.target_fullname == "person.id" for key in column.foreign_keys)
        or re.search(r"(^|_)(person|by|to)_ref$", column.name)
    ]


def test_every_table_says_what_becomes_of_it() -> None:
    assert set(_said()) == set(Base.metadata.tables)


@pytest.mark.parametrize("name", sorted(Base.metadata.tables))
def test_a_table_that_names_people_does_not_say_that_it_holds_none(name: str) -> None:
    table = Base.metadata.tables[name]
    if _said()[name] == NOBODY:
        assert _names_people(table) == []
        parents = {key.column.table.name for column in table.columns for key in column.foreign_keys}
        assert not parents & _about_people(), f"{name} hangs on a row about a person"


def _about_people() -> set[str]:
    """Tables whose rows are about one person: those that hang on a person, and those that hang on these."""
    found = {"person"}
    while True:
        more = {
            table.name
            for table in Base.metadata.tables.values()
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table.name in found and column.name not in _ACTORS
        }
        if more <= found:
            return found
        found |= more


# Columns that say who did something, not whom a row is about; and the parents that many people share.
_ACTORS = {"invited_by_id", "owner_id", "organiser_id", "mail_id", "meeting_id", "offer_id", "fair_id"}


def _ids_about(person: Person) -> dict[str, set[int]]:
    """The rows about one person, table by table, down every foreign key."""
    found: dict[str, set[int]] = {"person": {person.id}}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                parents = found.get(key.column.table.name)
                if parents and "id" in table.c and column.name not in _ACTORS:
                    rows = session().scalars(select(table.c.id).where(column.in_(parents)))
                    found.setdefault(table.name, set()).update(rows)
    mails = Base.metadata.tables["mail"]
    found["mail"] = set(session().scalars(select(mails.c.id).where(mails.c.to_ref == person.public_id)))
    return {name: ids for name, ids in found.items() if ids}


def _holds_words(table: Table) -> list[str]:
    """Columns into which somebody could have put words."""
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, LargeBinary | Text | String)
        and not isinstance(column.type, Coded)
        and not column.foreign_keys
        and not column.unique
        and (getattr(column.type, "length", None) or 999) >= 20
        and not column.name.endswith(("_ref", "_hash", "public_id", "_code"))
        and f"{table.name}.{column.name}" not in STAYS
    ]


MARK = "Nguyễn-1f7c"


def _somebody(whose: str) -> Person:
    """Somebody of the demonstration: by address, or whoever has answered in words, or has a case with notes."""
    by_column = {
        "case": select(Case.person_id).join(CaseNote, CaseNote.case_id == Case.id),
        "words": select(Placement.person_id)
        .join(Contact, Contact.placement_id == Placement.id)
        .join(Response, Response.contact_id == Contact.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(Answer.words.is_not(None)),
    }
    persons = by_column.get(whose, select(User.person_id).where(User.email == whose))
    return session().scalars(select(Person).where(Person.id.in_(persons)).order_by(Person.id).limit(1)).one()


def _mark_words_of(person: Person) -> list[tuple[Table, str, set[int]]]:
    """Put the mark wherever words could stand in the rows about this person; gives where."""
    marked = []
    for name, ids in _ids_about(person).items():
        table = Base.metadata.tables[name]
        for column in _holds_words(table):
            is_sealed = isinstance(table.c[column].type, LargeBinary)
            mark = f"{MARK}{person.id}@mail.example"[: getattr(table.c[column].type, "length", None)]
            change = (
                update(table)
                .where(table.c.id.in_(ids))
                .values({column: mark.encode() if is_sealed else mark})
            )
            session().execute(change.where(table.c[column].is_not(None)) if is_sealed else change)
            marked.append((table, column, ids))
    return marked


def _where_the_mark_stands() -> set[str]:
    """Every table is looked through, whoever its rows belong to: what was copied is found too."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if f"{table.name}.{column.name}" in STAYS:
                continue
            if isinstance(column.type, LargeBinary):
                values = session().scalars(select(column).where(column.is_not(None)))
                stands = any(MARK.encode() in value for value in values)
            elif isinstance(column.type, JSON | String | Text) and not isinstance(column.type, Coded):
                rows = select(column).where(cast(column, Text).contains(MARK, autoescape=True))
                stands = session().execute(rows.limit(1)).first() is not None
            else:
                continue
            if stands:
                found.add(f"{table.name}.{column.name}")
    return found


def _tell_others_about(persons: list[Person], now: datetime) -> None:
    """Mails to somebody else in which the names stand, as they are kept after they went."""
    for person in persons:
        session().add(
            Mail(
                kind="application_notice",
                to_address="hr@company.example",
                language="ja",
                zone="Asia/Tokyo",
                unique_key=f"about:{person.id}",
                queued_at=now,
                due_at=now,
                state=MailState.SENT,
                body=f"{person.display_name}さんから応募がありました。",
            )
        )
    session().flush()


def test_nobody_leaves_a_word_behind_and_everybody_can_take_theirs(
    app: Flask, db: Session, now: datetime
) -> None:
    load.load()
    persons = [_somebody(whose) for whose in ("hire@demo.example", "student@demo.example", "words", "case")]
    _exports_are_whole(persons[2], now)
    marked = []
    with writing():
        for person in persons:
            marked += _mark_words_of(person)
    db.expire_all()
    with writing():
        _tell_others_about(persons, now)
    assert "mail.body" in _where_the_mark_stands()
    db.expire_all()
    assert {"person", "user", "student", "application", "answer", "case_note"} <= {
        table.name for table, *_ in marked
    }
    refs = list(dict.fromkeys(person.public_id for person in persons))
    # Nor in what was logged meanwhile, whatever broke.
    logged = io.StringIO()
    handler, logger = logging.StreamHandler(logged), logging.getLogger()
    handler.setFormatter(JsonLines())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        for ref in refs:
            with writing():
                personal_data.erase(ref, because=ErasedBecause.ASKED, by=WORKER, now=now)
        _break_what_is_marked()
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert "broke on purpose" in logged.getvalue() and MARK not in logged.getvalue()
    # What was written to others about them follows by a job, as the certificate says.
    assert _where_the_mark_stands() == {"mail.body"}
    assert rights_jobs.forget_texts(now) == len(refs)
    db.expire_all()
    assert sorted(_where_the_mark_stands()) == []
    lines = db.scalars(select(AuditEntry.subject_ref).where(AuditEntry.action == "person.erased"))
    assert list(lines) == refs
    with pytest.raises(Missing), writing():
        personal_data.erase(refs[0], because=ErasedBecause.ASKED, by=WORKER, now=now)


def _break_what_is_marked() -> None:
    """A statement with words of a person breaks in the way a database tells most about: it is logged without them."""
    try:
        with writing() as rows:
            for _twice in range(2):
                rows.execute(
                    insert(DataRequest).values(
                        public_id=MARK[:22].ljust(22, "x"), name=MARK, address=MARK, language="vi", zone="UTC",
                        kind=RequestKind.ACCESS, law=Law.VIETNAM, state=RequestState.UNCONFIRMED, asked_at=clock.now(),
                        with_others=False,
                    )
                )  # fmt: skip
    except IntegrityError:
        logging.getLogger("recruit.tests").exception("broke on purpose")


def _exports_are_whole(person: Person, now: datetime) -> None:
    with writing():
        found = personal_data.export(person.public_id, by=WORKER, now=now)
    assert set(found) == {name.split(".")[1] for name in MODULES}
    assert found["placements"]["placements"][0]["facts"]
    assert found["surveys"]["answers"]
    plain = json.dumps(found, default=str, ensure_ascii=False)
    assert person.display_name in plain
    # No other person of the demonstration stands in it.
    others = session().scalars(select(User.email).where(User.person_id != person.id)).all()
    assert not [email for email in others if email in plain]
