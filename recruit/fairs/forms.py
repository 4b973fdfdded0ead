"""Forms of fairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField

from recruit.core.errors import Refused
from recruit.fairs.models import Fair
from recruit.fairs.rules import MOST_RANK, MOST_SLOTS, MOST_TABLES, Closing, FairRefusal, Mark
from recruit.fairs.values import Entry, SlotPlan
from recruit.fairs.words import INTERPRETED, MARK, OUTCOME
from recruit.students.words import MAJOR
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    Form,
    LineField,
    LongField,
    MomentField,
    Required,
    choices_of,
    number_from_to,
    optional,
)

_ANY = _l("All")
UNMARKED = "unmarked"
# The levels of the JLPT, from the one that is asked for upwards.
JAPANESE_AT_LEAST = {
    "N2": _l("N2 or better"),
    "N3": _l("N3 or better"),
    "N4": _l("N4 or better"),
}


def _typed(field: Any) -> Any:
    """The value of a field that the checks have found filled in."""
    return field.data


class ButtonForm(Form):
    """A button and its token."""


class BoothForm(Form):
    """A company asks to take part."""

    tables = IntegerField(
        _l("Tables"),
        [Required(), number_from_to(1, MOST_TABLES)],
        description=_l("At each table one conversation goes on at a time."),
    )
    people_who_come = LongField(
        _l("Who comes from your company"),
        [Required(), AtMost(600)],
        description=_l("Names and tasks, such as: two people from personnel, one site manager."),
    )


class ConfirmForm(Form):
    """Staff let a company take part."""

    number = LineField(_l("Booth number"), [Required(), AtMost(10)])
    tables = IntegerField(_l("Tables"), [Required(), number_from_to(1, 20)])
    languages = CodesField(
        _l("Spoken at the booth besides Japanese"),
        INTERPRETED,
        validators=[optional()],
        description=_l("Students with this language need no interpreter here."),
    )
    why = LineField(
        _l("Why this company goes first"),
        [optional(), AtMost(200)],
        description=_l("Stays in the trail, with your name."),
    )


class SlotsForm(Form):
    """When the conversations of a fair are, in the clock of the venue."""

    first_at = MomentField(_l("First conversation begins"), [Required()])
    number = IntegerField(
        _l("Number of conversations one after the other"), [Required(), number_from_to(1, MOST_SLOTS)]
    )
    minutes = IntegerField(_l("Minutes for each"), [Required(), number_from_to(5, 120)])
    wishes_until = MomentField(_l("Wishes until"), [Required()])
    meetings_per_student = IntegerField(
        _l("Conversations for each student at most"), [Required(), number_from_to(1, 30)]
    )

    def plan(self, zone: str) -> SlotPlan:
        return SlotPlan(
            first_at=_typed(self.first_at).replace(tzinfo=ZoneInfo(zone)),
            number=_typed(self.number),
            minutes=_typed(self.minutes),
            wishes_until=_typed(self.wishes_until).replace(tzinfo=ZoneInfo(zone)),
            meetings_per_student=_typed(self.meetings_per_student),
        )


def slots_data(fair: Fair | None, zone: str) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if fair is None:
        return {"number": 10, "minutes": 20, "meetings_per_student": 6}

    def local(instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    return {
        "first_at": local(fair.slots[0].starts_at) if fair.slots else None,
        "number": len(fair.slots),
        "minutes": fair.slot_minutes,
        "wishes_until": local(fair.wishes_until),
        "meetings_per_student": fair.meetings_per_student,
    }


class BreaksForm(Form):
    """After how many conversations students rest. Which slot is what stands in a row of its own: see `read_breaks`."""

    max_in_a_row = IntegerField(
        _l("Conversations in a row at most"),
        [optional(), number_from_to(1, MOST_SLOTS)],
        description=_l("A student has a break after so many. Leave it empty where there is no such rule."),
    )


def read_breaks(values: Mapping[str, str], slots: Iterable[int]) -> dict[int, Closing | None]:
    """Fields are called `closed-<number>`. What is none of the kinds of break is none."""
    typed = {slot: values.get(f"closed-{slot}", "") for slot in slots}
    return {slot: Closing(text) if text in set(Closing) else None for slot, text in typed.items()}


class InterpreterForm(Form):
    """Somebody who interprets at a fair."""

    name = LineField(
        _l("Name"),
        [Required(), AtMost(60)],
        description=_l("As staff call this person; nobody else reads it."),
    )
    language = CodeField(_l("Language"), INTERPRETED, validators=[Required()])
    away = CodesField(_l("Cannot come at"), {}, validators=[optional()])

    def offer(self, slots: Iterable[tuple[str, str]]) -> "InterpreterForm":
        """The slots of the fair: (number, time)."""
        self.away.choices = choices_of(slots)
        return self

    def slots_away(self) -> list[int]:
        return [int(one) for one in self.away.data or ()]


class FixForm(Form):
    """In which slot two people meet, whatever else changes."""

    slot = RadioField(_l("Time of the meeting"), [Required()], choices=[])

    @property
    def number(self) -> int:
        """Of a form that is fine."""
        return int(str(self.slot.data))


class OutcomeForm(Form):
    """What a company says after a meeting."""

    outcome = CodeField(_l("How do you go on?"), OUTCOME, validators=[Required()])
    position = CodeField(
        _l("For which position?"),
        {},
        empty=_l("The student chooses"),
        validators=[optional()],
        description=_l(
            "If you go on, the student is asked to apply for it. Without a position: for any of yours."
        ),
    )
    note = LongField(
        _l("Note for your company"),
        [optional(), AtMost(2000)],
        description=_l("The student does not see it here, but may ask for a copy of all data."),
    )

    def offer(self, positions: Iterable[tuple[str, str]]) -> "OutcomeForm":
        """The company's open positions: (public id, title). With fewer than two there is nothing to choose."""
        self.position.choices = choices_of([("", _l("The student chooses")), *positions])
        return self

    @property
    def has_choice(self) -> bool:
        """Whether the company has to say which position it means."""
        return len(list(self.position.iter_choices())) > 2


