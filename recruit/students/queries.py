"""Reads of student profiles. Whether an organisation may see a student is answered by disclosures alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from recruit.accounts.consents import countries_of
from recruit.accounts.consents.queries import in_words_of_today
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.rules import Purpose
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import Sighting
from recruit.core.text import search_words
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students.models import BusyTime, Disclosure, Education, Experience, Student
from recruit.students.rules import (
    JAPANESE_TESTS,
    LICENCES,
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    LanguageTest,
    ProfileFacts,
    ProfilePart,
    Skill,
    widest,
)
from recruit.web.tables import Page, keyset_page

Row = TypeVar("Row", Education, Experience, BusyTime)

_WHOLE = (
    selectinload(Student.educations),
    selectinload(Student.language_results),
    selectinload(Student.skills),
    selectinload(Student.experiences),
)
_CARD = (selectinload(Student.educations), selectinload(Student.language_results))


def student_of_person(person_id: int | None) -> Student | None:
    """The profile of a person, for reactions and actions. No question is asked here about who may."""
    return session().scalar(select(Student).where(Student.person_id == person_id).options(*_WHOLE))


def own_student(visitor: Visitor) -> Student | None:
    """The visitor's own profile; None before it is opened."""
    return student_of_person(visitor.person_id) if visitor.person_id else None


def own_education(visitor: Visitor, public_id: str) -> Education:
    """One of the visitor's own educations."""
    return _own(Education, visitor, public_id)


def own_experience(visitor: Visitor, public_id: str) -> Experience:
    """One of the visitor's own experiences."""
    return _own(Experience, visitor, public_id)


def own_busy_time(visitor: Visitor, public_id: str) -> BusyTime:
    """One of the visitor's own busy times."""
    return _own(BusyTime, visitor, public_id)


def _own(kind: type[Row], visitor: Visitor, public_id: str) -> Row:
    found = session().scalar(
        select(kind)
        .join(Student, Student.id == kind.student_id)
        .where(kind.public_id == public_id, Student.person_id == visitor.person_id)
    )
    if found is None:
        raise Missing
    return found


def licence_numbers(visitor: Visitor, student: Student) -> dict[Skill, str]:
    """The numbers of a student's licences: for the student, and for an organisation at which the student has applied."""
    if visitor.person_id != student.person_id or visitor.person_id is None:
        if not _takes_part(visitor):
            return {}
        applied = _live(visitor.acting_organisation_id).where(
            Disclosure.student_id == student.id, Disclosure.reason == DisclosureReason.APPLICATION
        )
        if session().scalar(applied.with_only_columns(Disclosure.id).limit(1)) is None:
            return {}
    return {row.skill: vault.unseal(row.licence_sealed) for row in student.skills if row.licence_sealed}


def main_education(student: Student) -> Education | None:
    """The education that counts: the one that ends last."""
    found = sorted(student.educations, key=lambda one: (one.graduates_on or date.min, one.id or 0))
    return found[-1] if found else None


def facts_of(student: Student) -> ProfileFacts:
    """What the rules of completeness look at."""
    education = main_education(student)
    results, skills = student.language_results, student.skills
    there = {
        ProfilePart.NAME_PASSPORT: student.name_passport,
        ProfilePart.NAME_LOCAL: student.name_local,
        ProfilePart.CALL_NAME: student.call_name,
        ProfilePart.KATAKANA: student.katakana and student.katakana_confirmed,
        ProfilePart.BORN_ON: student.born_on,
        ProfilePart.UNIVERSITY: education and (education.university_id or education.university_name),
        ProfilePart.MAJOR: education and education.major,
        ProfilePart.MAJOR_LOCAL: education and education.major_local,
        ProfilePart.GRADUATES_ON: education and education.graduates_on,
        ProfilePart.JAPANESE: any(
            one.test in JAPANESE_TESTS or (one.test is LanguageTest.OTHER and one.language == "ja")
            for one in results
        ),
        ProfilePart.SKILLS: skills,
        ProfilePart.WISHES: student.wished_work,
        ProfilePart.SPEAKING: any(one.test is LanguageTest.JAPANESE_OWN_VIEW for one in results),
        ProfilePart.SKILL_LEVELS: skills and all(one.level or one.skill in LICENCES for one in skills),
        ProfilePart.EXPERIENCE: student.experiences,
        ProfilePart.ABOUT: student.about,
    }
    return ProfileFacts(parts=frozenset(part for part, value in there.items() if value))


def known_universities() -> Sequence[Organisation]:
    """The universities a student may choose from, by country and address."""
    return (
        session()
        .scalars(
            select(Organisation)
            .where(
                Organisation.kind == OrganisationKind.UNIVERSITY,
                Organisation.state.in_(
                    (OrganisationState.LISTED, OrganisationState.APPLIED, OrganisationState.APPROVED)
                ),
            )
            .order_by(Organisation.country.desc(), Organisation.slug)
        )
        .all()
    )


