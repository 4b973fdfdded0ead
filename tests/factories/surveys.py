"""Hires who are asked, and the keys in their mails."""

from datetime import date, datetime
import re
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind as PointKind
from recruit.cases.actions import load_help_lines
from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER
from recruit.organisations.models import Organisation
from recruit.placements.events import PlacementBroughtIn
from recruit.placements.models import Placement
from recruit.surveys import following
from recruit.surveys.actions import load_shipped
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactKind
from tests.factories import placements
from tests.mail import Outbox

KEY = re.compile(r"/s/([\w-]{30,})")


def load() -> None:
    """Questionnaires, the programme and the help lines."""
    with writing():
        load_shipped(clock.now())
        load_help_lines(clock.now())


def make_hire(
    *,
    starts_on: date = date(2026, 11, 18),
    address: str = "binh@hires.example",
    user: User | None = None,
    employer: Organisation | None = None,
    **named: Any,
) -> Placement:
    """A hire whose contacts are planned. In Japan, with an address unless `address` is empty."""
    load()
    with writing() as rows:
        placement = placements.add_placement(
            starts_on=starts_on,
            employer=employer,
            person=user.person if user else None,
            **named,
        )
        if user is None:
            placement.person.zone, placement.person.country_now = "Asia/Tokyo", "JP"
            if address:
                rows.add(
                    ContactPoint(
                        person_id=placement.person_id, kind=PointKind.MAIL, value=address, priority=1
                    )
                )
        rows.flush()
        following.plan_again(PlacementBroughtIn(placement_id=placement.id, by=WORKER, now=clock.now()))
    return placement


def contact_of(
    placement: Placement, wave: str, kind: ContactKind = ContactKind.INVITATION, sequence: int = 0
) -> Contact:
    """One contact, as it stands now."""
    found = session().scalars(
        select(Contact)
        .where(Contact.placement_id == placement.id, Contact.kind == kind, Contact.sequence == sequence)
        .execution_options(populate_existing=True)
    )
    return next(contact for contact in found if contact.wave.key == wave)


def states_of(placement: Placement) -> dict[str, str]:
    """State and reason of every invitation, by wave."""
    rows = session().scalars(
        select(Contact)
        .where(Contact.placement_id == placement.id, Contact.kind == ContactKind.INVITATION)
        .order_by(Contact.id)
        .execution_options(populate_existing=True)
    )
    return {row.wave.key: f"{row.state} {row.reason}".strip() for row in rows}


def keys_in(outbox: Outbox) -> list[str]:
    """Hand over what is due; the keys in those mails."""
    found = []
    for mail in outbox.hand_over():
        body = mail.get_body(("plain",))
        assert body is not None
        found.extend(KEY.findall(body.get_content())[:1])
    return found


def day(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text)
