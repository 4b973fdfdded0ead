"""Words of the university's lists."""

from flask_babel import gettext as _, lazy_gettext as _l, lazy_pgettext

from recruit.students.roster.rules import (
    MOST_AT_ONCE,
    MOST_LINES,
    BadLine,
    Column,
    Fit,
    LineFault,
    RosterRefusal,
)
from recruit.students.rules import Confirmed
from recruit.web.words import words_for

# What a list says of a person, before the university has said it here.
SAYS = {
    Confirmed.ENROLLED: lazy_pgettext("list", "Enrolled"),
    Confirmed.GRADUATED: lazy_pgettext("list", "Graduated"),
}

ALL = (
    {
        Column.NAME: lazy_pgettext("list", "Full name"),
        Column.FAMILY_NAME: _l("Family name"),
        Column.GIVEN_NAME: _l("Given name"),
        Column.EMAIL: _l("E-mail address"),
        Column.NUMBER: _l("Student number"),
        Column.MAJOR: _l("Field of study"),
        Column.GRADUATES: _l("Graduation"),
        Column.STATUS: _l("Status"),
    },
    {
        LineFault.NO_NAME: _l("There is no name on this line."),
        LineFault.TOO_LONG: _l("This is longer than any name or address. Is it in the right column?"),
        LineFault.NOT_AN_ADDRESS: _l("This is not an e-mail address. Leave it empty if you do not know it."),
        LineFault.NOT_A_MONTH: _l("This is not a month. Write it like 2027-06 or 06/2027."),
        LineFault.STATUS_UNKNOWN: _l("Only “enrolled” and “graduated” can be confirmed."),
        LineFault.TWICE: _l("The same address stands on an earlier line."),
    },
    {
        RosterRefusal.NO_HEAD: _l(
            "We find no line with titles of columns. The first line must name the columns, for example “Full name” and “E-mail address”. The"
            " template below shows how."
        ),
        RosterRefusal.NO_LINES: _l("Below the titles of the columns stands nobody."),
        RosterRefusal.TOO_MANY_LINES: _l(
            "The list has more than %(most)s lines. Please split it, for example by faculty.",
            most=f"{MOST_LINES:,}",
        ),
        RosterRefusal.OLD_LETTERS: _l(
            "The letters of this file are in an older encoding (TCVN3, VNI or Windows), in which names would come out wrong. Open it"
            " in Excel, choose “Save as” and then “CSV UTF-8” or “Excel workbook (.xlsx)”. Text in fonts such as .VnTime must be"
            " converted to Unicode before."
        ),
        RosterRefusal.NOT_A_TABLE: _l(
            "This file cannot be read as a table. Save it as CSV UTF-8 or as an Excel workbook (.xlsx)."
        ),
        RosterRefusal.NOT_TAKEN: _l(
            "This kind of file is not taken. Save your list as CSV UTF-8 or as an Excel workbook (.xlsx)."
        ),
        RosterRefusal.NOBODY_CHOSEN: _l("Please choose at least one student."),
        RosterRefusal.TOO_MANY_AT_ONCE: _l(
            "Please confirm at most %(most)s students at once.", most=str(MOST_AT_ONCE)
        ),
        RosterRefusal.DAY_AHEAD: _l(
            "This day lies ahead. Confirm what is so today; come back after the graduation."
        ),
        RosterRefusal.DAY_TOO_EARLY: _l("This day is too long ago. Is the year right?"),
    },
    {
        Fit.BY_MAIL: _l("Found by address"),
        Fit.BY_NAME: _l("Found by name"),
        Fit.CHOOSE: _l("Please choose"),
        Fit.NOT_HERE: _l("Not here yet"),
        Fit.DONE: _l("Already confirmed"),
    },
)


def why_bad(bad: BadLine) -> str:
    """What is wrong with a line, and where else the same stands."""
    if bad.fault is LineFault.TWICE:
        return _("The same address stands on line %(line)d.", line=bad.other_line)
    return words_for(bad.fault)
