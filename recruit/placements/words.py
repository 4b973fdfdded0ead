"""Words of hires."""

from flask_babel import get_locale, gettext, lazy_gettext as _l

from recruit.placements.lists import ListFault, NotAList
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
ALL = (STATES, SOURCES, FACTS, EXITS, SIZES, SPEAKERS, QUESTIONS, REFUSALS)


def country_name(code: str) -> str:
    """The name of a country in the reader's language; its code where it has none."""
    locale = get_locale()
    return locale.territories.get(code, code) if locale else code


def list_fault(fault: NotAList) -> str:
    """Why a file with hires cannot be read, in the reader's language."""
    if fault.fault is ListFault.COLUMNS_MISSING:
        return gettext(
            "The first line of this file lacks these columns: %(columns)s.", columns=", ".join(fault.missing)
        )
    return str(LIST_FAULTS[fault.fault])
