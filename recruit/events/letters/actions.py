"""Staff write to people of an event."""

from collections.abc import Mapping
from datetime import datetime

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.among import Which
from recruit.events.letters import queries, rules
from recruit.events.letters.models import EventLetter, EventLetterText
from recruit.events.letters.rules import LetterRefusal, LetterWords
from recruit.events.models import Event

refuse_on("uq_event_letter_once", Refused(LetterRefusal.SENT_ALREADY))


def write_letter(
    event: Event,
    which: Which,
    texts: Mapping[str, LetterWords],
    *,
    once: str,
    by: Visitor,
    now: datetime,
) -> tuple[EventLetter, dict[int, str]]:
    """Keep the letter; gives whom it goes to, by person, with the number of the sign-up."""
    refusal = rules.why_not_letter(texts.values())
    if refusal is not None:
        raise Refused(refusal)
    readers = queries.readers_of(by, event, which)
    if not readers:
        raise Refused(LetterRefusal.NOBODY_THERE)
    letter = EventLetter(
        event_id=event.id,
        which=str(which or ""),
        once=once,
        people=len(readers),
        sent_at=now,
        sent_by_ref=by.person_ref,
        texts=[
            EventLetterText(language=code, subject=one.subject, words=one.words)
            for code, one in texts.items()
            if one.subject
        ],
    )
    session().add(letter)
    session().flush()
    audit.record(
        "event.write_letter",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"letter: {letter.public_id}, to: {which or 'everybody'}, people: {len(readers)}",
    )
    return letter, readers
