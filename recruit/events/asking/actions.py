"""Staff write questions; who signs up answers them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.asking import queries, rules
from recruit.events.asking.models import EventQuestion, EventQuestionText, RegistrationAnswer
from recruit.events.asking.rules import Answer, QuestionFacts
from recruit.events.models import Event, Registration
from recruit.events.rules import EventRefusal


def add_question(event: Event, facts: QuestionFacts, *, by: Visitor, now: datetime) -> EventQuestion:
    """A new question; it is asked of who signs up from now on."""
    if len(queries.questions_of(event)) >= rules.MOST_QUESTIONS:
        raise Refused(EventRefusal.TOO_MANY_QUESTIONS)
    question = EventQuestion(event_id=event.id, form=facts.form)
    _write(question, facts, answered=False)
    event.asks = True
    session().add(question)
    session().flush()
    _record("event.add_question", event, question, by=by, now=now)
    return question


def change_question(
    event: Event, question: EventQuestion, facts: QuestionFacts, *, by: Visitor, now: datetime
) -> None:
    """Write a question anew. How it is answered stays what it was, so that answers keep their meaning."""
    _write(question, facts, answered=queries.is_answered(question))
    session().flush()
    _record("event.change_question", event, question, by=by, now=now)


def retire_question(event: Event, question: EventQuestion, *, by: Visitor, now: datetime) -> None:
    """Ask it no more. What was answered stays."""
    question.retired_at = now
    session().flush()
    event.asks = bool(queries.questions_of(event))
    _record("event.retire_question", event, question, by=by, now=now)


def _write(question: EventQuestion, facts: QuestionFacts, *, answered: bool) -> None:
    before = max((len(row.choices.splitlines()) for row in question.texts), default=0)
    refusal = rules.why_not_question(facts, choices_before=before, answered=answered)
    if refusal is not None:
        raise Refused(refusal)
    question.position, question.must, question.asked_of = facts.position, facts.must, facts.asked_of
    rows = {row.language: row for row in question.texts}
    for language, words in facts.texts.items():
        row = rows.get(language)
        if not words.words:
            if row is not None:
                question.texts.remove(row)
            continue
        if row is None:
            row = EventQuestionText(language=language)
            question.texts.append(row)
        row.words, row.hint, row.choices = words.words, words.hint, "\n".join(words.choices)


def _record(action: str, event: Event, question: EventQuestion, *, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"question: {question.public_id}",
    )


def keep_answers(registration: Registration, answers: Sequence[Answer]) -> None:
    """Keep what was answered; who comes back answers anew."""
    session().execute(delete(RegistrationAnswer).where(RegistrationAnswer.registration_id == registration.id))
    session().add_all(
        RegistrationAnswer(
            registration_id=registration.id,
            question_id=answer.question_id,
            words=answer.words[: rules.LONGEST_ANSWER],
            choice=answer.choice,
        )
        for answer in answers
        if answer.is_given
    )
    session().flush()
