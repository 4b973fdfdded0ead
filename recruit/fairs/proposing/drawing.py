"""How a day at a fair is drawn: every slot with what stands in it, on both clocks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from recruit.fairs.models import Fair, Meeting
from recruit.fairs.proposing import queries, rules
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import Pause, Place
from recruit.fairs.rules import Side
from recruit.fairs.showing import SlotTimes
from recruit.web.words import words_for

Name = Callable[[Any], str]
Href = Callable[[Any], str]


def proposes(fair: Fair, *, operator_may: bool) -> bool:
    """Whether both sides agree on times at this fair."""
    return rules.both_sides_propose(
        operator_may=operator_may,
        fair_arranges=fair.arranging,
        method=queries.method_of_plan(fair.event_id),
    )


@dataclass(frozen=True)
class Day:
    """What one side has on the day."""

    side: Side
    meetings: list[Meeting]
    proposals: list[TimeProposal]
    busy: frozenset[int]

    @property
    def waiting_for_me(self) -> list[TimeProposal]:
        return [one for one in self.proposals if one.side is not self.side]

    @property
    def agreed(self) -> frozenset[int]:
        return frozenset(one.slot for one in self.meetings)


def day_of(fair: Fair, side: Side, *, student_id: int | None = None, company_id: int | None = None) -> Day:
    return Day(
        side,
        queries.meetings_of(fair.event_id, student_id=student_id, company_id=company_id),
        queries.open_proposals(fair.event_id, student_id=student_id, company_id=company_id),
        queries.busy_slots(fair.event_id, student_id=student_id, company_id=company_id),
    )


def entries(
    fair: Fair,
    times: Mapping[int, SlotTimes],
    day: Day,
    name: Name,
    href: Href,
    offered: Mapping[int, int] | None = None,
) -> list[dict[str, Any]]:
    """Rows of a two-edged ruler: one for each meeting and proposal, one for each slot in which there is none."""
    found = []
    for slot in fair.slots:
        things: list[dict[str, Any]] = [
            {"title": name(one), "words": _table(one, fair), "href": href(one)}
            for one in day.meetings
            if one.slot == slot.number
        ]
        things += [
            {"title": name(one), "words": _waiting(one, day.side), "href": href(one), "state": "changed"}
            for one in day.proposals
            if one.slot == slot.number
        ]
        left = (offered or {}).get(slot.number, 0) - len(things)
        if not things or left > 0:
            things.append(_empty(slot.closed, slot.number in day.busy, left, is_offering=offered is not None))
        found += [
            {
                "venue_time": times[slot.number].venue_time,
                "reader_time": times[slot.number].reader_time,
                **thing,
            }
            for thing in things
        ]
    return found


def _table(meeting: Meeting, fair: Fair) -> str:
    return _(
        "Agreed · table %(number)s · %(minutes)s minutes",
        number=meeting.table_number + 1,
        minutes=fair.slot_minutes,
    )


def _waiting(proposal: TimeProposal, side: Side) -> str:
    return (
        _("Proposed by you, not answered yet")
        if proposal.side is side
        else _("Proposed to you, please answer")
    )


def _empty(closed: Any, is_busy: bool, left: int, *, is_offering: bool) -> dict[str, Any]:
    if closed:
        return {"title": words_for(closed), "state": "closed"}
    if is_busy:
        return {"title": _("Kept free"), "state": "closed"}
    if is_offering:
        return {"title": _("Offered, free") if left > 0 else _("Not offered")}
    return {"title": _("Free for meetings")}


def line(time: SlotTimes) -> str:
    """A time on both clocks, in one line of a choice."""
    if time.venue_time == time.reader_time:
        return time.venue_time
    return _("%(time)s (yours: %(own_time)s)", time=time.venue_time, own_time=time.reader_time)


def possible(found: Mapping[int, Place], *, now: datetime) -> list[int]:
    """The slots in which the two could meet."""
    return [
        number
        for number, place in found.items()
        if place.is_open
        and now < place.starts_at
        and place.mover_is_free
        and place.other_is_free
        and place.free_tables
    ]


def pause_buttons(fair: Fair, busy: Iterable[int]) -> list[dict[str, Any]]:
    """What may be kept free with one tap, and whether it is already."""
    open_slots = {slot.number: slot.starts_at for slot in fair.slots if slot.closed is None}
    kept = set(busy)
    return [
        {"pause": pause, "words": words_for(pause), "is_kept": slots <= kept}
        for pause, slots in rules.pauses(open_slots, fair.slot_minutes, fair.event.zone).items()
    ]


def after_tap(
    fair: Fair, ticked: frozenset[int], pause: Pause | None, agreed: frozenset[int]
) -> frozenset[int]:
    """What is kept free after the ticks and, where one was tapped, the pause."""
    if pause is None:
        return ticked
    open_slots = {slot.number: slot.starts_at for slot in fair.slots if slot.closed is None}
    slots = rules.pauses(open_slots, fair.slot_minutes, fair.event.zone).get(pause, frozenset())
    return rules.busy_after(ticked, slots, agreed, freed=slots <= ticked)
