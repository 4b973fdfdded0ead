"""Words of the desk of translations."""

from flask_babel import lazy_gettext as _l

from recruit.core.translating import Lacking, Whose
from recruit.handbook.translating.rules import TranslationRefusal

LACKING = {
    Lacking.MISSING: _l("not written yet"),
    Lacking.PARTLY: _l("only partly written"),
    Lacking.BEHIND: _l("behind the original"),
}
WHOSE = {
    Whose.WRITERS: _l("for who writes the handbook"),
    Whose.COORDINATORS: _l("for coordinators"),
    Whose.COMPANY: _l("for the company"),
}
REFUSALS = {
    TranslationRefusal.TAKEN: _l("Somebody else has taken this translation."),
    TranslationRefusal.NOT_FOR_YOU: _l("This translation is written by others."),
}
ALL = (LACKING, WHOSE, REFUSALS)
