"""Forms of who calls."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from recruit.accounts.models import ContactPoint
from recruit.accounts.ways.queries import mark_of_way
from recruit.core.locales import LANGUAGES
from recruit.surveys.calling.rules import CallOutcome
from recruit.surveys.calling.words import TO_NOTE
from recruit.web.forms import Form, MomentField, Required, choices_of, optional
from recruit.web.words import words_for


class TryForm(Form):
    """What came of one try."""

    outcome = RadioField(_l("What came of it?"), [Required()], choices=choices_of(TO_NOTE.items()))
    point = SelectField(_l("Where did you try?"), [optional()])
    again_at = MomentField(_l("Call again at"), [optional()])

    def offer(self, points: Iterable[ContactPoint], zone: str, place: str) -> "TryForm":
        """The numbers that may be tried now; the time to call again is one of the person's clock."""
        self.zone, self.points = zone, {mark_of_way(point): point for point in points}
        rows = [(mark, _written(point)) for mark, point in self.points.items()]
        self.point.choices = choices_of([("", _("Elsewhere")), *rows])
        self.again_at.description = _("By the clock of the person: %(place)s.", place=place)
        if not self.is_submitted() and rows:
            self.point.data = rows[0][0]
        return self

    @property
    def chosen_point(self) -> ContactPoint | None:
        """The number that was tried."""
        return self.points.get(self.point.data or "")

    @property
    def chosen_outcome(self) -> CallOutcome:
        """What came of it; the form must be fine."""
        return CallOutcome(self.outcome.data)

    @property
    def chosen_time(self) -> datetime | None:
        """When to call again. It counts where somebody asked for it, or nobody answered."""
        typed = self.again_at.data
        if typed is None or self.outcome.data not in (CallOutcome.CALL_BACK, CallOutcome.NOT_REACHED):
            return None
        return typed.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def _written(point: ContactPoint) -> str:
    """A way in a list to choose from."""
    kind = str(words_for(point.messenger or point.kind))
    return f"{kind}: {point.holder + ', ' if point.holder else ''}{point.value}"


class ReadOutForm(Form):
    """Before the first question is asked aloud."""

    language = SelectField(
        _l("Language you speak with each other"),
        [Required()],
        choices=choices_of((language.code, language.name) for language in LANGUAGES),
    )
    read_out = BooleanField(_l("I have read this out, and they want to answer now."))
