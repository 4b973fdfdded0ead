"""What the solver is asked, out of the rows as they stand now."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.events.models import Registration
from recruit.events.rules import RegistrationState
from recruit.fairs.arranging import WishFact, instance_of
from recruit.fairs.interpreting import (
    LANGUAGE_OF_COUNTRY,
    LANGUAGES,
    Interpreter,
    Speaker,
    counts_of,
    language_between,
)
from recruit.fairs.models import Booth, Fair, FairInterpreter, FairPin, FairSlot, Unavailable, Wish
from recruit.fairs.rules import BoothState, Closing
from recruit.fairs.timetable.instance import Instance, Pin
from recruit.organisations.models import Organisation
from recruit.students.models import LanguageResult, Student


def wishes_that_count(fair_id: int) -> list[WishFact]:
    """Those of students with a seat and companies with a confirmed booth."""
    rows = session().execute(
        select(Wish.side, Student.public_id, Organisation.public_id, Wish.mark, Wish.rank)
        .join(Student, Student.id == Wish.student_id)
        .join(Organisation, Organisation.id == Wish.company_id)
        .join(
            Registration,
            (Registration.person_id == Student.person_id) & (Registration.event_id == Wish.fair_id),
        )
        .join(Booth, (Booth.fair_id == Wish.fair_id) & (Booth.company_id == Wish.company_id))
        .where(
            Wish.fair_id == fair_id,
            Registration.state == RegistrationState.SIGNED_UP,
            Booth.state == BoothState.CONFIRMED,
        )
        .order_by(Wish.id)
    )
    return [WishFact(*row) for row in rows]


def interpreters_of(fair_id: int) -> list[Interpreter]:
    """In the order in which they were written down."""
    rows = session().execute(
        select(FairInterpreter.id, FairInterpreter.language, FairInterpreter.away)
        .where(FairInterpreter.fair_id == fair_id)
        .order_by(FairInterpreter.id)
    )
    return [Interpreter(ref, language, frozenset(away)) for ref, language, away in rows]


def pins_of(fair_id: int) -> list[Pin]:
    rows = session().execute(
        select(Student.public_id, Organisation.public_id, FairPin.slot)
        .join(Student, Student.id == FairPin.student_id)
        .join(Organisation, Organisation.id == FairPin.company_id)
        .where(FairPin.fair_id == fair_id)
        .order_by(FairPin.id)
    )
    return [Pin(*row) for row in rows]


def build_instance(fair: Fair) -> Instance:
    """Wishes, tables, windows, interpreters and pins of now."""
    booths = (
        session()
        .execute(
            select(Organisation.public_id, Booth.tables, Booth.languages)
            .join(Booth, Booth.company_id == Organisation.id)
            .where(Booth.fair_id == fair.event_id, Booth.state == BoothState.CONFIRMED)
        )
        .all()
    )
    slots: dict[int, Closing | None] = {
        row[0]: row[1]
        for row in session().execute(
            select(FairSlot.number, FairSlot.closed)
            .where(FairSlot.fair_id == fair.event_id)
            .order_by(FairSlot.number)
        )
    }
    wishes = wishes_that_count(fair.event_id)
    interpreters = interpreters_of(fair.event_id)
    speaks = {ref: frozenset(languages) for ref, _tables, languages in booths}
    of_fair = select(Wish.student_id).where(Wish.fair_id == fair.event_id)
    speakers = speakers_among(Student.id.in_(of_fair)) if interpreters else {}
    between = {
        (wish.student, wish.company): language_between(
            speakers[wish.student], speaks.get(wish.company, frozenset())
        )
        for wish in wishes
        if wish.student in speakers
    }
    return instance_of(
        fair.event.slug,
        slots=len(slots),
        meetings_per_student=fair.meetings_per_student,
        tables={ref: tables for ref, tables, _languages in booths},
        wishes=wishes,
        closed=closed_slots(fair.event_id),
        breaks=frozenset(number for number, closed in slots.items() if closed),
        max_in_a_row=fair.max_in_a_row,
        languages={pair: language for pair, language in between.items() if language},
        interpreters=counts_of(interpreters, len(slots)),
        pinned=pins_of(fair.event_id),
    )


def with_pin(instance: Instance, pin: Pin) -> Instance:
    """The same question with one more conversation fixed; an older one of the same two gives way."""
    others: Iterable[Pin] = (
        one for one in instance.pinned if (one.student, one.company) != (pin.student, pin.company)
    )
    return replace(instance, pinned=tuple(sorted((*others, pin))))


def closed_slots(fair_id: int) -> dict[str, frozenset[int]]:
    """Slots in which a student or a company cannot come."""
    closed: dict[str, set[int]] = {}
    for student_ref, company_ref, slot in session().execute(
        select(Student.public_id, Organisation.public_id, Unavailable.slot)
        .outerjoin(Student, Student.id == Unavailable.student_id)
        .outerjoin(Organisation, Organisation.id == Unavailable.company_id)
        .where(Unavailable.fair_id == fair_id)
    ):
        closed.setdefault(student_ref or company_ref, set()).add(slot)
    return {ref: frozenset(slots) for ref, slots in closed.items()}


def speakers_among(condition: ColumnElement[bool]) -> dict[str, Speaker]:
    """By student, of those that a condition on students names. Whose country says nothing is taken at the language of the account."""
    among = select(Student.id).where(condition)
    levels: dict[int, set[str]] = {}
    for student_id, level, cefr in session().execute(
        select(LanguageResult.student_id, LanguageResult.level, LanguageResult.cefr).where(
            LanguageResult.language == "ja", LanguageResult.student_id.in_(among)
        )
    ):
        levels.setdefault(student_id, set()).update(str(one) for one in (level, cefr) if one)
    rows = session().execute(
        select(Student.id, Student.public_id, Student.nationality, Person.language)
        .join(Person, Person.id == Student.person_id)
        .where(condition)
    )
    return {
        ref: Speaker(
            LANGUAGE_OF_COUNTRY.get(nationality, language if language in LANGUAGES else ""),
            frozenset(levels.get(student_id, ())),
        )
        for student_id, ref, nationality, language in rows
    }
