"""Moves of fairs: set up, booths, wishes, the timetable, answers."""

from recruit.fairs.actions.booths import ask_for_booth, confirm_booth, withdraw_booth
from recruit.fairs.actions.fairs import set_up_fair
from recruit.fairs.actions.meetings import answer_meeting, drop_meetings_of, note_overdue
from recruit.fairs.actions.timetables import (
    ask_for_timetable,
    claim,
    keep_result,
    publish_timetable,
    write_meetings,
)
from recruit.fairs.actions.wishes import (
    drop_wishes_of,
    save_wishes_of_company,
    save_wishes_of_student,
)

__all__ = [
    "answer_meeting",
    "ask_for_booth",
    "ask_for_timetable",
    "claim",
    "confirm_booth",
    "drop_meetings_of",
    "drop_wishes_of",
    "keep_result",
    "note_overdue",
    "publish_timetable",
    "save_wishes_of_company",
    "save_wishes_of_student",
    "set_up_fair",
    "withdraw_booth",
    "write_meetings",
]
