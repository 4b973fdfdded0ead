"""What an event asks, and what is known of the visitor about it."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.events.eligibility import rules
from recruit.events.eligibility.rules import Audience, Conditions, Reader
from recruit.events.models import Event
from recruit.events.rules import EventRefusal, needs_profile
from recruit.postings.rules import japanese_of
from recruit.postings.rules.fit import JapaneseFrom
from recruit.students.models import Student
from recruit.students.rules import Major


def conditions_of(event: Event) -> Conditions:
    """What this event asks; fairs are for students, whatever else is asked."""
    return Conditions(
        audience=Audience.STUDENTS if needs_profile(event.kind) else event.audience,
        countries=tuple(event.study_countries),
        graduation_from=event.graduation_from,
        graduation_to=event.graduation_to,
        japanese=event.lowest_japanese,
        fields=tuple(Major(one) for one in event.study_fields),
    )


def asks_nothing(event: Event, conditions: Conditions) -> bool:
    """Whether everybody may come. That a fair needs a profile is asked by itself, with its own way on."""
    return conditions.is_empty or (needs_profile(event.kind) and not conditions.asks_of_studies)


def reader_of(visitor: Visitor) -> Reader:
    """What the visitor's own profile and organisations say."""
    student = session().scalar(
        select(Student)
        .options(selectinload(Student.educations), selectinload(Student.language_results))
        .where(Student.person_id == visitor.person_id)
    )
    is_company = any(one.organisation_kind == "company" for one in visitor.memberships)
    if student is None:
        return Reader(is_company=is_company)
    educations = student.educations
    japanese = japanese_of(
        (one.test, one.level, one.cefr) for one in student.language_results if one.language == "ja"
    )
    return Reader(
        is_student=True,
        is_company=is_company,
        countries=frozenset(one.university.country for one in educations if one.university),
        has_other_university=any(one.university is None and one.university_name for one in educations),
        graduation_years=frozenset(one.graduates_on.year for one in educations if one.graduates_on),
        japanese=None if japanese.read_from is JapaneseFrom.NOTHING else japanese.level,
        fields=frozenset(one.major for one in educations if one.major),
    )


def why_not_come(event: Event, visitor: Visitor) -> EventRefusal | None:
    """Why the visitor may not sign up; no statement where everybody may."""
    conditions = conditions_of(event)
    if asks_nothing(event, conditions):
        return None
    return rules.why_not_come(conditions, reader_of(visitor))
