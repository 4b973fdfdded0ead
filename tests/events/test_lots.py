"""Lots, questions and offers in plain Python."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

import pytest

from recruit.events import drawing, rules
from recruit.events.asking.rules import (
    Answer,
    AskedOf,
    QuestionFacts,
    QuestionForm,
    QuestionWords,
    is_asked,
    lines_of,
    why_not_answers,
    why_not_question,
)
from recruit.events.rules import EventRefusal, SignUpWay

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def test_the_order_of_lots_is_what_the_page_says():
    numbers = [f"number-{one}" for one in range(200)]
    order = drawing.drawn_order("seed", numbers)
    assert sorted(order) == sorted(numbers)
    lots = [sha256(f"seed:{number}".encode()).hexdigest() for number in order]
    assert lots == sorted(lots)
    # When somebody asked makes no difference, and another seed gives another order.
    assert drawing.drawn_order("seed", Random(1).sample(numbers, len(numbers))) == order
    assert drawing.drawn_order("other seed", numbers) != order
    assert drawing.mark_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert drawing.new_seed() != drawing.new_seed()


def test_every_place_is_as_likely_as_any_other():
    firsts = [drawing.drawn_order(f"seed {one}", ["a", "b", "c", "d"])[0] for one in range(4000)]
    assert all(900 < firsts.count(letter) < 1100 for letter in "abcd")


def test_ways_and_offers():
    assert [
        rules.is_asked_first(way, drawn_at)
        for way, drawn_at in (
            (SignUpWay.FIRST_COME, None),
            (SignUpWay.APPROVAL, None),
            (SignUpWay.LOTTERY, None),
            (SignUpWay.LOTTERY, NOW),
        )
    ] == [False, True, True, False]
    assert rules.offer_ends(NOW, hours=24, starts_at=NOW + timedelta(days=9)) == NOW + timedelta(days=1)
    assert rules.offer_ends(NOW, hours=24, starts_at=NOW + timedelta(hours=2)) == NOW + timedelta(hours=2)


def _facts(form: QuestionForm, **choices: tuple[str, ...]) -> QuestionFacts:
    texts = {code: QuestionWords("Question", choices=lines) for code, lines in choices.items()}
    return QuestionFacts(form, must=True, asked_of=AskedOf.EVERYBODY, position=1, texts=texts)


@pytest.mark.parametrize(
    ("facts", "answered", "refusal"),
    [
        (_facts(QuestionForm.TEXT), False, EventRefusal.WORDS_NEEDED),
        (_facts(QuestionForm.TEXT, ja=()), True, None),
        (_facts(QuestionForm.CHOICE, ja=("一",)), False, EventRefusal.CHOICES_NEEDED),
        (_facts(QuestionForm.CHOICE, ja=("一", "二"), vi=("một",)), False, EventRefusal.CHOICES_DIFFER),
        (_facts(QuestionForm.CHOICE, ja=("一", "二"), vi=("một", "hai")), False, None),
        (_facts(QuestionForm.CHOICE, ja=("一", "二")), True, EventRefusal.CHOICES_ARE_TAKEN),
        (_facts(QuestionForm.CHOICE, ja=("一", "二", "三", "四")), True, None),
    ],
)
def test_how_a_question_may_be_written(facts, answered, refusal):
    assert why_not_question(facts, choices_before=3, answered=answered) is refusal


def test_who_is_asked_and_what_must_be_answered():
    assert [is_asked(whom, is_student=True) for whom in AskedOf] == [True, True, False]
    assert [is_asked(whom, is_student=False) for whom in AskedOf] == [True, False, True]
    assert lines_of(" one \n\n two") == ("one", "two")
    assert why_not_answers([1, 2], [Answer(1, "yes"), Answer(2, choice=0)]) is None
    assert why_not_answers([1], [Answer(1), Answer(2, "more")]) is EventRefusal.ANSWERS_MISSING
