"""Forms of positions."""

from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.small import BeginForm, ButtonForm, NoteForm, PublishForm, ReturnForm
from recruit.postings.forms.steps import OTHER_LANGUAGES, STEPS, step_of
from recruit.postings.forms.values import ALLOWANCE_ROWS, values_of

__all__ = [
    "ALLOWANCE_ROWS",
    "OTHER_LANGUAGES",
    "STEPS",
    "BeginForm",
    "ButtonForm",
    "NoteForm",
    "PostingForm",
    "PublishForm",
    "ReturnForm",
    "step_of",
    "values_of",
]
