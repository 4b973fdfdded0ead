"""What staff say is different from the plan."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from recruit.fairs.timetable.repairing import Day
from recruit.web.forms import CodeField, Form, Required

ABSENT, GONE, BEHIND, WALKS_IN = "absent", "gone", "behind", "in"


class MendForm(Form):
    """From when on; who is different stands in rows of their own: see `read_day`."""

    from_slot = CodeField(
        _l("Meetings that may change begin at"),
        {},
        validators=[Required()],
        description=_l("In the clock of the venue. What is before it stays as it is."),
    )

    @property
    def first_slot(self) -> int:
        """Of a form that is fine."""
        return int(str(self.from_slot.data))


class ChoiceForm(Form):
    """One of the ways."""

    way = RadioField(_l("Way"), [Required()], choices=[])

    @property
    def number(self) -> int:
        """Of a form that is fine."""
        return int(str(self.way.data))


def read_day(
    values: Mapping[str, str], from_slot: int, students: Iterable[str], companies: Mapping[str, int]
) -> Day:
    """Fields are called `student-<ref>` (absent, or the first slot) and `company-<ref>` (gone, behind by one slot, or how many tables).

    `companies`: each with the tables it has; what is not less than that is no change.
    """
    typed = {ref: values.get(f"student-{ref}", "") for ref in students}
    late = {ref: int(text) for ref, text in typed.items() if text.isdecimal() and len(text) < 4}
    at_booth = {ref: values.get(f"company-{ref}", "") for ref in companies}
    tables = {ref: int(text) for ref, text in at_booth.items() if text.isdecimal() and len(text) < 4}
    return Day(
        from_slot=from_slot,
        absent=frozenset(ref for ref, text in typed.items() if text == ABSENT),
        late={ref: slot for ref, slot in late.items() if slot > from_slot},
        gone=frozenset(ref for ref, text in at_booth.items() if text == GONE),
        tables={ref: count for ref, count in tables.items() if 0 < count < companies[ref]},
        behind={ref: from_slot + 1 for ref, text in at_booth.items() if text == BEHIND},
    )


def read_walk_ins(values: Mapping[str, str], students: Iterable[str]) -> list[str]:
    """Who came without a conversation and wants some: fields are called `walk-<ref>`."""
    return [ref for ref in students if values.get(f"walk-{ref}") == WALKS_IN]
