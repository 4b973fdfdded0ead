"""Answers in the words of who reads them."""

from collections.abc import Mapping

from recruit.core.texts import best_text
from recruit.events.asking.forms import YES_NO
from recruit.events.asking.models import EventQuestion
from recruit.events.asking.rules import Answer, QuestionForm


def question_words(question: EventQuestion, language: str) -> str:
    text = best_text(question.texts, language)
    return text.words if text else ""


def answer_words(question: EventQuestion, answer: Answer | None, language: str) -> str:
    """An answer as it reads in this language; own words stay as they were written."""
    if answer is None:
        return ""
    if answer.choice is None:
        return answer.words
    if question.form is QuestionForm.YES_NO:
        return str(YES_NO[answer.choice])
    text = best_text(question.texts, language)
    choices = text.choices.splitlines() if text else []
    return choices[answer.choice] if answer.choice < len(choices) else str(answer.choice + 1)


def in_words(
    questions: list[EventQuestion], answers: Mapping[int, Answer], language: str
) -> list[tuple[str, str]]:
    """(question, answer) of what was answered."""
    return [
        (question_words(one, language), answer_words(one, answers[one.id], language))
        for one in questions
        if one.id in answers
    ]
