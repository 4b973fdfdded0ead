"""Moves of alerts, cases and help lines, by noun."""

from recruit.cases.actions.alerts import ask_for_check, check_answers
from recruit.cases.actions.cases import (
    add_note,
    close_case,
    hand_over,
    open_case,
    open_case_about,
    plan_next,
    reopen_case,
    report,
    take_case,
)
from recruit.cases.actions.help_lines import load_help_lines
from recruit.cases.actions.helped import keep_help_answer

__all__ = [
    "add_note",
    "ask_for_check",
    "check_answers",
    "close_case",
    "hand_over",
    "keep_help_answer",
    "load_help_lines",
    "open_case",
    "open_case_about",
    "plan_next",
    "reopen_case",
    "report",
    "take_case",
]
