"""Words of the early signals."""

from flask_babel import lazy_gettext as _l

from recruit.retention.signals.rules import Signal, Verdict

SIGNALS = {
    Signal.WANTS_TO_LEAVE: _l("Does not want to stay"),
    Signal.GAP: _l("Both sides far apart"),
    Signal.SILENT_TWICE: _l("Silent twice"),
}
MEANINGS = {
    Signal.WANTS_TO_LEAVE: _l(
        "The answer about staying another year is 1 or 2 of 5, or at least two lower than the time before."
    ),
    Signal.GAP: _l(
        "What the company and the hire say about duties or safety is at least two of four steps apart."
    ),
    Signal.SILENT_TWICE: _l("Two surveys in a row were given out and closed unanswered."),
}
VERDICTS = {
    Verdict.TOO_EARLY: _l("too few cases to judge"),
    Verdict.HOLDS: _l("more leave than otherwise"),
    Verdict.SWITCHED_OFF: _l("switched off: no different from everybody"),
}
ALL = (SIGNALS, VERDICTS)
