"""What cases do about news from earlier rooms."""

from recruit.cases.actions import ask_for_check
from recruit.surveys.events import ResponseSubmitted


def ask_for_alert_check(event: ResponseSubmitted) -> None:
    """Answers are looked at by a job, so that whoever hands them in never waits and nothing is lost."""
    ask_for_check(event.response_id, now=event.now)
