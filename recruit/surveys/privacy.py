"""Personal data of follow-ups: answers are exported whole; on erasure the words go and the coded answers lose their person."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.periods import ANSWER_WORDS, Kept
from recruit.placements.models import Placement
from recruit.surveys.coding import privacy as coding
from recruit.surveys.forms.definition import Reserved
from recruit.surveys.forms.reading import parse
from recruit.surveys.forms.wording import RESERVED_LABELS, text
from recruit.surveys.models import Answer, Contact, FollowUpTask, Response, SurveyLink, SurveyOptOut
from recruit.surveys.queries.answering import plain_of
from recruit.surveys.rules import ContactState, ResponseState

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "contact": "States and days stay for the figures; what was still to go is cancelled.",
    "contact_change": "Days only; stays with the contact.",
    "follow_up_task": "Open ones are deleted: there is nobody left to see to.",
    "survey_opt_out": "Deleted.",
    "survey_link": "Deleted: no key opens anything any more.",
    "response": "Stays for the figures.",
    "answer": "Words the person wrote, and all that was not handed in, are deleted; coded answers stay for the figures.",
    "instrument": "Holds no person.",
    "instrument_version": "Holds no person.",
    "programme": "Holds no person.",
    "wave": "Holds no person.",
    "counted_change": "Holds no person: numbers, for a day at most.",
}


def export(person_id: int) -> dict[str, Any]:
    """What was asked of a person and what the person answered."""
    contacts = session().scalars(
        select(Contact).join(Placement).where(Placement.person_id == person_id).order_by(Contact.id)
    )
    responses = session().scalars(
        select(Response)
        .join(Contact)
        .join(Placement)
        .options(selectinload(Response.answers))
        .where(Placement.person_id == person_id)
        .order_by(Response.id)
    )
    refusals = session().scalars(
        select(SurveyOptOut).where(SurveyOptOut.person_id == person_id).order_by(SurveyOptOut.id)
    )
    return {
        "follow_ups": [
            {
                "point": contact.wave.key,
                "kind": contact.kind,
                "due_on": contact.due_on,
                "state": contact.state,
                "sent_at": contact.sent_at,
            }
            for contact in contacts
        ],
        "answers": [
            {
                "point": response.contact.wave.key,
                "state": response.state,
                "begun_at": response.begun_at,
                "submitted_at": response.submitted_at,
                "answers": _answers(response),
            }
            for response in responses
        ],
        "not_to_be_asked": [
            {"level": row.level, "point": row.wave, "since": row.since, "until": row.until}
            for row in refusals
        ],
    }


def _answers(response: Response) -> list[dict[str, Any]]:
    """Each question in the language it was answered in, the answer in its words, and the codes that are kept."""
    form, language = parse(response.instrument_version.definition), response.language
    asked = {item.name: item for item in form.items}
    found = []
    for answer in response.answers:
        item, plain = asked.get(answer.item), plain_of(answer)
        labels = {choice.value: text(choice.label, language) for choice in item.choices} if item else {}
        if answer.reserved:
            shown = text(RESERVED_LABELS.get(Reserved(answer.reserved)), language)
        elif answer.words is not None:
            shown = plain
        else:
            shown = " · ".join(labels.get(str(value), str(value)) for value in answer.value or ())
        found.append(
            {
                "question": text(item.label, language) if item else answer.item,
                "answer": shown,
                "item": answer.item,
                "code": "" if answer.words is not None else plain,
            }
        )
    return found


def erase(person_id: int, now: datetime) -> None:
    """Take away words, keys and everything still to go; states, days and coded answers stay without a name."""
    rows = session()
    contacts = select(Contact.id).join(Placement).where(Placement.person_id == person_id)
    responses = select(Response.id).where(Response.contact_id.in_(contacts))
    rows.execute(delete(Answer).where(Answer.response_id.in_(responses), Answer.words.is_not(None)))
    begun = select(Response.id).where(
        Response.contact_id.in_(contacts), Response.state != ResponseState.SUBMITTED
    )
    rows.execute(delete(Answer).where(Answer.response_id.in_(begun)))
    rows.execute(delete(SurveyLink).where(SurveyLink.contact_id.in_(contacts)))
    rows.execute(delete(SurveyOptOut).where(SurveyOptOut.person_id == person_id))
    rows.execute(
        delete(FollowUpTask).where(
            FollowUpTask.placement_id.in_(select(Placement.id).where(Placement.person_id == person_id)),
            FollowUpTask.done_at.is_(None),
        )
    )
    rows.execute(
        update(Contact)
        .where(
            Contact.id.in_(contacts),
            Contact.state.in_(
                [ContactState.PLANNED, ContactState.HELD, ContactState.PAUSED, ContactState.QUEUED]
            ),
        )
        .values(state=ContactState.CANCELLED, reason="erased", next_send_at=None)
    )
    rows.execute(update(Contact).where(Contact.id.in_(contacts)).values(check_at=None))
    rows.expire_all()


# What still comes, or can still be answered.
_OPEN = (
    ContactState.PLANNED,
    ContactState.HELD,
    ContactState.PAUSED,
    ContactState.QUEUED,
    ContactState.SENT,
    ContactState.STARTED,
)
# Contacts that never were a survey of anybody.
_NEVER_WAS = (ContactState.CANCELLED, ContactState.NOT_APPLICABLE, ContactState.OPTED_OUT)


def purge(now: datetime) -> int:
    """Delete the words of answers when the last survey of an employment is long enough ago; coded answers stay. Gives how many."""
    still_counts = select(Contact.placement_id).where(
        Contact.state.not_in(_NEVER_WAS), Contact.closes_at >= ANSWER_WORDS.before(now)
    )
    responses = (
        select(Response.id)
        .join(Contact, Contact.id == Response.contact_id)
        .where(
            Contact.placement_id.not_in(still_counts),
            func.coalesce(Response.submitted_at, Response.begun_at) < ANSWER_WORDS.before(now),
        )
    )
    coding.forget_glosses(responses)
    gone = delete(Answer).where(Answer.response_id.in_(responses), Answer.words.is_not(None))
    return len(session().scalars(gone.returning(Answer.id)).all())


PURGES = {Kept.ANSWER_WORDS: purge}


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these are still asked how it goes."""
    rows = session().scalars(
        select(Placement.person_id)
        .join(Contact, Contact.placement_id == Placement.id)
        .where(Placement.person_id.in_(person_ids), Contact.state.in_(_OPEN))
    )
    return set(rows)