class StudentFilter(Form):
    """Which students a company looks at."""

    class Meta(Form.Meta):
        csrf = False

    mark = CodeField(
        _l("Your wish"), {UNMARKED: _l("Not marked yet"), **MARK}, empty=_ANY, validators=[optional()]
    )
    japanese = CodeField(_l("Japanese"), JAPANESE_AT_LEAST, empty=_ANY, validators=[optional()])
    major = CodeField(_l("Major"), MAJOR, empty=_ANY, validators=[optional()])

    def looked_for(self) -> dict[str, str]:
        """What was chosen and can be, by field: for addresses, too."""
        return {
            field.name: field.data
            for field in (self.mark, self.japanese, self.major)
            if field.data and field.data in {choice.value for choice in field.choices}
        }


class WishesForm(Form):
    """The token; marks and ranks are read by `read_wishes`, as there is one pair for each row of the list."""


@dataclass
class TypedWishes:
    """What was typed, kept for the page, and what it means."""

    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    wrong_ranks: dict[str, FairRefusal] = field(default_factory=dict)


def blame_rank(form: WishesForm, typed: TypedWishes, refusal: Refused, words: Any) -> None:
    """Above the list, and beside the rank it is about."""
    if refusal.field and refusal.field.startswith("rank-"):
        typed.wrong_ranks[refusal.field.removeprefix("rank-")] = FairRefusal(refusal.reason)
    form.blame(refusal, words)


def read_wishes(values: Mapping[str, str], refs: Iterable[str]) -> TypedWishes:
    """Fields are called `mark-<ref>` and `rank-<ref>`. Only rows that were in the form are read."""
    found = TypedWishes()
    for ref in refs:
        if f"mark-{ref}" not in values:
            continue
        mark_text, rank_text = values[f"mark-{ref}"], values.get(f"rank-{ref}", "").strip()
        found.typed[ref] = (mark_text, rank_text)
        mark = Mark(mark_text) if mark_text in set(Mark) else None
        rank = int(rank_text) if rank_text.isdecimal() else None
        if rank_text and (rank is None or not 1 <= rank <= MOST_RANK):
            found.wrong_ranks[ref] = FairRefusal.RANK_NOT_A_NUMBER
        found.entries[ref] = (mark, rank if mark is not None and mark is not Mark.NO else None)
    return found
