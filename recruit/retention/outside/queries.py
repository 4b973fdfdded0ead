"""Reads for what is shown outside. A company reads the names of its own people; everything else comes out of releases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.organisations.models import Company, Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.models import Placement
from recruit.placements.rules import EmployerSize
from recruit.retention.disclosure.actions import mark_of
from recruit.retention.disclosure.models import FigureRelease
from recruit.retention.disclosure.queries import EVERYBODY
from recruit.retention.outside.models import StayingShown
from recruit.retention.outside.rules import Stay
from recruit.retention.queries import Hire, size_of
from recruit.students.models import Education, Student
from recruit.students.queries import partner_disclosures


def name_for_everybody(organisation_ref: str) -> str:
    """Under which name it is kept what everybody is shown of a company."""
    return f"stays-{organisation_ref}"


def stays_of(hires: Iterable[Hire]) -> dict[str, Stay]:
    """The employments that have begun, by the public id of the hire."""
    return {
        hire.public_id: Stay(
            mark_of(hire.public_id),
            hire.employer,
            hire.record.start,
            hire.record.last_working_day,
            hire.record.registered,
        )
        for hire in hires
        if hire.record is not None
    }


def own_stays(placements: Iterable[Placement]) -> list[Stay]:
    """The same out of the rows of a company's own hires."""
    return [
        Stay(one.public_id, one.employer_id, one.started_on, one.last_working_day, one.registered_on)
        for one in placements
        if one.started_on is not None
    ]


@dataclass(frozen=True)
class Reader:
    """An organisation to which figures are released. `size` and `supports` are those of a company."""

    id: int
    public_id: str
    size: EmployerSize | None = None
    supports: tuple[str, ...] = ()


def companies() -> list[Reader]:
    """The approved companies, in one statement."""
    rows = session().execute(
        select(
            Organisation.id,
            Organisation.public_id,
            Company.capital_yen,
            Company.staff_count,
            Company.support,
        )
        .join(Company, Company.organisation_id == Organisation.id)
        .where(Organisation.state == OrganisationState.APPROVED)
        .order_by(Organisation.id)
    )
    return [
        Reader(row.id, row.public_id, size_of(row.capital_yen, row.staff_count), tuple(row.support or ()))
        for row in rows
    ]


def others_of_size(organisation_id: int, size: EmployerSize) -> list[int]:
    """The other approved companies of a size, in one statement."""
    return [one.id for one in companies() if one.id != organisation_id and one.size is size]


def universities() -> list[Reader]:
    """The approved universities, in one statement."""
    rows = session().execute(
        select(Organisation.id, Organisation.public_id)
        .where(
            Organisation.kind == OrganisationKind.UNIVERSITY, Organisation.state == OrganisationState.APPROVED
        )
        .order_by(Organisation.id)
    )
    return [Reader(row.id, row.public_id) for row in rows]


def unnamed_graduates(university_id: int) -> set[int]:
    """Whoever studied there and does not let the university read by name how they are doing: persons."""
    return set(
        session().scalars(
            select(Student.person_id)
            .join(Education, Education.student_id == Student.id)
            .where(
                Education.university_id == university_id,
                Student.id.not_in(partner_disclosures(university_id)),
            )
        )
    )


def own_company(organisation_id: int) -> Company | None:
    """The profile of the company somebody acts for."""
    return session().scalar(select(Company).where(Company.organisation_id == organisation_id))


def agreed() -> set[int]:
    """The companies that let everybody read how many of their people stay."""
    return set(session().scalars(select(StayingShown.organisation_id)))


def agrees(organisation_id: int) -> bool:
    found = select(StayingShown.id).where(StayingShown.organisation_id == organisation_id)
    return session().scalar(found) is not None


def newest_of(viewer: str) -> Mapping[str, FigureRelease]:
    """What this reader is shown now, by the name of the table, in one statement."""
    rows: Sequence[FigureRelease] = (
        session()
        .scalars(select(FigureRelease).where(FigureRelease.viewer == viewer).order_by(FigureRelease.id))
        .all()
    )
    return {row.what: row for row in rows}


def shown_of_company(organisation: Organisation) -> FigureRelease | None:
    """What everybody is shown of a company that agrees, in one statement."""
    return session().scalar(
        select(FigureRelease)
        .join(StayingShown, StayingShown.organisation_id == organisation.id)
        .where(
            FigureRelease.what == name_for_everybody(organisation.public_id),
            FigureRelease.viewer == EVERYBODY,
        )
        .order_by(FigureRelease.id.desc())
        .limit(1)
    )


def offering(readers: Iterable[Reader], support: str) -> set[int]:
    """The companies that offer something."""
    return {reader.id for reader in readers if support in reader.supports}


def values_in(rows: Mapping[str, FigureRelease], name: str) -> Mapping[str, Any]:
    """What a table says, empty where it was not released."""
    return rows[name].shown if name in rows else {}
