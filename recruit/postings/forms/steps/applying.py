"""Step 7: openings, dates, and how people are chosen."""

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms.validators import ValidationError

from recruit.core import clock
from recruit.postings import rules
from recruit.postings.forms.fields import MonthField, codes, number_within
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.writing import put
from recruit.postings.newcomer_words import SELECTION_STEP, SPOKEN
from recruit.postings.rules import DraftStep, PostingItem, PostingRefusal
from recruit.postings.words import POSTING_REFUSAL
from recruit.web.forms import DayField, optional


def _month_to_come(_form: Any, field: MonthField) -> None:
    """Told here, not when everything else is done."""
    if field.day is not None and field.day < clock.today_in("Asia/Tokyo").replace(day=1):
        raise ValidationError(_("This month is over. Please give one to come."))


def _day_to_come(_form: Any, field: DayField) -> None:
    if field.data is not None and rules.deadline_of(field.data) <= clock.now():
        raise ValidationError(str(POSTING_REFUSAL[PostingRefusal.CLOSING_DAY_OVER]))


class ApplyingForm(PostingForm):
    STEP = DraftStep.APPLYING

    openings = number_within(_l("Number of openings"), 1, 999, _l("Please give a number from 1 up."))
    start_month = MonthField(
        _l("Month of joining"),
        [optional(), _month_to_come],
        description=_l("Example: 2027-04"),
        render_kw={"type": "month"},
    )
    closes_on = DayField(
        _l("Closing date for applications"),
        [optional(), _day_to_come],
        description=_l("Until 23:59 in Japan."),
    )
    selection = codes(_l("Steps of the selection"), SELECTION_STEP)
    answer_days = number_within(
        _l("You answer within so many days"),
        1,
        60,
        _l("Please promise an answer within 1 to 60 days."),
        _l("Empty means 14 days."),
    )
    contact_languages = codes(_l("Languages in which you answer questions"), SPOKEN)

    def write(self, content: dict[str, Any]) -> None:
        month: MonthField = self["start_month"]
        content["openings"] = self.holding("openings") or 1
        if not month.errors:
            content["start_month"] = month.day.isoformat() if month.day else None
        closes_on = self.holding("closes_on")
        content["closes_at"] = rules.deadline_of(closes_on).isoformat() if closes_on else None
        put(content, PostingItem.SELECTION, list(self.holding("selection") or []))
        put(content, "answer_days", self.holding("answer_days"))
        put(content, PostingItem.CONTACT, list(self.holding("contact_languages") or []))
