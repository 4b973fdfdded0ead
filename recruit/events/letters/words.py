"""What the coded values of letters are called."""

from flask_babel import lazy_gettext as _l

from recruit.events.letters.rules import LetterRefusal

LETTER_REFUSAL = {
    LetterRefusal.WORDS_NEEDED: _l("Please write the letter in at least one language."),
    LetterRefusal.HALF_WRITTEN: _l("Please give a subject and a text in each language you write."),
    LetterRefusal.NOBODY_THERE: _l("Nobody stands in this part of the list."),
    LetterRefusal.SENT_ALREADY: _l("This letter has been sent already."),
}

ALL = (LETTER_REFUSAL,)
