"""The small forms of a position's life."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from recruit.postings.models import Posting
from recruit.postings.queries import TOKYO
from recruit.postings.rules import deadline_of
from recruit.web.forms import AtMost, DayField, Form, LongField, MomentField, Required, optional


class ClosingForm(Form):
    """The last day for applications."""

    closes_on = DayField(
        _l("Last day for applications"),
        [optional()],
        description=_l("Until 23:59 in Japan. Empty: it does not close by itself."),
    )

    @property
    def closes_at(self) -> datetime | None:
        """The last minute of that day."""
        return deadline_of(self.closes_on.data) if self.closes_on.data else None


class DaysForm(ClosingForm):
    """When a position opens and closes."""

    opens_at = MomentField(
        _l("Opens"),
        [optional()],
        description=_l("On the clock in Japan. Empty: as soon as staff have checked it."),
    )
    # In the order in which they are read.
    closes_on = DayField(
        _l("Last day for applications"),
        [optional()],
        description=_l("Until 23:59 in Japan. Empty: it does not close by itself."),
    )

    @property
    def opens(self) -> datetime | None:
        """The instant it opens."""
        typed = self.opens_at.data
        return typed.replace(tzinfo=ZoneInfo(TOKYO)) if typed else None

    @classmethod
    def of(cls, posting: Posting, now: datetime) -> "DaysForm":
        """Filled in with the days that are set; an opening that is over is not."""
        zone = ZoneInfo(TOKYO)
        opens_at = posting.opens_at if posting.opens_at and posting.opens_at > now else None
        return cls(
            data={
                "opens_at": opens_at.astimezone(zone).replace(tzinfo=None) if opens_at else None,
                "closes_on": posting.closes_at.astimezone(zone).date() if posting.closes_at else None,
            }
        )


class AnswerForm(Form):
    """What a company answers when it sends a position again."""

    answer = LongField(_l("Your answer to staff"), [Required(), AtMost(2000)])


class TakeOffForm(Form):
    """Why staff take a position off the list."""

    why = LongField(_l("Why it is taken off"), [Required(), AtMost(2000)])
