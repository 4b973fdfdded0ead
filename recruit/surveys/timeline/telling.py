"""A hire's plan in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from recruit.placements.models import PlacementFact
from recruit.placements.rules import ExitKind, PlacementFactKind
from recruit.placements.stay.rules import NO_END, WITHDRAWN
from recruit.surveys.boards.rules import stand_of
from recruit.surveys.boards.words import SHAPES
from recruit.surveys.models import Contact, ContactChange
from recruit.surveys.queries.boards import place_of
from recruit.surveys.rules import ContactKind
from recruit.surveys.timeline.queries import HirePlan
from recruit.surveys.timeline.rules import Earlier, Entry, Kind, in_order, last_day_of
from recruit.surveys.words import CONTACT_STATES, MARKS, REASONS, WAVES
from recruit.web.times import format_day
from recruit.web.words import words_for

# The reason of a call whose time has come: somebody of the staff is to make it.
ON_THE_LIST = "call_list"
_SAID_LAST = (PlacementFactKind.ARRIVED, PlacementFactKind.STAY_UNTIL, PlacementFactKind.RENEWAL_APPLIED)


def entries_of(plan: HirePlan, now: datetime, employer_name: Callable[[str], str]) -> list[Entry]:
    """Facts and contacts in one order."""
    facts = [_fact(fact, employer_name) for fact in _in_force(plan.placement.facts) if fact.confirmed]
    return in_order([*facts, *(_contact(contact, plan, now) for contact in plan.contacts)])


def _in_force(facts: Sequence[PlacementFact]) -> list[PlacementFact]:
    """Of the days of the stay only what was said last: the earlier ones stand on the page of the hire."""
    last = {fact.fact: fact for fact in facts if fact.fact in _SAID_LAST}
    return [
        fact
        for fact in facts
        if fact.fact not in last or (fact is last[fact.fact] and fact.value != WITHDRAWN)
    ]


def _fact(fact: PlacementFact, employer_name: Callable[[str], str]) -> Entry:
    on, title, words, until = fact.valid_on, str(words_for(fact.fact)), "", None
    match fact.fact:
        case PlacementFactKind.ENDED:
            on, title = last_day_of(fact.valid_on), _("Last working day")
            exit_kind = next((one for one in ExitKind if one == fact.value), None)
            words = words_for(exit_kind)
        case PlacementFactKind.LEAVE:
            until = date.fromisoformat(fact.value) if fact.value else None
            words = _("until %(day)s", day=format_day(until)) if until else _("no end known")
        case PlacementFactKind.STAY_UNTIL if fact.value == NO_END:
            title = _("The stay has no end")
        case PlacementFactKind.EMPLOYER:
            words = employer_name(fact.value)
    said = _("Source: %(who)s", who=words_for(fact.said_by_kind))
    return Entry(
        kind=Kind.FACT,
        on=on,
        title=title,
        state="done",
        words=" · ".join(part for part in (words, said) if part),
        until=until,
        known_at=fact.known_at,
    )


def _contact(contact: Contact, plan: HirePlan, now: datetime) -> Entry:
    place = place_of(contact, now)
    stand = stand_of(place.column, contact.state)
    wave = str(WAVES.get(contact.wave.key, contact.wave.key))
    kind = Kind(contact.kind.value)
    is_invitation = kind is Kind.INVITATION
    reason = place.reason or ""
    said = words_for(stand) if is_invitation else str(CONTACT_STATES[contact.state])
    why = str(REASONS.get(reason, reason))
    if kind is Kind.CALL and reason == ON_THE_LIST:
        # Nobody sends a call.
        said = ""
    answered = plan.answered.get(contact.id)
    sent_on = contact.sent_at.astimezone(ZoneInfo(contact.zone)).date() if contact.sent_at else None
    return Entry(
        kind=kind,
        on=sent_on or contact.due_on,
        title=wave if is_invitation else _("%(point)s: %(what)s", point=wave, what=words_for(contact.kind)),
        state=SHAPES[stand] if is_invitation else _shape(contact, SHAPES[stand]),
        words=" · ".join(part for part in (said, why if why.casefold() != said.casefold() else "") if part),
        at=contact.sent_at or contact.next_send_at or contact.due_at,
        zone=contact.zone,
        open_on=contact.open_on,
        close_on=contact.close_on,
        due_on=contact.due_on,
        begun_at=answered.begun_at if answered else None,
        answered_at=answered.submitted_at if answered else None,
        earlier=tuple(map(_earlier, plan.changes.get(contact.id, ()))),
        mail_ref=plan.mails.get(contact.mail_id or 0, ""),
        tasks=tuple(
            str(words_for(task.kind))
            for task in plan.tasks
            if task.contact_id == contact.id and task.done_at is None
        ),
        is_out=contact.sent_at is not None,
        mark=str(MARKS.get(contact.wave.key, contact.wave.key)) if is_invitation else "",
    )


def _shape(contact: Contact, shape: str) -> str:
    """A reminder or a call that went out is done, whatever came of it."""
    return "done" if contact.sent_at and contact.kind is not ContactKind.INVITATION else shape


def _earlier(change: ContactChange) -> Earlier:
    before: Mapping[str, str] = change.before
    state = next(
        (words for code, words in CONTACT_STATES.items() if code == before["state"]), before["state"]
    )
    return Earlier(
        due_on=date.fromisoformat(before["due_on"]),
        state=str(state),
        reason=str(REASONS.get(change.reason, change.reason)),
        changed_at=change.at,
    )
