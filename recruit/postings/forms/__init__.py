"""Forms of positions."""

from recruit.postings.forms.posting_form import ALLOWANCE_ROWS, OTHER_LANGUAGES, PostingForm
from recruit.postings.forms.small import ButtonForm, FilterForm, NoteForm, ReturnForm
from recruit.postings.forms.values import values_of

__all__ = [
    "ALLOWANCE_ROWS",
    "OTHER_LANGUAGES",
    "ButtonForm",
    "FilterForm",
    "NoteForm",
    "PostingForm",
    "ReturnForm",
    "values_of",
]
