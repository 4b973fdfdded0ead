"""Reads of one hire's plan, told who asks. Of answers only that and when they were handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.messages.models import Mail
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementFactKind
from recruit.surveys.models import Contact, ContactChange, FollowUpTask, Response
from recruit.surveys.rules import ResponseState


class Answered(NamedTuple):
    """When answers were begun and handed in; nothing of what they say."""

    begun_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True)
class HirePlan:
    """Everything about one hire's follow-ups, as rows. The mappings are by contact."""

    placement: Placement
    contacts: Sequence[Contact]
    changes: Mapping[int, Sequence[ContactChange]]
    answered: Mapping[int, Answered]
    tasks: Sequence[FollowUpTask]
    mails: Mapping[int, str]
    other_spells: Sequence[Placement]
    employers: Sequence[Organisation]


def plan_of(visitor: Visitor, public_id: str) -> HirePlan:
    """One hire's plan, for staff who see to hires. Raises Missing for everybody else."""
    if not visitor.sees_hires:
        raise Missing
    placement = session().scalar(
        select(Placement)
        .options(
            joinedload(Placement.person),
            joinedload(Placement.employer).selectinload(Organisation.texts),
            selectinload(Placement.facts),
        )
        .where(Placement.public_id == public_id)
    )
    if placement is None:
        raise Missing
    rows = session()
    contacts = rows.scalars(
        select(Contact)
        .where(Contact.placement_id == placement.id)
        .order_by(Contact.due_on, Contact.sequence, Contact.id)
    ).all()
    ids = [contact.id for contact in contacts]
    changes: dict[int, list[ContactChange]] = {}
    for change in rows.scalars(
        select(ContactChange).where(ContactChange.contact_id.in_(ids)).order_by(ContactChange.id)
    ):
        changes.setdefault(change.contact_id, []).append(change)
    answered = {
        contact_id: Answered(begun_at, submitted_at if state is ResponseState.SUBMITTED else None)
        for contact_id, begun_at, submitted_at, state in rows.execute(
            select(Response.contact_id, Response.begun_at, Response.submitted_at, Response.state).where(
                Response.contact_id.in_(ids)
            )
        )
    }
    tasks = rows.scalars(
        select(FollowUpTask).where(FollowUpTask.placement_id == placement.id).order_by(FollowUpTask.id)
    ).all()
    mail_ids = [contact.mail_id for contact in contacts if contact.mail_id is not None]
    mails = {
        row.id: row.public_id
        for row in rows.execute(select(Mail.id, Mail.public_id).where(Mail.id.in_(mail_ids)))
    }
    spells = rows.scalars(
        select(Placement)
        .where(Placement.person_id == placement.person_id, Placement.id != placement.id)
        .order_by(Placement.id)
    ).all()
    told = [fact.value for fact in placement.facts if fact.fact is PlacementFactKind.EMPLOYER]
    employers = rows.scalars(
        select(Organisation)
        .options(selectinload(Organisation.texts))
        .where(Organisation.public_id.in_(told))
        .order_by(Organisation.id)
    ).all()
    return HirePlan(placement, contacts, changes, answered, tasks, mails, spells, employers)
