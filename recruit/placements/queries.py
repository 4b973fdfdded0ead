"""Reads of hires. An employer sees its own people; staff see all; a person sees the own spells."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.fairs.models import Meeting, Timetable
from recruit.fairs.rules import MAY_BE_ANSWERED, TimetableState
from recruit.messages.kinds import Params
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.models import Confirmation, Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind, PlacementSource, PlacementState
from recruit.web.tables import Page, keyset_page


def _whole() -> Select[Placement]:
    return select(Placement).options(
        joinedload(Placement.person), joinedload(Placement.employer).selectinload(Organisation.texts)
    )


def fair_where_they_met(student_id: int, company_id: int, before: datetime) -> str:
    """The address of the last fair at which the two had a conversation; "" where they met elsewhere."""
    slug = session().scalar(
        select(Event.slug)
        .join(Timetable, Timetable.fair_id == Event.id)
        .join(Meeting, Meeting.timetable_id == Timetable.id)
        .where(
            Meeting.student_id == student_id,
            Meeting.company_id == company_id,
            Meeting.state.in_(MAY_BE_ANSWERED),
            Timetable.state == TimetableState.PUBLISHED,
            Event.starts_at < before,
        )
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(1)
    )
    return slug or ""


def placement_for(visitor: Visitor, public_id: str) -> Placement:
    """One hire: for staff who see to hires, for members of the employer, and for the person. Raises Missing for everybody else."""
    found = session().scalar(
        _whole().options(selectinload(Placement.facts)).where(Placement.public_id == public_id)
    )
    if found is None or not (
        visitor.sees_hires
        or (visitor.acts_for("company") and found.employer_id == visitor.acting_organisation_id)
        or (visitor.person_id is not None and found.person_id == visitor.person_id)
    ):
        raise Missing
    return found


def placement_of_mail(params: Params) -> Placement:
    """The hire that a mail is about. Who may read the mail was settled when it was queued."""
    found = session().scalar(select(Placement).where(Placement.public_id == params["placement"]))
    if found is None:
        raise Missing
    return found


def placements_of_company(visitor: Visitor) -> Sequence[Placement]:
    """The hires of the company the visitor acts for: who is expected, who works, who has left; each by start."""
    if not visitor.acts_for("company"):
        return []
    return (
        session()
        .scalars(
            _whole()
            .where(Placement.employer_id == visitor.acting_organisation_id)
            .order_by(
                case({state: place for place, state in enumerate(PlacementState)}, value=Placement.state),
                # Who begins next stands first; among the others, who began last.
                case((Placement.state == PlacementState.EXPECTED, Placement.planned_start_on)),
                func.coalesce(Placement.started_on, Placement.planned_start_on).desc(),
                Placement.id.desc(),
            )
        )
        .all()
    )


def placements_of_person(person_id: int) -> Sequence[Placement]:
    """A person's spells, the newest first."""
    return (
        session()
        .scalars(_whole().where(Placement.person_id == person_id).order_by(Placement.id.desc()))
        .all()
    )


def newest_live_placement(person_id: int) -> Placement | None:
    """The spell a person is in, or is about to begin."""
    return session().scalar(
        _whole()
        .where(
            Placement.person_id == person_id,
            Placement.state.in_([PlacementState.EXPECTED, PlacementState.WORKING, PlacementState.ON_LEAVE]),
        )
        .order_by(Placement.id.desc())
        .limit(1)
    )


def placements_for_staff(
    *,
    source_name: str = "",
    state: PlacementState | None = None,
    owes_answer_since: date | None = None,
    by_stay: ColumnElement[bool] | None = None,
    after: str | None = None,
) -> Page[Placement]:
    """All hires, newest first, by source and state; or only those about whom the employer should have answered before
    a day, or whose stay is such.
    """
    query = _whole()
    if by_stay is not None:
        query = query.where(by_stay)
    if owes_answer_since is not None:
        owed = select(Confirmation.id).where(
            Confirmation.placement_id == Placement.id,
            Confirmation.answered_at.is_(None),
            Confirmation.due_on < owes_answer_since,
        )
        query = query.where(owed.exists())
    if source_name:
        query = query.where(Placement.source_name == source_name)
    if state is not None:
        query = query.where(Placement.state == state)
    return keyset_page(query, by=[Placement.id], after=after, newest_first=True)


