"""Reads of questions and answers."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.events.asking.models import EventQuestion, RegistrationAnswer
from recruit.events.asking.rules import Answer, is_asked
from recruit.events.models import Event, Registration


def questions_of(event: Event, *, retired: bool = False) -> Sequence[EventQuestion]:
    """The questions of an event in their order; with `retired` also those that are asked no more."""
    query = select(EventQuestion).where(EventQuestion.event_id == event.id)
    if not retired:
        query = query.where(EventQuestion.retired_at.is_(None))
    return session().scalars(query.order_by(EventQuestion.position, EventQuestion.id)).all()


def asked_questions(event: Event, *, is_student: bool) -> list[EventQuestion]:
    """What this person is asked; no statement where the event asks nothing."""
    if not event.asks:
        return []
    return [one for one in questions_of(event) if is_asked(one.asked_of, is_student=is_student)]


def answers_of(registration_id: int) -> dict[int, Answer]:
    """What was answered, by question."""
    rows = session().scalars(
        select(RegistrationAnswer)
        .where(RegistrationAnswer.registration_id == registration_id)
        .order_by(RegistrationAnswer.id)
    )
    return {row.question_id: Answer(row.question_id, row.words, row.choice) for row in rows}


def question_for_staff(visitor: Visitor, event: Event, public_id: str) -> EventQuestion:
    """A question of this event that is still asked."""
    found = session().scalar(
        select(EventQuestion).where(
            EventQuestion.event_id == event.id,
            EventQuestion.public_id == public_id,
            EventQuestion.retired_at.is_(None),
        )
    )
    if found is None or not visitor.is_coordinator:
        raise Missing
    return found


def answer_counts(visitor: Visitor, event: Event) -> dict[int, int]:
    """How many answered each question."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session().execute(
        select(RegistrationAnswer.question_id, func.count())
        .join(EventQuestion, EventQuestion.id == RegistrationAnswer.question_id)
        .where(EventQuestion.event_id == event.id)
        .group_by(RegistrationAnswer.question_id)
    )
    return {row[0]: row[1] for row in rows}


def is_answered(question: EventQuestion) -> bool:
    """Asked by moves: what was answered keeps its number."""
    query = select(RegistrationAnswer.id).where(RegistrationAnswer.question_id == question.id).limit(1)
    return session().scalar(query) is not None


def answers_of_many(
    visitor: Visitor, event: Event, registration_ids: Collection[int] | None = None
) -> dict[int, dict[int, Answer]]:
    """Answers by sign-up and question: of these sign-ups, or of all of the event, in one statement."""
    if not visitor.is_coordinator:
        raise Missing
    query = (
        select(
            RegistrationAnswer.registration_id,
            RegistrationAnswer.question_id,
            RegistrationAnswer.words,
            RegistrationAnswer.choice,
        )
        .join(Registration, Registration.id == RegistrationAnswer.registration_id)
        .where(Registration.event_id == event.id)
    )
    if registration_ids is not None:
        query = query.where(RegistrationAnswer.registration_id.in_(registration_ids))
    found: dict[int, dict[int, Answer]] = {}
    for registration_id, question_id, words, choice in session().execute(query):
        found.setdefault(registration_id, {})[question_id] = Answer(question_id, words, choice)
    return found


def answers_for_export(person_id: int, language: str) -> dict[int, list[dict[str, str]]]:
    """A person's own answers by sign-up, for the archive they take along."""
    rows = session().execute(
        select(RegistrationAnswer, EventQuestion)
        .join(EventQuestion, EventQuestion.id == RegistrationAnswer.question_id)
        .join(Registration, Registration.id == RegistrationAnswer.registration_id)
        .options(selectinload(EventQuestion.texts))
        .where(Registration.person_id == person_id)
        .order_by(RegistrationAnswer.id)
    )
    found: dict[int, list[dict[str, str]]] = {}
    for answer, question in rows:
        text = best_text(question.texts, language)
        choices = text.choices.splitlines() if text else []
        words = answer.words
        if answer.choice is not None:
            words = choices[answer.choice] if answer.choice < len(choices) else ("no", "yes")[answer.choice]
        found.setdefault(answer.registration_id, []).append(
            {"question": text.words if text else "", "answer": words}
        )
    return found
