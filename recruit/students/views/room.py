"""The room of student profiles, and what its pages share."""

from typing import Any

from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.students import queries
from recruit.students.models import Student
from recruit.students.names import country_name, shown_name
from recruit.students.rules import WorkWish
from recruit.students.shown_facts import ShownFacts, facts_for
from recruit.students.words import REASON_FOR_COMPANY, VISIBILITY_FOR_STAFF
from recruit.web.gate import current_language, visitor
from recruit.web.room import Room

room = Room("students", __name__)


def chosen(kind: type[Any], typed: str | None) -> Any:
    """The member of an enum that an address names; None for anything else."""
    return kind(typed) if typed in set(kind) else None


def facts_shown(student: Student, *, whole: bool, as_staff: bool = False) -> ShownFacts:
    """What the reader of this page may see of a student."""
    return facts_for(visitor(), student, whole=whole, language=current_language(), as_staff=as_staff)


def about_students() -> dict[str, Any]:
    """What templates about students call."""
    return {
        "facts_shown": facts_shown,
        "shown_name": shown_name,
        "country_name": country_name,
        "main_education": queries.main_education,
        "name_in": name_in,
        "company_reason": REASON_FOR_COMPANY.get,
        "visible_to": VISIBILITY_FOR_STAFF.get,
        "work_wish": WorkWish,
        "prefecture": Prefecture,
    }