def partner_of(student: Student) -> Organisation | None:
    """The student's own university, where it takes part and reads abroad, in a country for which there are words."""
    education = main_education(student)
    university = education.university if education else None
    if university is None or university.state not in (OrganisationState.LISTED, OrganisationState.APPROVED):
        return None
    return university if university.country in countries_of(Purpose.PARTNER_ABROAD) else None


def partner_disclosures(organisation_id: int | None) -> Select[Any]:
    """The students who let this university see how their applications stand, in the words of today."""
    return (
        select(Disclosure.student_id)
        .join(Consent, Consent.public_id == Disclosure.consent_ref)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(
            Disclosure.organisation_id == organisation_id,
            Disclosure.reason == DisclosureReason.PARTNER,
            Disclosure.until_at.is_(None),
            Consent.withdrawn_at.is_(None),
            in_words_of_today(Purpose.PARTNER_ABROAD),
        )
    )


# ------------------------------------------------------------------------------------------------ who may see whom


def _live(organisation_id: int | None) -> Select[Any]:
    """The disclosures that hold for an organisation."""
    return select(Disclosure).where(
        Disclosure.organisation_id == organisation_id, Disclosure.until_at.is_(None)
    )


def _takes_part(visitor: Visitor) -> bool:
    """An organisation that is not (or no longer) approved sees nobody. A listed university may confirm its students."""
    states = {str(OrganisationState.APPROVED), str(OrganisationState.LISTED)}
    return visitor.acting is not None and str(visitor.acting.organisation_state) in states


def seen_scope(visitor: Visitor, student: Student) -> DisclosureScope | None:
    """How much of this student the visitor's organisation sees; None for nothing."""
    if not _takes_part(visitor):
        return None
    rows = session().scalars(_live(visitor.acting_organisation_id).where(Disclosure.student_id == student.id))
    return widest(row.scope for row in rows)


def disclosures_seen(visitor: Visitor, student: Student) -> Sequence[Disclosure]:
    """What the visitor's organisation is shown of this student, and why; empty for nothing."""
    if not _takes_part(visitor):
        return []
    live = _live(visitor.acting_organisation_id).where(Disclosure.student_id == student.id)
    return session().scalars(live.order_by(Disclosure.id)).all()


def refs_seen(visitor: Visitor, students: Iterable[Student]) -> frozenset[str]:
    """Whose pages open for the visitor's organisation, of these students, by public id."""
    by_id = {student.id: student.public_id for student in students}
    if not by_id or not _takes_part(visitor):
        return frozenset()
    rows = session().scalars(_live(visitor.acting_organisation_id).where(Disclosure.student_id.in_(by_id)))
    return frozenset(by_id[row.student_id] for row in rows)


def scope_shown_to(student: Student, organisation_id: int) -> DisclosureScope | None:
    """How much the student shows to this organisation."""
    rows = session().scalars(_live(organisation_id).where(Disclosure.student_id == student.id))
    return widest(row.scope for row in rows)


def may_see(visitor: Visitor, student: Student, scope: DisclosureScope = DisclosureScope.CARD) -> bool:
    """Whether the visitor may see that much: the student, staff, and organisations with a live disclosure."""
    if visitor.person_id is not None and visitor.person_id == student.person_id:
        return True
    if visitor.is_coordinator:
        return True
    seen = seen_scope(visitor, student)
    return seen is not None and widest((seen, scope)) is seen


@dataclass(frozen=True)
class SeenStudent:
    """A student as an organisation sees one: how much, and why."""

    student: Student
    scope: DisclosureScope
    reasons: tuple[DisclosureReason, ...]

    @property
    def shows_profile(self) -> bool:
        return self.scope is not DisclosureScope.CARD


def seen_of(students: Iterable[Student], rows: Iterable[Disclosure]) -> list[SeenStudent]:
    """These students with how much of each the live disclosures show; who is in none of them is left out."""
    by_student: dict[int, list[Disclosure]] = {}
    for row in rows:
        by_student.setdefault(row.student_id, []).append(row)
    seen = []
    for student in students:
        held = by_student.get(student.id, [])
        scope = widest(row.scope for row in held)
        if scope is not None:
            reasons = tuple(dict.fromkeys(row.reason for row in held))
            seen.append(SeenStudent(student, scope, reasons))
    return seen


def seen_whole(students: Iterable[Student]) -> list[SeenStudent]:
    """These students as staff see them: whole, for no reason of the student's."""
    return [SeenStudent(student, DisclosureScope.DOCUMENTS, ()) for student in students]


def student_for_company(visitor: Visitor, public_id: str) -> SeenStudent:
    """A student whom the visitor's company may see."""
    student = session().scalar(select(Student).where(Student.public_id == public_id).options(*_WHOLE))
    if student is None or not visitor.acts_for("company") or not _takes_part(visitor):
        raise Missing
    rows = session().scalars(
        _live(visitor.acting_organisation_id)
        .where(Disclosure.student_id == student.id)
        .order_by(Disclosure.id)
    )
    seen = seen_of([student], rows)
    if not seen:
        raise Missing
    return seen[0]


