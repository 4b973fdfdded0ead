"""Forms of what companies do before a fair."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.fairs.preparing.models import FairTask
from recruit.fairs.preparing.rules import MOST_DAYS, TaskKind
from recruit.web.forms import AtMost, Form, LineField, Required, WholeNumberField, number_from_to, optional


class DaysForm(Form):
    """When a task is due."""

    days_before = WholeNumberField(
        _l("Days before the fair"),
        [Required(), number_from_to(0, MOST_DAYS)],
        description=_l("It is due at the end of that day, in the clock of the venue."),
    )


class TaskForm(DaysForm):
    """A task in the words of staff."""

    words_ja = LineField(_l("In Japanese"), [Required(), AtMost(200)])
    words_en = LineField(_l("In English"), [optional(), AtMost(200)])
    words_vi = LineField(_l("In Vietnamese"), [optional(), AtMost(200)])
    words_id = LineField(_l("In Indonesian"), [optional(), AtMost(200)])

    @property
    def texts(self) -> Iterator[tuple[str, Any]]:
        """(language, field) each."""
        for language in ("ja", "en", "vi", "id"):
            yield language, self[f"words_{language}"]

    def words(self) -> dict[str, str]:
        return {language: field.data for language, field in self.texts if field.data}


def task_form(task: FairTask | None) -> DaysForm:
    """The form of a task: of a usual one only the day can change."""
    if task is None:
        return TaskForm(data={"days_before": 14})
    if task.kind is not TaskKind.OWN:
        return DaysForm(data={"days_before": task.days_before})
    words = {f"words_{language}": text for language, text in task.words.items()}
    return TaskForm(data={"days_before": task.days_before, **words})
