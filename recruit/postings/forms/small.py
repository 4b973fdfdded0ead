"""The small forms of positions."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from recruit.organisations.words import PREFECTURE
from recruit.postings.checking.queries import Checked
from recruit.postings.finding_words import FINDING_RULE
from recruit.postings.rules import PostingItem
from recruit.postings.words import JAPANESE_LEVEL, WORK_KIND
from recruit.web.forms import AtMost, CodeField, Form, LineField, LongField, Required, choices_of


class BeginForm(Form):
    """The four answers that a draft begins with."""

    title_ja = LineField(
        _l("Title of the position"),
        [Required(), AtMost(200)],
        description=_l("Example: 土木施工管理（旭川市）"),
        render_kw={"lang": "ja"},
    )
    work_kind = CodeField(_l("Kind of work"), WORK_KIND, validators=[Required()])
    prefecture = CodeField(_l("Prefecture of work"), PREFECTURE, validators=[Required()])
    japanese_level = CodeField(_l("Japanese on arrival"), JAPANESE_LEVEL, validators=[Required()])

    def content(self) -> dict[str, Any]:
        """A position that says no more than this."""
        return {
            "work_kind": self.work_kind.data,
            "prefecture": self.prefecture.data,
            "japanese_level": self.japanese_level.data,
            "openings": 1,
            "source_language": "ja",
            "items": {str(PostingItem.FEES_TO_WORKER): 0},
            "texts": {"ja": {"title": self.title_ja.data or ""}},
        }


class PublishForm(Form):
    """A button, and what whoever presses it has read."""

    seen = HiddenField()


class ReturnForm(Form):
    """Why staff send a position back."""

    reason = LongField(_l("What should be changed"), [Required(), AtMost(2000)])


class NoteForm(Form):
    """Why staff find a finding fine."""

    finding = SelectField(_l("Finding"), choices=[], validators=[Required()])
    note = LongField(_l("Why this is fine"), [Required(), AtMost(1000)])

    def offer(self, found: Iterable[Checked]) -> None:
        """The findings that may be chosen from, each once."""
        words = {one.key: FINDING_RULE[one.finding.rule] for one in found}
        self.finding.choices = choices_of(words.items())


class ButtonForm(Form):
    """Nothing but a button."""
