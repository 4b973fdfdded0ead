"""Words of the handbook."""

from flask_babel import lazy_gettext as _l

from recruit.handbook.rules import Audience, ChapterState

STATES = {
    ChapterState.DRAFT: _l("Draft"),
    ChapterState.IN_REVIEW: _l("In review"),
    ChapterState.PUBLISHED: _l("Published"),
    ChapterState.WITHDRAWN: _l("Withdrawn"),
}
AUDIENCES = {
    Audience.COMPANY: _l("For companies"),
    Audience.STUDENT: _l("For students"),
    Audience.EVERYBODY: _l("For everybody"),
}
ALL = {**STATES, **AUDIENCES}
