"""Forms about papers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, SelectMultipleField

from recruit.students.papers.differences import Offer
from recruit.students.papers.resume_reading import MOST_BYTES
from recruit.web.forms import Form, LongField, choices_of, optional


class ResumeForm(Form):
    """A file, or the words of one."""

    file = FileField(
        _l("File in the format JSON Resume"),
        [optional()],
        description=_l("It ends in .json and is smaller than 100 KB."),
        render_kw={"accept": ".json,application/json"},
    )
    words = LongField(
        _l("Or its contents"),
        [optional()],
        description=_l("If your phone cannot open the file here: copy everything in it and paste it."),
        render_kw={"rows": 4, "spellcheck": "false"},
    )

    def sent(self) -> bytes:
        """What was sent, the file first; empty where nothing was."""
        chosen = self.file.data
        if isinstance(chosen, FileStorage) and chosen.filename:
            # One more byte than may be: enough to know that it is too large.
            return chosen.stream.read(MOST_BYTES + 1)
        return (self.words.data or "").encode()


class TakeForm(Form):
    """What of the file is to be taken over. The file goes along, so that nothing is kept in between."""

    resume = HiddenField()
    take = SelectMultipleField(_l("Take over"), validators=[optional()])

    def __init__(self, *args: Any, offers: Sequence[Offer] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.take.choices = choices_of((offer.key, offer.key) for offer in offers)
