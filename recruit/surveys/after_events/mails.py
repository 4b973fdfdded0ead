"""The mail that asks a guest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core import clock
from recruit.events.mails import context_of_sign_up
from recruit.events.materials.queries import shown_to_guests
from recruit.events.queries import recipient_of
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.surveys.after_events import queries
from recruit.surveys.after_events.models import GuestSurvey
from recruit.surveys.after_events.rules import GuestKind
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

KIND = "event_survey"


def _context(params: Params, language: str) -> Mapping[str, Any]:
    survey = queries.survey_by_ref(params["survey"])
    registration, key = survey.registration, queries.key_of(survey)
    event = registration.event
    shared = context_of_sign_up({"registration": registration.public_id}, language)
    return {
        **shared,
        "page_of_event": shared["url"],
        "url": page_url("surveys.guest_survey", token=key, _external=True),
        "key": key,
        "came": survey.kind is GuestKind.CAME,
        "minutes": queries.form_of(survey).minutes,
        "has_materials": event.has_materials and bool(shown_to_guests(event, clock.now())),
        "until": two_clocks(survey.closes_at, event.zone),
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    survey = queries.survey_by_ref(params["survey"])
    return not survey.answered and now < survey.closes_at


KINDS = (
    MailKind(
        name=KIND,
        room="surveys",
        template="surveys/after_events/event_survey",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.EVENTS,
        secrets=("key", "guest_key"),
    ),
)


def queue_survey(survey: GuestSurvey, *, now: datetime) -> None:
    """One mail to one guest; its key names the sign-up, so that nobody is asked twice."""
    registration = survey.registration
    recipient = recipient_of(registration.person_id)
    queue(
        KIND,
        to_address=recipient.address,
        to_ref=recipient.ref,
        language=recipient.language,
        zone=recipient.zone,
        params={"survey": survey.public_id},
        unique_key=f"{KIND}:{registration.public_id}",
        now=now,
        subject_kind="guest_survey",
        subject_ref=survey.public_id,
    )