# ------------------------------------------------------------------------------------------------ universities


def educations_seen_by_desk(visitor: Visitor) -> Select[Any]:
    """What students study at the university the visitor acts for, as far as they show it that they do."""
    if not visitor.acts_for("university") or not _takes_part(visitor):
        raise Missing
    live = _live(visitor.acting_organisation_id).where(Disclosure.student_id == Education.student_id)
    return (
        select(Education)
        .where(Education.university_id == visitor.acting_organisation_id, live.exists())
        .options(joinedload(Education.student))
    )


def educations_of_university(
    visitor: Visitor, *, confirmed: Confirmed | None, words: str, after: str | None
) -> Page[Education]:
    """The university's own students, newest first."""
    query = educations_seen_by_desk(visitor).join(Student, Student.id == Education.student_id)
    if confirmed is not None:
        query = query.where(Education.confirmed == confirmed)
    return keyset_page(_found_by(query, words), by=[Education.id], after=after, newest_first=True)


def educations_named(visitor: Visitor, refs: Collection[str]) -> Sequence[Education]:
    """These of the university's own educations, by public id; what is not its own is left out."""
    query = educations_seen_by_desk(visitor).where(Education.public_id.in_(refs))
    return session().scalars(query.order_by(Education.id)).all()


def education_of_university(visitor: Visitor, student_ref: str) -> Education:
    """What this student studies at the visitor's university; the last, where there are two."""
    found = session().scalar(
        educations_seen_by_desk(visitor)
        .join(Student, Student.id == Education.student_id)
        .where(Student.public_id == student_ref)
        .order_by(Education.graduates_on.desc(), Education.id.desc())
        .limit(1)
    )
    if found is None:
        raise Missing
    return found


# ------------------------------------------------------------------------------------------------ staff


def _found_by(query: Select[Any], words: str) -> Select[Any]:
    for token in search_words(words):
        query = query.where(Student.search_key.like(f"% {token}%"))
    return query


def student_for_staff(visitor: Visitor, public_id: str) -> Student:
    if not visitor.is_coordinator:
        raise Missing
    found = session().scalar(select(Student).where(Student.public_id == public_id).options(*_WHOLE))
    if found is None:
        raise Missing
    return found


# ------------------------------------------------------------------------------------------------ who sees me


@dataclass(frozen=True)
class SeenBy:
    """An organisation that sees, or saw, a student."""

    organisation: Organisation
    rows: tuple[Disclosure, ...]
    looked_at: datetime | None

    @property
    def scope(self) -> DisclosureScope | None:
        return widest(row.scope for row in self.rows)

    @property
    def since(self) -> datetime:
        return min(row.from_at for row in self.rows)

    @property
    def until(self) -> datetime | None:
        ends = [row.until_at for row in self.rows]
        return None if None in ends else max(end for end in ends if end is not None)

    @property
    def reasons(self) -> tuple[DisclosureReason, ...]:
        return tuple(dict.fromkeys(row.reason for row in self.rows))


def who_sees(visitor: Visitor, *, live: bool) -> list[SeenBy]:
    """The organisations that see the visitor's own profile (or, with `live` false, no longer do), newest first. Those that see
    it at a fair alone are left to the fair (`fairs.queries.seen_by`): they may be very many.
    """
    other = aliased(Disclosure)
    not_by_fair_alone = (
        select(other.id)
        .where(
            other.student_id == Disclosure.student_id,
            other.organisation_id == Disclosure.organisation_id,
            other.reason != DisclosureReason.FAIR,
        )
        .exists()
    )
    rows = session().scalars(
        select(Disclosure)
        .join(Student, Student.id == Disclosure.student_id)
        .where(Student.person_id == visitor.person_id, not_by_fair_alone)
        .options(joinedload(Disclosure.organisation))
        .order_by(Disclosure.id.desc())
    )
    grouped: dict[int, list[Disclosure]] = {}
    for row in rows:
        grouped.setdefault(row.organisation_id, []).append(row)
    looks = _looks_at(visitor.person_ref)
    found = []
    for held in grouped.values():
        now_live = [row for row in held if row.until_at is None]
        shown = now_live if live else held
        if bool(now_live) is live:
            organisation = held[0].organisation
            found.append(SeenBy(organisation, tuple(shown), looks.get(organisation.public_id)))
    return found


def _looks_at(person_ref: str) -> dict[str, datetime]:
    """When each organisation last opened the page about this person."""
    rows = session().execute(
        select(Sighting.organisation_ref, func.max(Sighting.at))
        .where(Sighting.person_ref == person_ref, Sighting.what == "profile")
        .group_by(Sighting.organisation_ref)
    )
    return {key: value for key, value in rows}  # noqa: C416 - a row is no pair to a type checker
