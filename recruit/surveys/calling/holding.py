"""Which tasks to find somebody still say so, as conditions for the database: answered meanwhile, refused, reachable again."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind as WayKind
from recruit.core.db import session
from recruit.messages.models import AddressState
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementState
from recruit.surveys.calling.models import CallTry
from recruit.surveys.calling.rules import (
    HARMLESS_REASONS,
    TO_ANSWER,
    CallOutcome,
)
from recruit.surveys.models import Contact, FollowUpTask, Response
from recruit.surveys.rules import (
    FINDS_THE_PERSON,
    LATE_ANSWERS_FOR,
    RELEASED_STAYS_OPEN_FOR,
    ContactKind,
    ContactState,
    ResponseState,
    TaskKind,
)

PAGE_SIZE = 30


def still_holds(now: datetime) -> ColumnElement[bool]:
    """Whether a task that somebody is to be found still says so: not answered meanwhile, not refused, reachable by no mail."""
    about, invitation, found = aliased(Contact), aliased(Contact), aliased(Contact)
    hire = aliased(Placement)
    is_alive = ~exists().where(
        hire.id == FollowUpTask.placement_id,
        or_(
            hire.exit_kind == ExitKind.DEATH,
            hire.state == PlacementState.NEVER_STARTED,
            exists().where(
                PlacementFact.placement_id == hire.id, PlacementFact.fact == PlacementFactKind.DIED
            ),
        ),
    )
    takes_answers = or_(
        invitation.closes_at > now - LATE_ANSWERS_FOR,
        and_(
            invitation.released_at.is_not(None),
            invitation.given_at > now - RELEASED_STAYS_OPEN_FOR - LATE_ANSWERS_FOR,
        ),
    )
    waits_for_answer = (
        exists()
        .where(about.id == FollowUpTask.contact_id)
        .where(
            invitation.placement_id == about.placement_id,
            invitation.wave_id == about.wave_id,
            invitation.kind == ContactKind.INVITATION,
            or_(invitation.state.in_(TO_ANSWER), invitation.state == ContactState.EXPIRED),
            invitation.reason.in_(HARMLESS_REASONS | {"unfinished"}),
            takes_answers,
            ~exists().where(Response.contact_id == invitation.id, Response.state == ResponseState.SUBMITTED),
        )
    )
    said_no, said_yes = aliased(CallTry), aliased(CallTry)
    wants_no_calls = exists().where(
        said_no.placement_id == FollowUpTask.placement_id,
        said_no.outcome == CallOutcome.NO_CALLS,
        # Who asks to be called after that wants calls again.
        ~exists().where(
            said_yes.placement_id == said_no.placement_id,
            said_yes.outcome == CallOutcome.CALL_BACK,
            said_yes.at > said_no.at,
        ),
    )
    is_out_of_reach = exists().where(
        found.placement_id == FollowUpTask.placement_id,
        found.state.in_((ContactState.UNREACHABLE, ContactState.BOUNCED)),
        found.reason.in_(HARMLESS_REASONS),
        found.closes_at > now,
    )
    is_call = FollowUpTask.kind == TaskKind.CALL
    return and_(
        is_alive,
        case(
            (is_call, and_(waits_for_answer, ~wants_no_calls)),
            (FollowUpTask.kind == TaskKind.BOUNCED, and_(is_out_of_reach, ~_gets_mail())),
            else_=is_out_of_reach,
        ),
    )


def is_settled(now: datetime) -> ColumnElement[bool]:
    """An open task whose cause is gone."""
    return and_(FollowUpTask.kind.in_(FINDS_THE_PERSON), FollowUpTask.done_at.is_(None), ~still_holds(now))


def came_back(now: datetime) -> ColumnElement[bool]:
    """A task that was closed by itself, and whose cause is there again."""
    return and_(
        FollowUpTask.kind.in_(FINDS_THE_PERSON),
        FollowUpTask.done_at.is_not(None),
        FollowUpTask.done_by_ref == "",
        still_holds(now),
    )


def hires_to_settle(now: datetime) -> list[int]:
    """The hires with tasks that say something that no longer holds, or do not say what holds again."""
    return list(
        session().scalars(
            select(FollowUpTask.placement_id)
            .where(or_(is_settled(now), came_back(now)))
            .distinct()
            .order_by(FollowUpTask.placement_id)
        )
    )


def _gets_mail() -> ColumnElement[bool]:
    """Whether some address of the person takes mail."""
    is_paused = exists().where(
        AddressState.address == func.lower(ContactPoint.value),
        or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None)),
    )
    hire = aliased(Placement)
    return exists().where(
        hire.id == FollowUpTask.placement_id,
        ContactPoint.person_id == hire.person_id,
        ContactPoint.kind == WayKind.MAIL,
        ContactPoint.ended_at.is_(None),
        ~is_paused,
    )


def hires_to_find(kind: TaskKind, now: datetime) -> Select[int, datetime]:
    """The question how many hires stand in the list for this reason and since when, for who puts several questions at once."""
    return (
        select(func.count(FollowUpTask.placement_id.distinct()), func.min(FollowUpTask.raised_at))
        .join(Placement, Placement.id == FollowUpTask.placement_id)
        .join(Person, Person.id == Placement.person_id)
        .where(
            FollowUpTask.done_at.is_(None),
            FollowUpTask.kind == kind,
            Person.anonymised_at.is_(None),
            still_holds(now),
        )
    )
