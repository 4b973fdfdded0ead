"""Words of the log of failures."""

from flask_babel import gettext as _, lazy_gettext as _l, lazy_pgettext, ngettext

from recruit.accounts.breaches.rules import (
    BreachRefusal,
    BreachState,
    Country,
    Item,
    NoticeKind,
    Trigger,
)
from recruit.core.locales import BY_CODE

TRIGGERS = {
    Trigger.SENSITIVE: _l("Sensitive data, such as answers to surveys or health"),
    Trigger.PROPERTY: _l("Somebody could lose money by it"),
    Trigger.WRONGFUL: _l("Somebody acted with a wrongful purpose, for example an attack"),
    Trigger.MANY: _l("More than 1,000 people"),
}
COUNTRIES = {
    Country.JAPAN: _l("Japan"),
    Country.INDONESIA: _l("Indonesia"),
    Country.VIETNAM: _l("Vietnam"),
}
ITEMS = {
    Item.OVERVIEW: _l("What happened to the data"),
    Item.WHICH_DATA: _l("Which data"),
    Item.CAUSE: _l("Cause"),
    Item.HARM: _l("What harm came or may come of it"),
    Item.PERSONS_TOLD: _l("How the people affected are told"),
    Item.PUBLISHED: _l("Whether it is made public"),
    Item.PREVENTION: _l("What keeps it from happening again"),
    Item.OTHER: _l("Anything else"),
}
STATES = {
    BreachState.SUSPECTED: _l("Suspected"),
    BreachState.CONFIRMED: _l("Confirmed"),
    BreachState.NO_BREACH: _l("It was none"),
    BreachState.CLOSED: lazy_pgettext("breach", "Closed"),
}
NOTICES = {
    NoticeKind.JP_FIRST: _l("First report to the Personal Information Protection Commission, Japan"),
    NoticeKind.JP_FULL: _l("Full report to the Personal Information Protection Commission, Japan"),
    NoticeKind.JP_PERSONS: _l("The people affected, under Japan’s law"),
    NoticeKind.ID_AUTHORITY: _l("The authority in Indonesia"),
    NoticeKind.ID_PERSONS: _l("The people affected, under Indonesia’s law"),
    NoticeKind.VN_AUTHORITY: _l("The authority in Vietnam (A05)"),
}
REFUSALS = {
    BreachRefusal.MOVE_NOT_POSSIBLE: _l("This failure is not in a state in which that can be done."),
    BreachRefusal.NOTICES_MISSING: _l("Not everybody who has to be told has been told yet."),
    BreachRefusal.KNOWN_LATER_THAN_NOW: _l("This time has not come yet."),
    BreachRefusal.NOBODY_FOUND: _l("Nobody was found."),
    BreachRefusal.LETTER_HAS_GAPS: _l("Please fill in what stands in brackets."),
    BreachRefusal.NO_LETTER: _l("Please write a letter without gaps first, in at least one language."),
}
ALL = (TRIGGERS, COUNTRIES, ITEMS, STATES, NOTICES, REFUSALS)
# The shape beside each state; the word says the state too.
SHAPES = {
    BreachState.SUSPECTED: "waiting",
    BreachState.CONFIRMED: "here",
    BreachState.NO_BREACH: "none",
    BreachState.CLOSED: "done",
}

FIELDS = {
    "known_at": _l("Known since"),
    "triggers": _l("What makes it serious?"),
    "countries": _l("Where do they come from?"),
    "persons": _l("How many people, as far as is known"),
    "encrypted": _l("The data is encrypted so strongly that nobody can read it"),
    **{str(item): words for item, words in ITEMS.items()},
}


def change_sentence(change: str) -> str:
    """A change of the history, kept as codes, in words."""
    what, _space, rest = change.partition(" ")
    if what == "notice":
        return _("Told: %(whom)s", whom=NOTICES[NoticeKind(rest)])
    if what == "letter":
        return _("Letter written: %(language)s", language=BY_CODE[rest].name)
    if what == "people":
        return ngettext("%(num)d person came into the list.", "%(num)d people came into the list.", int(rest))
    if what == "letters":
        return ngettext("%(num)d letter was sent.", "%(num)d letters were sent.", int(rest))
    return " / ".join(str(FIELDS[name]) for name in change.split(", "))
