"""What hires differ in, beside what every figure knows of them: one statement a kind, however many hires there are."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.events.models import Event
from recruit.organisations.models import Company, Organisation
from recruit.organisations.rules import Support
from recruit.placements.models import Placement
from recruit.retention.comparing.rules import By
from recruit.retention.queries import Hire, start_year
from recruit.students.models import Education, LanguageResult, Student
from recruit.students.rules import PREFECTURES_OF, JlptLevel, LanguageTest

_REGION_OF = {
    prefecture: region for region, prefectures in PREFECTURES_OF.items() for prefecture in prefectures
}
NO_TEST, WITH, WITHOUT = "no_test", "with", "without"


def values_of(hires: Sequence[Hire], by: By, support: Support = Support.MENTOR) -> dict[str, str]:
    """The group of each hire, by its public id; "" where nothing is known."""
    if by is By.COUNTRY:
        return {hire.public_id: hire.country for hire in hires}
    if by is By.SIZE:
        return {hire.public_id: str(hire.size or "") for hire in hires}
    if by is By.START_YEAR:
        return {hire.public_id: str(start_year(hire) or "") for hire in hires}
    found = _READ[by](support)
    return {hire.public_id: found.get(hire.public_id, "") for hire in hires}


def _fairs(_support: Support) -> dict[str, str]:
    rows = session().execute(
        select(Placement.public_id, Placement.fair_slug).where(Placement.fair_slug != "")
    )
    return {row.public_id: row.fair_slug for row in rows}


def _universities(_support: Support) -> dict[str, str]:
    """Where each studied last. A university of the platform goes by its address, another by the name that was typed."""
    rows = session().execute(
        select(Placement.public_id, Organisation.slug, Education.university_name)
        .join(Student, Student.person_id == Placement.person_id)
        .join(Education, Education.student_id == Student.id)
        .outerjoin(Organisation, Organisation.id == Education.university_id)
        # The newest is read last and stays.
        .order_by(func.coalesce(Education.graduates_on, date(1900, 1, 1)), Education.id)
    )
    return {public_id: slug or name for public_id, slug, name in rows}


def _regions(_support: Support) -> dict[str, str]:
    rows = session().execute(
        select(Placement.public_id, Company.prefecture)
        .join(Company, Company.organisation_id == Placement.employer_id)
        .where(Company.prefecture.is_not(None))
    )
    return {public_id: str(_REGION_OF[prefecture]) for public_id, prefecture in rows if prefecture}


def _japanese(_support: Support) -> dict[str, str]:
    """The best JLPT level that somebody had on the first working day. Who has a profile without one had passed none."""
    began = func.coalesce(Placement.started_on, Placement.planned_start_on)
    rows = session().execute(
        select(Placement.public_id, LanguageResult.level)
        .join(Student, Student.person_id == Placement.person_id)
        .outerjoin(
            LanguageResult,
            and_(
                LanguageResult.student_id == Student.id,
                LanguageResult.language == "ja",
                LanguageResult.test == LanguageTest.JLPT,
                or_(LanguageResult.taken_on.is_(None), LanguageResult.taken_on <= began),
            ),
        )
        .order_by(Placement.id, LanguageResult.id)
    )
    order = [str(level) for level in JlptLevel]
    found: dict[str, str] = {}
    for public_id, level in rows:
        before = found.setdefault(public_id, NO_TEST)
        if level in order and (before == NO_TEST or order.index(level) < order.index(before)):
            found[public_id] = level
    return found


def _supported(support: Support) -> dict[str, str]:
    rows = session().execute(
        select(Placement.public_id, Company.support).join(
            Company, Company.organisation_id == Placement.employer_id
        )
    )
    return {public_id: WITH if str(support) in (offered or ()) else WITHOUT for public_id, offered in rows}


_READ = {
    By.FAIR: _fairs,
    By.UNIVERSITY: _universities,
    By.REGION: _regions,
    By.JAPANESE: _japanese,
    By.SUPPORT: _supported,
}


def things_of(by: By, values: Sequence[str]) -> Mapping[str, Event | Organisation]:
    """The fairs or universities that the values are addresses of, with their texts; empty for every other kind."""
    if by is By.UNIVERSITY:
        found = session().scalars(
            select(Organisation)
            .options(selectinload(Organisation.texts))
            .where(Organisation.slug.in_(values), Organisation.slug != "")
            .order_by(Organisation.id)
        )
        return {organisation.slug: organisation for organisation in found}
    if by is By.FAIR:
        events = session().scalars(
            select(Event)
            .options(selectinload(Event.texts))
            .where(Event.slug.in_(values), Event.slug != "")
            .order_by(Event.id)
        )
        return {event.slug: event for event in events}
    return {}


def within(hires: Sequence[Hire], wanted: Mapping[By, str]) -> list[Hire]:
    """The hires that belong to every group named."""
    kept = list(hires)
    for by, value in wanted.items():
        groups = values_of(kept, by)
        kept = [hire for hire in kept if groups[hire.public_id] == value]
    return kept
