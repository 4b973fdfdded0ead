"""What surveys after events do about news from events."""

from recruit.events.events import EventEnded
from recruit.surveys.after_events.actions import begin_round


def ask_guests(event: EventEnded) -> None:
    """Its guests are asked by a job, who came first."""
    begin_round(event.event_id, now=event.now)
