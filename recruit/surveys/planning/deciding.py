"""`decide`: what to do at `now` with the planned contacts of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from recruit.surveys.planning.contacts import Delivery, Key, Kind, Outcome, PlannedContact, State
from recruit.surveys.planning.programme import PRIORITY_ORDER, Budget


class Do(StrEnum):
    SEND = "send"
    LIST_CALL = "list_call"
    WAIT = "wait"
    SKIP = "skip"
    TASK = "task"


class TaskKind(StrEnum):
    """What staff must look at; raised once per contact key and kind."""

    MISSED_BY_US = "missed_by_us"
    LATE_REGISTRATION = "late_registration"
    UNREACHABLE = "unreachable"
    BOUNCED = "bounced"
    UNKNOWN = "unknown"
    CALL = "call"
    ZONE_UNKNOWN = "zone_unknown"


@dataclass(frozen=True)
class Action:
    """`send` and `list_call` give the contact out; `wait` holds it for the budget; `skip` cancels a reminder
    because a later one goes in its place; `task` tells staff.
    """

    do: Do
    key: Key
    reason: str | None = None
    task: TaskKind | None = None


def decide(
    contacts: Sequence[PlannedContact],
    deliveries: Iterable[Delivery],
    now: datetime,
    *,
    budget: Budget | None = None,
    other_mails: Iterable[datetime] = (),
) -> tuple[Action, ...]:
    """The actions of one run. `contacts` must be planned at this `now` from everything that is known.

    `deliveries` are this person's over all spells, `other_mails` the instants of mails of other instruments:
    the budget counts both. A reminder also leaves room for invitations that fall due within the budget's
    span, so it never starves one.
    """
    given_out = {delivery.key for delivery in deliveries}
    mailed = sorted(
        [
            *(
                each.at
                for each in deliveries
                if each.key.kind is not Kind.CALL and each.outcome is not Outcome.FAILED
            ),
            *other_mails,
        ]
    )
    ready = [contact for contact in contacts if _is_ready(contact, now) and contact.key not in given_out]
    actions: list[Action] = []
    for contact in sorted(ready, key=_urgency):
        if _later_of_the_same(contact, ready):
            actions.append(Action(Do.SKIP, contact.key, "superseded"))
        elif contact.key.kind is Kind.CALL:
            actions.append(Action(Do.LIST_CALL, contact.key))
            actions.append(Action(Do.TASK, contact.key, task=TaskKind.CALL))
        elif budget is not None and not _fits(contact, contacts, mailed, now, budget):
            actions.append(Action(Do.WAIT, contact.key, "budget"))
        else:
            actions.append(Action(Do.SEND, contact.key))
            mailed.append(now)
    return (*actions, *_tasks(contacts, now))


def _is_ready(contact: PlannedContact, now: datetime) -> bool:
    return contact.state is State.PLANNED and contact.next_send_at is not None and contact.next_send_at <= now


def _urgency(contact: PlannedContact) -> tuple[int, int, str, Key]:
    return (
        PRIORITY_ORDER[contact.priority],
        contact.key.kind is not Kind.INVITATION,
        contact.due_on.isoformat(),
        contact.key,
    )


def _later_of_the_same(contact: PlannedContact, ready: Sequence[PlannedContact]) -> bool:
    """After a pause of ours several reminders may be due together; only the last of them goes."""
    if contact.key.kind is Kind.INVITATION:
        return False
    subject, wave, kind, sequence = contact.key
    return any(other.key[:3] == (subject, wave, kind) and other.key.sequence > sequence for other in ready)


def _fits(
    contact: PlannedContact,
    contacts: Sequence[PlannedContact],
    mailed: Sequence[datetime],
    now: datetime,
    budget: Budget,
) -> bool:
    recent = [at for at in mailed if now - budget.span < at <= now]
    if len(recent) >= budget.mails:
        return False
    if contact.key.kind is Kind.INVITATION:
        return True
    coming = sorted(
        other.next_send_at
        for other in contacts
        if other.key.kind is Kind.INVITATION
        and other.state is State.PLANNED
        and other.next_send_at is not None
        and other.next_send_at < now + budget.span
    )
    taken = [*recent, now]
    for at in coming:
        if sum(1 for earlier in taken if at - budget.span < earlier) >= budget.mails:
            return False
        taken.append(at)
    return True


def _tasks(contacts: Sequence[PlannedContact], now: datetime) -> list[Action]:
    found: list[Action] = []
    seen_unreachable = {contact.key.subject for contact in contacts if contact.state is State.BOUNCED}
    for contact in contacts:
        task = _task_of(contact)
        if task is None:
            continue
        if task is TaskKind.UNREACHABLE:
            first = contact.key.subject not in seen_unreachable
            seen_unreachable.add(contact.key.subject)
            if not first and now < contact.opens_at:
                continue
        found.append(Action(Do.TASK, contact.key, contact.reason, task))
    return found


def _task_of(contact: PlannedContact) -> TaskKind | None:
    state, is_invitation = contact.state, contact.key.kind is Kind.INVITATION
    if state is State.BOUNCED:
        return TaskKind.BOUNCED
    if state is State.UNKNOWN:
        return TaskKind.UNKNOWN
    if not is_invitation:
        return None
    if state is State.MISSED_BY_US:
        return TaskKind.MISSED_BY_US
    if state is State.HELD and contact.reason == "late_registration":
        return TaskKind.LATE_REGISTRATION
    if state is State.UNREACHABLE:
        return TaskKind.UNREACHABLE
    if state is State.PLANNED and not contact.zone_is_known:
        return TaskKind.ZONE_UNKNOWN
    return None
