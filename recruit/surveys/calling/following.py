"""What calls do about a survey that was handed in."""

from recruit.core.db import session
from recruit.surveys.calling.actions import end_entries, settle
from recruit.surveys.events import ResponseSubmitted
from recruit.surveys.models import Contact, Response


def nobody_calls_any_more(event: ResponseSubmitted) -> None:
    """Whoever is filling it in with the person is told so at the next press, and nobody is called for it again."""
    response = session().get_one(Response, event.response_id)
    contact = session().get_one(Contact, response.contact_id)
    end_entries(contact.id, event.now)
    settle(event.now, placement_id=contact.placement_id)
