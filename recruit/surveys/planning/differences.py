"""What a new plan changes in the rows that stand: for a contact's history and for a dry run of a rule."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from recruit.surveys.planning.contacts import Key, PlannedContact, State
from recruit.surveys.planning.programme import START


@dataclass(frozen=True)
class Replaced:
    """An earlier plan of a row (to keep as history, state `cancelled`) and the plan that stands now."""

    earlier: PlannedContact
    now: PlannedContact
    reason: str


@dataclass(frozen=True)
class Difference:
    created: tuple[PlannedContact, ...]
    replaced: tuple[Replaced, ...]
    vanished: tuple[PlannedContact, ...]
    kept: tuple[PlannedContact, ...]

    @property
    def sent_and_untouched(self) -> int:
        """Rows already handed over; no plan sends any of them again."""
        return sum(1 for contact in self.kept if contact.sent_at is not None)


def difference(
    standing: Iterable[PlannedContact],
    planned: Iterable[PlannedContact],
    *,
    rule_reason: str = "rule_changed",
) -> Difference:
    """Compare by key. A row is replaced when its days change or when it comes back from being cancelled."""
    before = {contact.key: contact for contact in standing}
    after: dict[Key, PlannedContact] = {contact.key: contact for contact in planned}
    replaced, kept, created = [], [], []
    for key, contact in after.items():
        earlier = before.get(key)
        if earlier is None:
            created.append(contact)
            continue
        reason = _why_replaced(earlier, contact, rule_reason)
        if reason is None:
            kept.append(contact)
        else:
            history = replace(earlier, state=State.CANCELLED, reason=reason, sent_at=None, next_send_at=None)
            replaced.append(Replaced(history, contact, reason))
    vanished = [
        contact
        if contact.sent_at is not None
        else cancelled(contact, _reason_for_anchor(contact, rule_reason))
        for key, contact in before.items()
        if key not in after
    ]
    return Difference(tuple(created), tuple(replaced), tuple(vanished), tuple(kept))


def cancelled(contact: PlannedContact, reason: str) -> PlannedContact:
    if contact.state is State.CANCELLED:
        return contact
    return replace(contact, state=State.CANCELLED, reason=reason, next_send_at=None, resume_on=None)


def _why_replaced(earlier: PlannedContact, now: PlannedContact, rule_reason: str) -> str | None:
    came_back = (
        earlier.state is State.CANCELLED
        and earlier.sent_at is None
        and now.state is not State.CANCELLED
        and earlier.reason not in ("answered", "superseded")
    )
    if came_back and earlier.reason is not None:
        return earlier.reason
    if (earlier.open_on, earlier.due_on, earlier.close_on) == (now.open_on, now.due_on, now.close_on):
        return None
    return rule_reason if earlier.anchor_on == now.anchor_on else f"{now.anchor}_corrected"


def _reason_for_anchor(contact: PlannedContact, rule_reason: str) -> str:
    """A yearly occurrence vanishes when the start moves behind it; anything else by an edit of the rules."""
    return f"{START}_corrected" if contact.anchor[:1].isdigit() else rule_reason
