"""Hires of the demonstration whom somebody should call: with numbers, and with what was tried already."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind as WayKind
from recruit.accounts.ways.rules import Messenger, Relation
from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.surveys.actions.contacts import raise_task
from recruit.surveys.calling.actions import settle
from recruit.surveys.calling.holding import hires_to_settle
from recruit.surveys.calling.models import CallTry
from recruit.surveys.calling.rules import CallOutcome
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactKind, ContactState, TaskKind

# Numbers that nobody has: too short for the net they seem to belong to.
_NUMBERS = ("+8190000020", "+8190000021", "+8190000022", "+8190000023")
_FATHER = "+8491200009"
# What was tried with each of them: outcome, hours ago, and in how many hours again.
_TRIES: tuple[tuple[tuple[CallOutcome, int, int | None], ...], ...] = (
    ((CallOutcome.NOT_REACHED, 30, None), (CallOutcome.CALL_BACK, 22, -1)),
    (),
    ((CallOutcome.NOT_REACHED, 3, None),),
    ((CallOutcome.NOT_REACHED, 78, None), (CallOutcome.NOT_REACHED, 50, None)),
)


def make_calls(now: datetime) -> None:
    """Four hires who have not answered the mails of a survey that is still open."""
    officer = session().scalar(
        select(Person.public_id).join(User).where(User.email == "retention@demo.example")
    )
    open_now = session().scalars(
        select(Contact)
        .join(Placement, Placement.id == Contact.placement_id)
        .outerjoin(User, User.person_id == Placement.person_id)
        .where(
            User.id.is_(None),
            Contact.kind == ContactKind.INVITATION,
            Contact.state.in_((ContactState.SENT, ContactState.STARTED, ContactState.EXPIRED)),
            Contact.reason.in_(("", "unfinished")),
            # Late answers are taken for two weeks.
            Contact.closes_at > now - timedelta(days=10),
        )
        .order_by(Contact.closes_at, Contact.id)
    )
    chosen: dict[int, Contact] = {}
    for contact in open_now:
        chosen.setdefault(contact.placement.person_id, contact)
    for contact, number, tries in zip(chosen.values(), _NUMBERS, _TRIES, strict=False):
        person_id = contact.placement.person_id
        phone = ContactPoint(person_id=person_id, kind=WayKind.PHONE, value=number, priority=2)
        session().add(phone)
        session().flush()
        for outcome, hours_ago, again_in in tries:
            session().add(
                CallTry(
                    placement_id=contact.placement_id,
                    point_id=phone.id,
                    outcome=outcome,
                    at=now - timedelta(hours=hours_ago),
                    by_ref=officer or "",
                    call_again_at=now + timedelta(hours=again_in) if again_in is not None else None,
                )
            )
        raise_task(contact, TaskKind.CALL, now - timedelta(days=4))
        if len(tries) > 1:
            session().add(
                ContactPoint(
                    person_id=person_id,
                    kind=WayKind.TRUSTED_PERSON,
                    value=_FATHER,
                    holder="Trần Văn Sơn",
                    relation=Relation.FAMILY,
                    priority=4,
                )
            )
        elif not tries:
            session().add(
                ContactPoint(
                    person_id=person_id,
                    kind=WayKind.MESSENGER,
                    value="thu.nguyen",
                    messenger=Messenger.ZALO,
                    priority=3,
                )
            )
    session().flush()
    # As the worker leaves it: what needs no call any more stands on no list.
    for placement_id in hires_to_settle(now):
        settle(now, placement_id=placement_id)
    session().expire_all()
