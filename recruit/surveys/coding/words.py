"""Words of coding: stages, looks, parts of the codebook, and what cannot be kept."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.surveys.coding.rules import (
    GLOSS_LANGUAGE,
    OTHER_LANGUAGE,
    CodingRefusal,
    HowSettled,
    Stage,
    Theme,
    Turn,
)

STAGES = {
    Stage.GLOSS: _l("Needs a gloss"),
    Stage.FIRST: _l("Needs codes"),
    Stage.SECOND: _l("Needs a second coder"),
    Stage.SETTLE: _l("Coders differ"),
    Stage.DONE: lazy_pgettext("coding", "Finished"),
}
TURNS = {
    Turn.FIRST: _l("First coder"),
    Turn.SECOND: _l("Second coder"),
    Turn.SETTLED: _l("Settled"),
}
HOW_SETTLED = {
    HowSettled.THIRD_LOOK: _l("settled by a third person"),
    HowSettled.TOGETHER: _l("settled by the two coders together"),
}
THEMES = {
    Theme.REASON: _l("Reasons for leaving, and what is hard"),
    Theme.TROUBLE: _l("Troubles"),
    Theme.WORKS: _l("What works"),
}
REFUSALS = {
    CodingRefusal.GLOSS_NEEDED: _l("Please write down in Japanese what the answer says."),
    CodingRefusal.GLOSS_FIRST: _l("This answer needs its gloss first."),
    CodingRefusal.COMPARED_ALREADY: _l("Two coders have looked at this answer already."),
    CodingRefusal.NOTHING_CHOSEN: _l("Please choose a code, or say that none fits."),
    CodingRefusal.CHOSEN_AND_NONE: _l("Please choose codes, or say that none fits, but not both."),
    CodingRefusal.NOT_OFFERED: _l("A code you chose is not in use any more. Please look again."),
    CodingRefusal.NOTHING_TO_SETTLE: _l("There is nothing to settle here any more."),
    CodingRefusal.SAY_TOGETHER: _l(
        "You are one of the two coders. Please talk with the other, and tick that you decided together."
    ),
    CodingRefusal.NOT_TOGETHER: _l(
        "You are neither of the two coders: you decide as a third person. Please take the tick off."
    ),
    CodingRefusal.WORDING_UNCHANGED: _l("This is the wording that holds already."),
    CodingRefusal.WORDING_CHANGED: _l("A colleague has changed this wording meanwhile. Please look again."),
}
# The languages in which people write.
WRITTEN_IN = {
    GLOSS_LANGUAGE: _l("Japanese"),
    "vi": _l("Vietnamese"),
    "id": _l("Indonesian"),
    "en": _l("English"),
    OTHER_LANGUAGE: _l("another language"),
}
ALL = (STAGES, TURNS, HOW_SETTLED, THEMES, REFUSALS)
