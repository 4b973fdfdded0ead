"""Words of the company's side."""

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.surveys.pairing.rules import Bound, FormStanding, PairingRefusal

STANDINGS = {
    FormStanding.TO_COME: _l("still to come"),
    FormStanding.OPEN: _l("open to fill in"),
    FormStanding.LATE: _l("late, still taken"),
    FormStanding.HANDED_IN: _l("form handed in"),
    FormStanding.CLOSED: _l("form closed"),
}

REFUSALS = {
    PairingRefusal.FORM_CLOSED: _l("This form does not take answers any more."),
    PairingRefusal.FORM_HANDED_IN: _l(
        "A colleague or you have handed in this form already. Nothing was changed."
    ),
    PairingRefusal.FORM_NOT_BEGUN: _l(
        "Nothing is answered yet. Answer at least one question, then hand in the form."
    ),
    PairingRefusal.ANSWER_NOT_TAKEN: _l(
        "This answer cannot be kept. Please choose one of the answers offered."
    ),
}

BOUNDS = {
    Bound.NONE: _l("as it is"),
    Bound.OR_MORE: _l("or more"),
    Bound.OR_FEWER: _l("or fewer"),
}

# What both sides are asked about, in a few words.
THINGS = {
    "q_astold": _l("Duties as promised"),
    "p_overtime": _l("Overtime as told"),
    "q_useskill": _l("Studies put to use"),
    "q_japanese": _l("Japanese at work understood"),
    "p_langhelp": _l("Help with the language"),
    "q_talkto": _l("Somebody to turn to"),
    "q_safe": _l("Safe on site"),
    "p_nextwork": _l("Clear which work comes next"),
}

# What the company does at each point, said when its form is handed in: a title, and the sentence that says how.
TASKS_OF_POINTS = {
    "w1": (
        _l("Sit down for half an hour, the two of you"),
        _l("Ask about the flat, the way to work and the first days on site. Listen more than you speak."),
    ),
    "m1": (
        _l("Explain the first pay slip"),
        _l(
            "Go through it line by line: gross pay, insurance, tax, what is paid out. Say when resident tax begins."
        ),
    ),
    "m3": (
        _l("Hold the three-month review"),
        _l(
            "Say what goes well and what comes next. If the trial period ends now, tell the person in writing that it has."
        ),
    ),
    "m6": (
        _l("Tell about paid leave and make a plan for a licence"),
        _l(
            "Ten days of paid leave begin six months after the start. Choose a licence together and the date of its exam."
        ),
    ),
    "m12": (
        _l("Prepare the renewal of stay, and explain resident tax"),
        _l(
            "Papers for the renewal go in from three months before the stay ends. Resident tax is deducted from June of the second year."
        ),
    ),
    "m24": (
        _l("Talk about family and the longer stay"),
        _l(
            "Ask whether the family is to come, and check permanent residence and the points of the Highly Skilled Professional."
        ),
    ),
    "m36": (
        _l("Plan the years ahead"),
        _l(
            "Agree on the work of the coming three years, and ask whether this person would guide the next newcomers."
        ),
    ),
    "exit": (
        _l("Do what the law asks when somebody leaves"),
        _l(
            "Report to Hello Work within ten days, hand over the certificate of separation and the tax slip, and remind the person to notify immigration within 14 days."
        ),
    ),
}


def told_share(percent: int, bound: Bound) -> str:
    """A share as it may be told: about so much, or a bound."""
    if bound is Bound.OR_MORE:
        return _("%(percent)s %% or more", percent=percent)
    if bound is Bound.OR_FEWER:
        return _("%(percent)s %% or fewer", percent=percent)
    return _("about %(percent)s %%", percent=percent)


ALL = (STANDINGS, BOUNDS, REFUSALS)
