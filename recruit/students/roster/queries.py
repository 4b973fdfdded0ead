"""Reads of the university's desk: the list it goes through, its own students to compare with, and what it confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
import json
from typing import Any

from sqlalchemy import func, select

from recruit.accounts.models import Person, User
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students import rules as student_rules
from recruit.students.models import Education, Student
from recruit.students.queries import educations_seen_by_desk
from recruit.students.roster import rules
from recruit.students.roster.models import EducationMove, Roster
from recruit.students.roster.rules import BadLine, Column, LineFault, OwnStudent, RosterLine
from recruit.students.rules import Confirmed

Majors = Mapping[student_rules.Major, Sequence[str]]


def own_roster(visitor: Visitor, public_id: str, now: datetime) -> Roster:
    """A list of the university the visitor acts for, within its hour."""
    if not visitor.acts_for("university"):
        raise Missing
    found = session().scalar(
        select(Roster).where(
            Roster.public_id == public_id,
            Roster.organisation_id == visitor.acting_organisation_id,
            Roster.ends_at > now,
        )
    )
    if found is None:
        raise Missing
    return found


def sealed_words(roster: rules.Roster, otherwise: Confirmed) -> bytes:
    """What a list holds, as it is kept: sealed, and nothing of our own students in it."""
    whole = {
        "otherwise": otherwise,
        "lines": [
            [one.line, one.name, one.email, one.number, one.major, one.graduates, one.status]
            for one in roster.lines
        ],
        "bad": [[one.line, one.column, one.typed, one.fault, one.other_line] for one in roster.bad],
    }
    return vault.seal(json.dumps(whole, ensure_ascii=False))


def contents_of(row: Roster) -> tuple[rules.Roster, Confirmed]:
    """The list again, and what a line means that says nothing of its status."""
    whole: dict[str, Any] = json.loads(vault.unseal(row.sealed))
    lines = tuple(
        RosterLine(
            line=line,
            name=name,
            email=email,
            number=number,
            major=major,
            graduates=(graduates[0], graduates[1]) if graduates else None,
            status=Confirmed(status) if status else None,
        )
        for line, name, email, number, major, graduates, status in whole["lines"]
    )
    bad = tuple(
        BadLine(line, Column(column), typed, LineFault(fault), other_line)
        for line, column, typed, fault, other_line in whole["bad"]
    )
    return rules.Roster(lines, bad), Confirmed(whole["otherwise"])


def own_students(visitor: Visitor, majors: Majors) -> list[OwnStudent]:
    """Whom a list is compared with: those alone who say that they study at this university. One statement.

    `majors` are the words of each field of study in every language.
    """
    query = (
        educations_seen_by_desk(visitor)
        .join(Student, Student.id == Education.student_id)
        .join(User, User.person_id == Student.person_id)
        .with_only_columns(
            Education.public_id,
            Student.public_id,
            Student.name_passport,
            Student.name_local,
            User.email,
            Education.major,
            Education.major_local,
            Education.graduates_on,
            Education.confirmed,
        )
        .order_by(Education.id)
    )
    return [
        OwnStudent(
            education_ref=ref,
            student_ref=student_ref,
            names=tuple(dict.fromkeys(name for name in (local, passport) if name)),
            email=email,
            majors=(major_local, *(majors[major] if major else ())),
            graduates_on=graduates_on,
            confirmed=confirmed,
        )
        for ref, student_ref, passport, local, email, major, major_local, graduates_on, confirmed in (
            session().execute(query)
        )
    ]


@dataclass(frozen=True)
class Batch:
    """What one press confirmed or took back: how many, and of how many it still holds."""

    batch: str
    after: Confirmed
    at: datetime
    by: str
    holds_on: date | None
    changed: int
    standing: int


def batches(visitor: Visitor) -> list[Batch]:
    """The latest presses of this university's desk. Two statements."""
    if not visitor.acts_for("university"):
        raise Missing
    holds = Education.public_id.is_not(None) & (Education.confirmed == EducationMove.after)
    rows = session().execute(
        select(
            EducationMove.batch,
            EducationMove.after,
            func.max(EducationMove.at),
            func.max(EducationMove.by_ref),
            func.max(EducationMove.holds_on),
            func.count(),
            func.count(Education.id).filter(holds),
        )
        .outerjoin(
            Education,
            (Education.public_id == EducationMove.education_ref)
            & (Education.university_id == EducationMove.organisation_id),
        )
        .where(EducationMove.organisation_id == visitor.acting_organisation_id)
        .group_by(EducationMove.batch, EducationMove.after)
        .order_by(func.max(EducationMove.id).desc())
        .limit(rules.BATCHES_SHOWN)
    )
    found = [Batch(*row) for row in rows]
    names = _names_of({one.by for one in found})
    return [
        Batch(one.batch, one.after, one.at, names.get(one.by, ""), one.holds_on, one.changed, one.standing)
        for one in found
    ]


def _names_of(refs: set[str]) -> dict[str, str]:
    rows = session().execute(select(Person.public_id, Person.display_name).where(Person.public_id.in_(refs)))
    return {key: value for key, value in rows}  # noqa: C416 - a row is no pair to a type checker


def moves_of_batch(visitor: Visitor, batch: str) -> list[tuple[EducationMove, Education]]:
    """What one press changed and still holds, with the studies it holds of; none of another university."""
    if not visitor.acts_for("university"):
        raise Missing
    moves = session().scalars(
        select(EducationMove)
        .where(EducationMove.organisation_id == visitor.acting_organisation_id, EducationMove.batch == batch)
        .order_by(EducationMove.id)
    )
    by_ref = {move.education_ref: move for move in moves}
    if not by_ref:
        raise Missing
    seen = session().scalars(
        educations_seen_by_desk(visitor).where(Education.public_id.in_(by_ref)).order_by(Education.id)
    )
    return [(by_ref[one.public_id], one) for one in seen if one.confirmed is by_ref[one.public_id].after]


def newest_move_of(education: Education) -> EducationMove | None:
    """When this education was last confirmed or taken back, for the student whose it is and for the desk."""
    return session().scalar(
        select(EducationMove)
        .where(EducationMove.education_ref == education.public_id)
        .order_by(EducationMove.id.desc())
        .limit(1)
    )


def inviting_university(slug: str) -> Organisation:
    """A university that takes part, for whoever follows its link."""
    found = session().scalar(
        select(Organisation).where(
            Organisation.slug == slug,
            Organisation.kind == OrganisationKind.UNIVERSITY,
            Organisation.state.in_((OrganisationState.LISTED, OrganisationState.APPROVED)),
        )
    )
    if found is None:
        raise Missing
    return found


def own_university(visitor: Visitor) -> Organisation:
    """The university the visitor acts for."""
    found = session().get(Organisation, visitor.acting_organisation_id or 0)
    if found is None or not visitor.acts_for("university"):
        raise Missing
    return found
