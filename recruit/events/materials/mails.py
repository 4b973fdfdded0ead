"""The mail that tells of materials."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core import clock
from recruit.core.texts import best_text
from recruit.events import queries
from recruit.events.mails import context_of_sign_up
from recruit.events.materials.queries import shown_to_guests
from recruit.events.models import Event
from recruit.messages.actions import Recipient, queue_all
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup

KIND = "event_materials"


def _context(params: Params, language: str) -> Mapping[str, Any]:
    event = queries.registration_by_ref(params["registration"]).event
    texts = [best_text(one.texts, language) for one in shown_to_guests(event, clock.now())]
    return {**context_of_sign_up(params, language), "titles": [one.title for one in texts if one]}


def _still_wanted(params: Params, now: datetime) -> bool:
    event = queries.registration_by_ref(params["registration"]).event
    return not event.hidden and bool(shown_to_guests(event, now))


KINDS = (
    MailKind(
        name=KIND,
        room="events",
        template="events/materials/event_materials",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.EVENTS,
        secrets=("guest_key",),
    ),
)


def queue_word(event: Event, told: Mapping[int, str], *, now: datetime) -> int:
    """One mail to each of them; the key names the occasion, so that nobody is told of it twice. Gives how many people."""
    occasion = int(now.timestamp())
    people = queries.recipients_of(list(told))
    queue_all(
        KIND,
        [
            Recipient(
                address=one.address,
                ref=one.ref,
                language=one.language,
                zone=one.zone,
                params={"registration": told[person_id], "place": 0},
                unique_key=f"{KIND}:{told[person_id]}:{occasion}",
                subject_ref=told[person_id],
            )
            for person_id, one in people.items()
        ],
        now=now,
        subject_kind="registration",
    )
    return sum(bool(one.address) for one in people.values())
