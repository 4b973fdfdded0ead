"""What is true about the questions of an event, in plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from recruit.events.rules import EventRefusal

MOST_QUESTIONS = 20
MOST_CHOICES = 20
LONGEST_ANSWER = 1000
YES, NO = 1, 0


class QuestionForm(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"


class AskedOf(StrEnum):
    """Who is asked: students are who has a student profile."""

    EVERYBODY = "everybody"
    STUDENTS = "students"
    OTHERS = "others"


@dataclass(frozen=True)
class QuestionWords:
    """A question in one language; the choices stand in the same order in all of them."""

    words: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionFacts:
    """All that staff may say about a question."""

    form: QuestionForm
    must: bool
    asked_of: AskedOf
    position: int
    texts: Mapping[str, QuestionWords]


@dataclass(frozen=True)
class Answer:
    """What somebody says to a question: words, or the number of a choice."""

    question_id: int
    words: str = ""
    choice: int | None = None

    @property
    def is_given(self) -> bool:
        return bool(self.words) or self.choice is not None


def is_asked(asked_of: AskedOf, *, is_student: bool) -> bool:
    return asked_of is AskedOf.EVERYBODY or (asked_of is AskedOf.STUDENTS) is is_student


def lines_of(typed: str) -> tuple[str, ...]:
    """The choices out of a box with one on each line."""
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def why_not_question(facts: QuestionFacts, *, choices_before: int, answered: bool) -> EventRefusal | None:
    """Why a question cannot be written like this, or None.

    An answer is kept as the number of a choice: every language has as many, and what was answered keeps its number.
    """
    written = [words for words in facts.texts.values() if words.words]
    if not written:
        return EventRefusal.WORDS_NEEDED
    if facts.form is not QuestionForm.CHOICE:
        return None
    counts = {len(words.choices) for words in written}
    if len(counts) > 1:
        return EventRefusal.CHOICES_DIFFER
    count = counts.pop()
    if not 2 <= count <= MOST_CHOICES:
        return EventRefusal.CHOICES_NEEDED
    return EventRefusal.CHOICES_ARE_TAKEN if answered and count < choices_before else None


def why_not_answers(must: Iterable[int], answers: Iterable[Answer]) -> EventRefusal | None:
    """Why these answers do not do: a question that must be answered is not."""
    given = {answer.question_id for answer in answers if answer.is_given}
    return EventRefusal.ANSWERS_MISSING if set(must) - given else None