def sources_for_staff() -> Sequence[str]:
    """The names of the lists that hires were brought in from."""
    return (
        session()
        .scalars(
            select(Placement.source_name)
            .where(Placement.source == PlacementSource.IMPORT)
            .distinct()
            .order_by(Placement.source_name)
        )
        .all()
    )


def facts_known_by(placement_id: int, known_at: datetime) -> Sequence[PlacementFact]:
    """What was known of a hire at an instant, in the order in which it became known."""
    return (
        session()
        .scalars(
            select(PlacementFact)
            .where(PlacementFact.placement_id == placement_id, PlacementFact.known_at <= known_at)
            .order_by(PlacementFact.known_at, PlacementFact.id)
        )
        .all()
    )


def open_confirmations_of(placement: Placement) -> Sequence[Confirmation]:
    """What the employer has been asked about one hire and has not answered. For who may see the hire."""
    return (
        session()
        .scalars(
            select(Confirmation)
            .where(Confirmation.placement_id == placement.id, Confirmation.answered_at.is_(None))
            .order_by(Confirmation.due_on, Confirmation.id)
        )
        .all()
    )


def newest_leave(placement: Placement) -> PlacementFact | None:
    """What was said last about a leave of absence."""
    return session().scalar(
        select(PlacementFact)
        .where(
            PlacementFact.placement_id == placement.id,
            PlacementFact.fact == PlacementFactKind.LEAVE,
            PlacementFact.confirmed.is_(True),
        )
        .order_by(PlacementFact.id.desc())
        .limit(1)
    )


def employers_known(placement: Placement) -> list[tuple[date, str]]:
    """Since when a spell has which employer (public id), in the order in which it became known. Empty before any transfer."""
    found = session().execute(
        select(PlacementFact.valid_on, PlacementFact.value)
        .where(PlacementFact.placement_id == placement.id, PlacementFact.fact == PlacementFactKind.EMPLOYER)
        .order_by(PlacementFact.id)
    )
    return [(since, employer) for since, employer in found]


def mail_addresses(person_id: int) -> list[str]:
    """Every address of a person: the own ones, the best first, then that of the sign-in."""
    own = session().scalars(
        select(ContactPoint.value)
        .where(
            ContactPoint.person_id == person_id,
            ContactPoint.kind == ContactKind.MAIL,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.priority, ContactPoint.id)
    )
    sign_in = session().scalars(select(User.email).where(User.person_id == person_id, User.active.is_(True)))
    return list(dict.fromkeys([*own, *sign_in]))


def possible_employers() -> Sequence[Organisation]:
    """The approved companies, for a transfer inside a group."""
    return (
        session()
        .scalars(
            select(Organisation)
            .options(selectinload(Organisation.texts))
            .where(
                Organisation.kind == OrganisationKind.COMPANY,
                Organisation.state == OrganisationState.APPROVED,
            )
            .order_by(Organisation.slug)
        )
        .all()
    )


def open_confirmations_of_company(visitor: Visitor) -> Sequence[Confirmation]:
    """What the company has been asked about its hires and has not answered."""
    return (
        session()
        .scalars(
            select(Confirmation)
            .join(Placement, Placement.id == Confirmation.placement_id)
            .where(
                Placement.employer_id == (visitor.acting_organisation_id or 0),
                Confirmation.answered_at.is_(None),
            )
            .order_by(Confirmation.due_on, Confirmation.id)
        )
        .all()
    )
