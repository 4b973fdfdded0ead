"""Moves of fairs: set up, booths, wishes, the timetable, answers."""

from recruit.fairs.actions.booths import ask_for_booth, confirm_booth, withdraw_booth
from recruit.fairs.actions.fairs import set_up_fair
from recruit.fairs.actions.meetings import (
    answer_meeting,
    drop_all_meetings,
    drop_meetings_at,
    drop_meetings_of,
    note_overdue,
)
from recruit.fairs.actions.pins import (
    drop_pins_of,
    pin_meeting,
    unpin_meeting,
)
from recruit.fairs.actions.setting import add_interpreter, remove_interpreter, set_breaks
from recruit.fairs.actions.timetables import (
    ask_for_timetable,
    cancel_timetable,
    claim,
    is_wanted,
    keep_result,
    let_go,
    note_reached,
    publish_timetable,
    refuse_result,
    write_meetings,
)
from recruit.fairs.actions.wishes import (
    drop_wishes_of,
    save_wishes_of_company,
    save_wishes_of_student,
)

__all__ = [
    "add_interpreter",
    "answer_meeting",
    "ask_for_booth",
    "ask_for_timetable",
    "cancel_timetable",
    "claim",
    "confirm_booth",
    "drop_all_meetings",
    "drop_meetings_at",
    "drop_meetings_of",
    "drop_pins_of",
    "drop_wishes_of",
    "is_wanted",
    "keep_result",
    "let_go",
    "note_overdue",
    "note_reached",
    "pin_meeting",
    "publish_timetable",
    "refuse_result",
    "remove_interpreter",
    "save_wishes_of_company",
    "save_wishes_of_student",
    "set_breaks",
    "set_up_fair",
    "unpin_meeting",
    "withdraw_booth",
    "write_meetings",
]
