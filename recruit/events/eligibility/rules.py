"""Who may come to an event, in plain Python.

What is asked is what somebody does or has learnt. Sex, religion, age and nationality are no conditions: there is no field for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from recruit.events.rules import EventRefusal
from recruit.postings.rules.codes import JapaneseLevel, japanese_level_at_least
from recruit.students.rules import Major

FIRST_YEAR, LAST_YEAR = 1980, 2100


class Audience(StrEnum):
    """Whom an event is for."""

    EVERYBODY = "everybody"
    STUDENTS = "students"
    COMPANIES = "companies"


class Condition(StrEnum):
    """One thing that is asked of who signs up."""

    AUDIENCE = "audience"
    COUNTRY = "country"
    GRADUATION = "graduation"
    JAPANESE = "japanese"
    FIELD = "field"


class Meets(StrEnum):
    """What is known of a reader about one condition."""

    YES = "yes"
    UNKNOWN = "unknown"
    # A university that is not in our list has no country here: nobody is kept out for that.
    UNCHECKED = "unchecked"
    NO = "no"


@dataclass(frozen=True)
class Conditions:
    """What an event asks. What is empty is not asked; all but the audience are asked of students alone."""

    audience: Audience = Audience.EVERYBODY
    countries: tuple[str, ...] = ()
    graduation_from: int | None = None
    graduation_to: int | None = None
    japanese: JapaneseLevel | None = None
    fields: tuple[Major, ...] = ()

    @property
    def asks_of_studies(self) -> bool:
        return bool(
            self.countries or self.graduation_from or self.graduation_to or self.japanese or self.fields
        )

    @property
    def is_empty(self) -> bool:
        """Whether anybody may come."""
        return self.audience is Audience.EVERYBODY and not self.asks_of_studies


@dataclass(frozen=True)
class Reader:
    """What is known of who wants to come. `None` and the empty set stand for what a profile does not say yet."""

    is_student: bool = False
    is_company: bool = False
    countries: frozenset[str] = frozenset()
    has_other_university: bool = False
    graduation_years: frozenset[int] = frozenset()
    japanese: JapaneseLevel | None = None
    fields: frozenset[Major] = frozenset()


def asked_conditions(conditions: Conditions) -> list[Condition]:
    """What there is to read, in the order of reading."""
    asked = {
        Condition.AUDIENCE: conditions.audience is not Audience.EVERYBODY,
        Condition.COUNTRY: bool(conditions.countries),
        Condition.GRADUATION: conditions.graduation_from is not None or conditions.graduation_to is not None,
        Condition.JAPANESE: conditions.japanese is not None,
        Condition.FIELD: bool(conditions.fields),
    }
    return [condition for condition, is_asked in asked.items() if is_asked]


def meets(condition: Condition, conditions: Conditions, reader: Reader) -> Meets:
    """Whether this reader meets one condition. Conditions about studies are met by who is no student."""
    if condition is Condition.AUDIENCE:
        return _met(
            {
                Audience.EVERYBODY: True,
                Audience.STUDENTS: reader.is_student,
                Audience.COMPANIES: reader.is_company,
            }[conditions.audience]
        )
    if not reader.is_student:
        return Meets.YES
    if condition is Condition.COUNTRY:
        found = _one_of(reader.countries, conditions.countries)
        return Meets.UNCHECKED if reader.has_other_university and found is not Meets.YES else found
    if condition is Condition.FIELD:
        return _one_of(reader.fields, conditions.fields)
    if condition is Condition.GRADUATION:
        first, last = conditions.graduation_from or FIRST_YEAR, conditions.graduation_to or LAST_YEAR
        return _one_of(reader.graduation_years, range(first, last + 1))
    if conditions.japanese is None:
        return Meets.YES
    if reader.japanese is None:
        return Meets.UNKNOWN
    return _met(japanese_level_at_least(reader.japanese, conditions.japanese))


def _met(is_met: bool) -> Meets:
    return Meets.YES if is_met else Meets.NO


def _one_of(own: Iterable[object], wanted: Iterable[object]) -> Meets:
    """One of several studies is enough."""
    have = set(own)
    return _met(bool(have & set(wanted))) if have else Meets.UNKNOWN


def why_not_come(conditions: Conditions, reader: Reader) -> EventRefusal | None:
    """Why this reader may not sign up, or None: what is not met stands before what is not yet known."""
    found = {meets(condition, conditions, reader) for condition in asked_conditions(conditions)}
    if Meets.NO in found:
        return EventRefusal.NOT_FOR_YOU
    return EventRefusal.PROFILE_SAYS_TOO_LITTLE if Meets.UNKNOWN in found else None


def why_not_conditions(conditions: Conditions) -> EventRefusal | None:
    """Why staff cannot ask this, or None."""
    first, last = conditions.graduation_from, conditions.graduation_to
    if first is not None and last is not None and last < first:
        return EventRefusal.YEARS_CROSSED
    if conditions.audience is Audience.COMPANIES and conditions.asks_of_studies:
        return EventRefusal.COMPANIES_DO_NOT_STUDY
    return None
