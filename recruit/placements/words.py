"""Words of hires."""

from flask_babel import get_locale, gettext, lazy_gettext as _l

from recruit.placements.lists import BadRow, ListFault, NotAList, RowFault
from recruit.placements.rules import (
    ConfirmationKind,
    EmployerSize,
    ExitKind,
    PlacementFactKind,
    PlacementRefusal,
    PlacementSource,
    PlacementState,
    SaidBy,
)

LIST_FAULTS = {
    ListFault.TOO_LARGE: _l("This file is too large. Please choose one of at most 10 MB."),
    ListFault.NOT_CSV: _l("This file is no list in CSV."),
    ListFault.NOT_TEXT: _l("The letters of this file cannot be read. Please save it as UTF-8 or Shift-JIS."),
    ListFault.UNPACKS_TOO_LARGE: _l(
        "This workbook is too large when it is unpacked. Please choose a smaller one."
    ),
    ListFault.NOT_A_WORKBOOK: _l("This file is no XLSX workbook."),
}
STATES = {
    PlacementState.EXPECTED: _l("Expected"),
    PlacementState.WORKING: _l("Working"),
    PlacementState.ON_LEAVE: _l("On leave"),
    PlacementState.LEFT: _l("Left"),
    PlacementState.NEVER_STARTED: _l("Never started"),
}
SOURCES = {
    PlacementSource.PLATFORM: _l("Offer accepted here"),
    PlacementSource.COMPANY: _l("Entered by the company"),
    PlacementSource.STAFF: _l("Entered by staff"),
    PlacementSource.IMPORT: _l("From a list"),
}
FACTS = {
    PlacementFactKind.PLANNED_START: _l("Planned first working day"),
    PlacementFactKind.STARTED: _l("First working day"),
    PlacementFactKind.EMPLOYER: _l("Employer"),
    PlacementFactKind.STATUS_OF_RESIDENCE: _l("Status of residence"),
    PlacementFactKind.LEAVE: _l("Leave of absence"),
    PlacementFactKind.ENDED: _l("End of the employment"),
    PlacementFactKind.ENDED_WITHDRAWN: _l("End withdrawn"),
    PlacementFactKind.DIED: _l("Died"),
    PlacementFactKind.ARRIVED: _l("Arrived in Japan"),
    PlacementFactKind.STAY_UNTIL: _l("Last day of the period of stay"),
    PlacementFactKind.RENEWAL_APPLIED: _l("Renewal of the stay applied for"),
}
EXITS = {
    ExitKind.MOVED_EMPLOYER_JAPAN: _l("Moved to another employer in Japan"),
    ExitKind.RETURNED_HOME: _l("Returned home"),
    ExitKind.CONTRACT_END: _l("Contract ended"),
    ExitKind.THIRD_COUNTRY: _l("Moved to a third country"),
    ExitKind.DEATH: _l("Death or illness"),
    ExitKind.UNKNOWN: _l("Not known"),
}
SIZES = {
    EmployerSize.SMALL: _l("Small company"),
    EmployerSize.MID_SIZE: _l("Mid-size company"),
    EmployerSize.LARGE: _l("Large company"),
}
SPEAKERS = {
    SaidBy.COMPANY: _l("said by the company"),
    SaidBy.PERSON: _l("said by the person"),
    SaidBy.STAFF: _l("entered by staff"),
    SaidBy.IMPORT: _l("from a list"),
    SaidBy.PLATFORM: _l("from the accepted offer"),
}
QUESTIONS = {
    ConfirmationKind.START: _l("Has this person begun to work?"),
    ConfirmationKind.STILL_EMPLOYED: _l("Does this person still work for you?"),
}
REFUSALS = {
    PlacementRefusal.ALREADY_STARTED: _l("The first working day has been confirmed already."),
    PlacementRefusal.NOT_WORKING: _l("This person is not at work here, so there is no end to enter."),
    PlacementRefusal.END_BEFORE_START: _l("The last working day lies before the first one."),
    PlacementRefusal.NOT_ON_LEAVE: _l("This person is not on leave."),
    PlacementRefusal.DAY_IN_THE_FUTURE: _l("This day has not come yet. Please enter it when it has."),
    PlacementRefusal.DAY_BEFORE_START: _l("This day lies before the first working day."),
    PlacementRefusal.LEAVE_ENDS_TOO_EARLY: _l("The last day of the leave lies before the first one."),
    PlacementRefusal.EMPLOYER_UNKNOWN: _l("Please choose one of the approved companies."),
    PlacementRefusal.START_IN_THE_FUTURE: _l(
        "This day has not come yet. Until then you can move the planned first day."
    ),
}
# What is named of the row stands between quotation marks of its reader's language.
ROW_FAULTS = {
    RowFault.NUMBER_MISSING: _l("Every hire needs a number of their own."),
    RowFault.NUMBER_TOO_LONG: _l("This is longer than %(most)s characters."),
    RowFault.STANDS_ALREADY: _l("“%(typed)s” stands on line %(other)s already."),
    RowFault.ENDS_BEFORE_HIRE: _l("%(typed)s lies before the first working day, %(other)s."),
    RowFault.LEFT_WITHOUT_DAY: _l(
        "This says that the person left, but the last working day is empty (last_working_day)."
    ),
    RowFault.ARRIVAL_TO_COME: _l(
        "%(typed)s has not come yet. Leave the cell empty until the person is here."
    ),
    RowFault.STAY_BEFORE_ARRIVAL: _l("%(typed)s does not lie after the arrival on %(other)s."),
    RowFault.STAY_TOO_LONG: _l(
        "%(typed)s is later than any period of stay can end (%(other)s). For a stay without an end write “%(code)s”."
    ),
    RowFault.NOT_AN_ADDRESS: _l("“%(typed)s” is not an e-mail address."),
    RowFault.NOT_A_DAY: _l("“%(typed)s” is not a day. Write it like 2024-04-01."),
    RowFault.MEANS_ANOTHER: _l("“%(typed)s” is not known. Did you mean “%(other)s”?"),
    RowFault.NOT_KNOWN: _l("“%(typed)s” is not known. These are: %(other)s."),
}
ALL = (STATES, SOURCES, FACTS, EXITS, SIZES, SPEAKERS, QUESTIONS, REFUSALS)


def country_name(code: str) -> str:
    """The name of a country in the reader's language; its code where it has none."""
    locale = get_locale()
    return locale.territories.get(code, code) if locale else code


def row_fault(bad: BadRow) -> str:
    """Why a row of a list of hires cannot be taken, in the reader's language. Days stand as they were typed."""
    return str(ROW_FAULTS[bad.fault]) % bad.said


def list_fault(fault: NotAList) -> str:
    """Why a file with hires cannot be read, in the reader's language."""
    if fault.fault is ListFault.COLUMNS_MISSING:
        return gettext(
            "The first line of this file lacks these columns: %(columns)s.", columns=", ".join(fault.missing)
        )
    return str(LIST_FAULTS[fault.fault])
