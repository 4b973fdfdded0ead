"""What the service knows about a hire when a questionnaire is opened, in the words of `forms.facts`. Nothing of it is stored."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.organisations.models import Company
from recruit.placements.models import Placement
from recruit.postings.models import PostingVersion
from recruit.postings.rules import Content, HousingKind, PostingItem, item as posting_item
from recruit.students.models import Student
from recruit.students.rules import ExperienceKind, LanguageTest
from recruit.surveys.forms import Facts, Instrument
from recruit.surveys.forms.facts import FACTS, size_of
from recruit.surveys.models import Contact

_FROM_COMPANY = (HousingKind.COMPANY_FLAT, HousingKind.DORMITORY)
_LEVELS = ("N5", "N4", "N3", "N2", "N1")


def facts_for(form: Instrument, contact: Contact) -> Facts:
    """The facts about the person of this invitation; nothing is read for a questionnaire that asks for none."""
    if not any(item.show_if_known for item in form.items):
        return {}
    placement = contact.placement
    content = position_of(placement)
    company = session().get(Company, placement.employer_id) if placement.employer_id else None
    return {
        # An added point asks the questionnaire of one that ships, and so its questions.
        "wave": contact.wave.instrument.key.removeprefix("hire_"),
        "country": _country(placement.country),
        "has_position": "yes" if content is not None else "no",
        "company_housing": _housing(content),
        "company_size": size_of(company.staff_count if company else None),
    } | _of_student(placement)


def position_of(placement: Placement) -> Content | None:
    """The position as it was published when the person was hired; None where there was none."""
    if placement.posting_version_id is None:
        return None
    return session().get_one(PostingVersion, placement.posting_version_id).content


def _country(code: str) -> str:
    return (code if code in FACTS["country"] else "other") if code else ""


def _housing(content: Content | None) -> str:
    said = posting_item(content, PostingItem.HOUSING) if content is not None else None
    return ("yes" if said.get("kind") in _FROM_COMPANY else "no") if said else ""


def _of_student(placement: Placement) -> dict[str, str]:
    student = session().scalar(
        select(Student)
        .options(selectinload(Student.experiences), selectinload(Student.language_results))
        .where(Student.person_id == placement.person_id)
    )
    if student is None:
        return {}
    start = placement.started_on or placement.planned_start_on
    levels = [
        result.level
        for result in student.language_results
        if result.test is LanguageTest.JLPT
        and result.level in _LEVELS
        and (start is None or result.taken_on is None or result.taken_on <= start)
    ]
    had_job = any(experience.kind is ExperienceKind.JOB for experience in student.experiences)
    return {
        "first_job": "no" if had_job else "yes",
        # Without a result nobody knows the level: there are people who speak well and never sat a test.
        "japanese_at_start": max(levels, key=_LEVELS.index).lower() if levels else "",
    }
