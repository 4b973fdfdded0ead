"""The mail that carries a letter."""

from collections.abc import Mapping
from typing import Any

from recruit.core.texts import best_text
from recruit.events.letters import queries
from recruit.events.letters.models import EventLetter
from recruit.events.mails import context_of_sign_up
from recruit.events.queries import recipients_of
from recruit.messages.actions import Recipient, queue_all
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup

KIND = "event_letter"


def _context(params: Params, language: str) -> Mapping[str, Any]:
    text = best_text(queries.letter_by_ref(params["letter"]).texts, language)
    return {
        **context_of_sign_up(params, language),
        "letter_subject": text.subject if text else "",
        "paragraphs": [one.strip() for one in text.words.split("\n\n") if one.strip()] if text else [],
        "letter_language": text.language if text else language,
    }


KINDS = (
    MailKind(
        name=KIND,
        room="events",
        template="events/letters/event_letter",
        context=_context,
        group=MailGroup.EVENTS,
        secrets=("guest_key",),
    ),
)


def queue_letter(letter: EventLetter, readers: Mapping[int, str]) -> int:
    """One mail to each reader; the key names the letter and the sign-up. Gives how many can be reached."""
    people = recipients_of(list(readers))
    queue_all(
        KIND,
        [
            Recipient(
                address=one.address,
                ref=one.ref,
                language=one.language,
                zone=one.zone,
                params={"registration": readers[person_id], "letter": letter.public_id},
                unique_key=f"{KIND}:{letter.public_id}:{readers[person_id]}",
                subject_ref=readers[person_id],
            )
            for person_id, one in people.items()
        ],
        now=letter.sent_at,
        subject_kind="registration",
    )
    return sum(bool(one.address) for one in people.values())
