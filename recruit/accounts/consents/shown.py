"""The words a page shows travel with its form: nobody agrees to words that came between reading and pressing."""

from flask import request
from flask_babel import lazy_gettext as _l

from recruit.accounts.consents import ConsentWords
from recruit.web.forms import Form

# The hidden field that names the words; `shown_words` of templates/accounts/consent_words.html writes it.
FIELD = "words_shown"
CHANGED = _l("The words you agree to have changed since you opened the page. Please read them again.")


def were_shown(words: ConsentWords) -> bool:
    """Whether the form that was sent stood on a page with exactly these words, in this version and language."""
    return request.form.get(FIELD) == words.mark


def agrees_to_shown(form: Form, words: ConsentWords) -> bool:
    """The same; where other words were shown the form says so, and the box is empty again."""
    if were_shown(words):
        return True
    form.blame_field("", CHANGED)
    if "agrees" in form:
        form["agrees"].data = False
    return False
