"""Forms of times that both sides agree on."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from recruit.fairs.proposing.rules import Pause
from recruit.web.forms import Form, Required


class TapForm(Form):
    """The token of a drawing that is tapped; see `read_slots` and `read_tables`."""


class TimeForm(Form):
    """One time of several."""

    slot = RadioField(_l("Time of the meeting"), [Required()], choices=[])

    def offer(self, slots: Iterable[tuple[int, str]]) -> "TimeForm":
        self.slot.choices = [(str(number), words) for number, words in slots]
        return self

    @property
    def number(self) -> int:
        """Of a form that is fine."""
        return int(str(self.slot.data))


def read_slots(values: Iterable[str]) -> frozenset[int]:
    """The slots that are ticked; what is no number is none of them."""
    return frozenset(int(one) for one in values if one.isdecimal() and len(one) < 4)


def read_tables(values: Mapping[str, str], slots: Iterable[int], most: int) -> dict[int, int]:
    """Fields are called `tables-<slot>`; more tables than there are count as all of them."""
    typed = {slot: values.get(f"tables-{slot}", "") for slot in slots}
    return {
        slot: min(int(text), most) if text.isdecimal() and len(text) < 4 else 0
        for slot, text in typed.items()
    }


def read_pause(text: str) -> Pause | None:
    return Pause(text) if text in set(Pause) else None
