"""What the parts of a position's words and the ways in which they came to be are called."""

from flask_babel import lazy_gettext as _l

from recruit.postings.texts.rules import TextOrigin, TextRefusal

TEXT_ORIGIN = {
    TextOrigin.HUMAN: _l("A person wrote or translated it"),
    TextOrigin.MACHINE_ACCEPTED: _l(
        "A machine translated it, and a person who knows both languages has read it"
    ),
    TextOrigin.MACHINE: _l("A machine translated it, and nobody has read it yet"),
}
# By the names of `TEXT_FIELDS`.
TEXT_FIELD = {
    "title": _l("Title of the position"),
    "duties": _l("Duties at the start"),
    "duties_change_range": _l("Range of change of duties"),
    "place": _l("Place of work at the start"),
    "place_change_range": _l("Range of change of the place of work"),
    "more": _l("Good to know"),
}

TEXT_REFUSAL = {
    TextRefusal.STATE_CLOSED: _l("The words cannot be changed while the position is in this state."),
    TextRefusal.CHANGED_MEANWHILE: _l(
        "Somebody has changed these words or the original meanwhile. What you typed is still here: compare it once more and save again."
    ),
}
