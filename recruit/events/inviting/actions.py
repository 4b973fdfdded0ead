"""Staff invite; who is invited answers; a seat that was held in vain goes to whoever waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from recruit.accounts.actions.people import add_person
from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind
from recruit.core import audit
from recruit.core.db import changes_one, refuse_on, session
from recruit.core.errors import Refused
from recruit.core.visitor import WORKER, Visitor
from recruit.events.actions import fill_free_seats, lock_event, sign_up
from recruit.events.asking.rules import Answer
from recruit.events.inviting import queries, rules
from recruit.events.inviting.holding import give_back
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import (
    OPENS,
    InvitationState,
    InvitedAs,
    Invitee,
    InvitingRefusal,
)
from recruit.events.models import Event, Registration
from recruit.events.rules import LIVE, EventRefusal, RegistrationState, needs_profile

refuse_on("uq_event_invitation_event_id_email", Refused(InvitingRefusal.NOBODY_NAMED))


@dataclass(frozen=True)
class Sorted:
    """Whom a list would invite, and whom not because they were invited, or are signed up, already."""

    fresh: tuple[Invitee, ...]
    invited: int
    signed_up: int


def sort_out(event: Event, wanted: Sequence[Invitee]) -> Sorted:
    """Take out of a list who was invited before or is on the list of sign-ups; who has an account is known by it."""
    once = rules.each_once(wanted)
    known = queries.people_at([one.email for one in once])
    once = [known.get(one.email, one) for one in once]
    before = set(
        session().scalars(select(EventInvitation.email).where(EventInvitation.event_id == event.id)).all()
    )
    left = [one for one in once if one.email not in before]
    taken = set(
        session()
        .scalars(
            select(Registration.person_id).where(
                Registration.event_id == event.id,
                Registration.state.in_((*LIVE, RegistrationState.REFUSED)),
                Registration.person_id.in_([one.person_id for one in left if one.person_id is not None]),
            )
        )
        .all()
    )
    fresh = tuple(one for one in left if one.person_id not in taken)
    return Sorted(fresh, invited=len(once) - len(left), signed_up=len(left) - len(fresh))


def invite(
    event: Event,
    wanted: Sequence[Invitee],
    *,
    invited_as: InvitedAs,
    held_until: datetime | None,
    language: str,
    by: Visitor,
    now: datetime,
    as_guest: bool = False,
) -> int:
    """Invite these people, each address once for one event; gives how many. With `held_until` each has a seat until then:
    there are seats for all of them, or nobody is invited. Mails are queued by `jobs.send_invitations`.
    """
    locked = lock_event(event.id)
    refusal = rules.why_not_invite(
        locked.state, sign_up_until=locked.sign_up_until, held_until=held_until, now=now
    )
    if refusal is not None:
        raise Refused(refusal, field="held_until" if refusal is InvitingRefusal.HELD_TOO_LONG else None)
    fresh = sort_out(locked, wanted).fresh
    if not fresh:
        raise Refused(InvitingRefusal.NOBODY_NAMED)
    if len(fresh) > rules.MOST_AT_ONCE:
        raise Refused(InvitingRefusal.TOO_MANY)
    if held_until is not None and not _hold(locked, len(fresh)):
        raise Refused(InvitingRefusal.NOT_SO_MANY_SEATS, field="held_until")
    locked.invites = True
    session().add_all(
        EventInvitation(
            event_id=locked.id,
            email=one.email,
            name=one.name,
            person_id=one.person_id,
            language=one.language or language,
            zone=one.zone or locked.zone,
            invited_as=invited_as,
            state=InvitationState.INVITED,
            holds_seat=held_until is not None,
            held_until_at=held_until,
            as_guest=as_guest and one.person_id is None,
            invited_at=now,
            invited_by_ref=by.person_ref,
            mail_due=True,
        )
        for one in fresh
    )
    session().flush()
    audit.record(
        "event.invite",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=locked.slug,
        change=f"invited: {len(fresh)} {invited_as}" + (", with a seat held" if held_until else ""),
    )
    return len(fresh)


def _hold(event: Event, many: int) -> bool:
    """The statement itself decides, never what was read before."""
    held = changes_one(
        update(Event)
        .where(Event.id == event.id, or_(Event.seats.is_(None), Event.signed_up_count + many <= Event.seats))
        .values(signed_up_count=Event.signed_up_count + many)
        .execution_options(synchronize_session=False)
    )
    session().refresh(event)
    return held


def open_for_invited_alone(event: Event, alone: bool, *, by: Visitor, now: datetime) -> None:
    """Whether only who is invited may sign up. Who has signed up keeps the seat."""
    locked = lock_event(event.id)
    if locked.by_invitation is alone:
        return
    locked.by_invitation, locked.saved_at = alone, now
    session().flush()
    audit.record(
        "event.open_for_invited",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=locked.slug,
        change=f"by invitation: {alone}",
    )


def note_opened(invitation: EventInvitation, *, now: datetime) -> None:
    """The page of the invitation was opened for the first time."""
    if invitation.opened_at is None:
        session().execute(
            update(EventInvitation)
            .where(EventInvitation.id == invitation.id, EventInvitation.opened_at.is_(None))
            .values(opened_at=now)
        )


def take_to_account(invitation: EventInvitation, *, by: Visitor) -> None:
    """Whoever opens the mail and is signed in is who was invited, unless it is known that this is somebody else."""
    if invitation.state not in OPENS:
        raise Refused(InvitingRefusal.INVITATION_OVER)
    if invitation.person_id not in (None, by.person_id):
        raise Refused(InvitingRefusal.OF_SOMEBODY_ELSE)
    invitation.person_id = by.person_id
    session().flush()


def come_as_guest(
    invitation: EventInvitation,
    name: str,
    *,
    language: str,
    now: datetime,
    answers: Sequence[Answer] = (),
    companions: int = 0,
    sessions: Collection[str] = (),
) -> Registration:
    """Confirm a seat without an account: whoever reads the mail says the name. A second time changes nothing."""
    event = lock_event(invitation.event_id)
    session().refresh(invitation)
    if invitation.state not in OPENS or not invitation.as_guest or needs_profile(event.kind):
        raise Refused(InvitingRefusal.INVITATION_OVER)
    if session().scalar(select(User.id).where(User.email == invitation.email)) is not None:
        raise Refused(InvitingRefusal.HAS_ACCOUNT)
    if invitation.person_id is None:
        person = add_person(display_name=name, language=language, now=now, zone=invitation.zone)
        session().add(
            ContactPoint(
                person_id=person.id,
                kind=ContactKind.MAIL,
                value=invitation.email or "",
                verified_at=now,
                confirmed_at=now,
            )
        )
        invitation.person_id = person.id
        session().flush()
    guest = queries.visitor_of_guest(invitation)
    return sign_up(
        event,
        by=guest,
        now=now,
        language=language,
        answers=answers,
        companions=companions,
        sessions=sessions,
    )


def decline(invitation: EventInvitation, *, now: datetime) -> None:
    """Not coming. A seat that was held goes to whoever waits; one that was taken is given back as every seat. A second time
    changes nothing.
    """
    event = lock_event(invitation.event_id)
    session().refresh(invitation)
    if invitation.state is InvitationState.DECLINED:
        return
    if invitation.state is InvitationState.SIGNED_UP:
        raise Refused(EventRefusal.ALREADY_SIGNED_UP)
    if invitation.state is not InvitationState.INVITED:
        raise Refused(InvitingRefusal.INVITATION_OVER)
    _end(event, invitation, InvitationState.DECLINED, now=now)
    invitation.answered_at = now
    session().flush()


def withdraw(invitation: EventInvitation, *, by: Visitor, now: datetime) -> None:
    """Take back an invitation that nobody has taken up. A second time changes nothing."""
    event = lock_event(invitation.event_id)
    session().refresh(invitation)
    if invitation.state not in (InvitationState.INVITED, InvitationState.DECLINED):
        return
    _end(event, invitation, InvitationState.WITHDRAWN, now=now)
    audit.record(
        "event.withdraw_invitation",
        by=by,
        now=now,
        subject_kind="event_invitation",
        subject_ref=invitation.public_id,
    )


def note_no_way(ref: str, state: InvitationState, *, now: datetime) -> None:
    """The mail did not reach anybody, or nobody wants it: nobody waits for an answer any more."""
    event_id = session().scalar(select(EventInvitation.event_id).where(EventInvitation.public_id == ref))
    if event_id is None:
        return
    event = lock_event(event_id)
    invitation = queries.invitation_by_ref(ref)
    session().refresh(invitation)
    if invitation.state is InvitationState.INVITED:
        _end(event, invitation, state, now=now)


def release(invitation: EventInvitation, *, now: datetime) -> bool:
    """The time of a held seat is over: it goes to whoever waits. The invitation stays, as one without a seat."""
    event = lock_event(invitation.event_id)
    session().refresh(invitation)
    until = invitation.held_until_at
    if not invitation.holds_seat or until is None or now < until:
        return False
    give_back(event, invitation)
    audit.record(
        "event.release_held_seat",
        by=WORKER,
        now=now,
        subject_kind="event_invitation",
        subject_ref=invitation.public_id,
    )
    fill_free_seats(event, now=now)
    return True


def _end(event: Event, invitation: EventInvitation, state: InvitationState, *, now: datetime) -> None:
    free = give_back(event, invitation)
    invitation.state, invitation.mail_due, invitation.remind_at = state, False, None
    session().flush()
    if free:
        fill_free_seats(event, now=now)
