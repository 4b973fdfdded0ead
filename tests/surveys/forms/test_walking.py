"""Walking through instruments: what is shown, what can stand, what is set off."""

from typing import Any

import pytest

from recruit.surveys.forms import (
    Alert,
    AnswerRefusal,
    Instrument,
    Item,
    ItemType,
    Level,
    Progress,
    alerts_of,
    chosen,
    is_empty,
    kept_answers,
    load_shipped,
    next_item,
    parse,
    previous_item,
    progress,
    visible_items,
    why_not_valid,
)

SHIPPED = {instrument.key: instrument for instrument in load_shipped()}


def words(en: str) -> dict[str, str]:
    return {"ja": en, "en": en, "id": en, "vi": en}


def journey() -> Instrument:
    """A note, a choice, a follow-up on it, a follow-up on that, several choices, a number, a date, a short text."""
    alert = {"level": "yellow", "when": ["bus"], "rule": "takes_bus"}
    return parse(
        {
            "key": "journey",
            "number": 1,
            "audience": "hire",
            "title": words("Journey"),
            "minutes": 1,
            "choices": {
                "yes_no": [{"value": "yes", "label": words("Yes")}, {"value": "no", "label": words("No")}],
                "ways": [
                    {"value": "bus", "label": words("Bus")},
                    {"value": "train", "label": words("Train")},
                    {"value": "car", "label": words("Car")},
                    {"value": "none", "label": words("None"), "alone": True},
                ],
            },
            "items": [
                {"name": "hello", "type": "note", "label": words("Hello")},
                {"name": "far", "type": "single", "list": "yes_no", "label": words("Far?")},
                {
                    "name": "tired",
                    "type": "single",
                    "list": "yes_no",
                    "label": words("Tired?"),
                    "show_if": [{"item": "far", "is": ["yes"]}],
                    "alert": {"level": "red", "when": ["yes"], "rule": "tired"},
                },
                {
                    "name": "how",
                    "type": "long_text",
                    "label": words("How?"),
                    "show_if": [{"item": "tired", "is": ["yes"]}],
                },
                {
                    "name": "ways",
                    "type": "multiple",
                    "list": "ways",
                    "label": words("Ways?"),
                    "least": 2,
                    "most": 2,
                    "alert": [alert, {"level": "orange", "when": ["car"], "rule": "takes_car"}],
                },
                {"name": "minutes", "type": "number", "label": words("Minutes?"), "least": 0, "most": 240},
                {"name": "since", "type": "date", "label": words("Since?")},
                {"name": "stop", "type": "short_text", "label": words("Stop?")},
            ],
            "reserved": ["dont_know", "rather_not_say"],
        }
    )


def names(items: list[Item]) -> list[str]:
    return [item.name for item in items]


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({}, {"tired", "how"}),
        ({"far": "no"}, {"tired", "how"}),
        ({"far": "yes"}, {"how"}),
        ({"far": "yes", "tired": "yes"}, set()),
        # An answer given before the way changed does not keep its followers on the screen.
        ({"far": "no", "tired": "yes"}, {"tired", "how"}),
        ({"far": "dont_know"}, {"tired", "how"}),
    ],
)
def test_what_is_shown(answers: dict[str, Any], hidden: set[str]) -> None:
    every = ["hello", "far", "tired", "how", "ways", "minutes", "since", "stop"]
    assert names(visible_items(journey(), answers)) == [name for name in every if name not in hidden]


def test_walking_there_and_back() -> None:
    instrument = journey()
    answers = {"far": "yes", "tired": "no"}
    there: list[str] = []
    item = next_item(instrument, answers)
    while item:
        there.append(item.name)
        item = next_item(instrument, answers, item.name)
    assert there == ["hello", "far", "tired", "ways", "minutes", "since", "stop"]
    back = [there[-1]]
    while before := previous_item(instrument, answers, back[-1]):
        back.append(before.name)
    assert back == there[::-1]
    # From a screen that is hidden by now, the way goes on.
    following = next_item(instrument, {"far": "no"}, "how")
    assert following and following.name == "ways"
    with pytest.raises(KeyError):
        next_item(instrument, answers, "nowhere")


def test_progress_counts_questions_as_they_open() -> None:
    instrument = journey()
    assert progress(instrument, {}) == Progress(0, 5)
    assert progress(instrument, {"far": "yes"}) == Progress(1, 6)
    done = {"far": "no", "ways": "none", "minutes": "0", "since": "2026-01-02", "stop": "rather_not_say"}
    assert progress(instrument, done).percent == 100
    assert progress(instrument, done | {"stop": "  "}).percent == 80


def test_answers_to_hidden_items_are_not_kept() -> None:
    answers = {
        "hello": "x",
        "far": "no",
        "tired": "yes",
        "ways": ["bus", "train"],
        "stop": " ",
        "stranger": "1",
    }
    assert kept_answers(journey(), answers) == {"far": "no", "ways": ["bus", "train"]}


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("hello", "x", AnswerRefusal.NOTHING_ASKED),
        ("hello", "", None),
        ("far", "yes", None),
        ("far", None, None),
        ("far", "perhaps", AnswerRefusal.NOT_A_CHOICE),
        ("far", "yes no", AnswerRefusal.ONE_CHOICE_ONLY),
        ("far", "dont_know", None),
        ("far", "not_applicable", AnswerRefusal.NOT_A_CHOICE),
        ("ways", "bus train", None),
        ("ways", ["bus", "train"], None),
        ("ways", [], None),
        ("ways", "bus", AnswerRefusal.TOO_FEW_CHOICES),
        ("ways", "bus train car", AnswerRefusal.TOO_MANY_CHOICES),
        ("ways", "bus bus", AnswerRefusal.NOT_A_CHOICE),
        ("ways", "none", None),
        ("ways", "none bus", AnswerRefusal.STANDS_ALONE),
        ("ways", ["rather_not_say"], None),
        ("ways", "rather_not_say bus", AnswerRefusal.STANDS_ALONE),
        ("minutes", "45", None),
        ("minutes", "0.5", None),
        ("minutes", "-1", AnswerRefusal.TOO_SMALL),
        ("minutes", "241", AnswerRefusal.TOO_LARGE),
        ("minutes", "NaN", AnswerRefusal.NOT_A_NUMBER),
        ("minutes", "an hour", AnswerRefusal.NOT_A_NUMBER),
        ("minutes", "dont_know", None),
        ("since", "2026-02-28", None),
        ("since", "2026-02-29", AnswerRefusal.NOT_A_DATE),
        ("since", "20260228", AnswerRefusal.NOT_A_DATE),
        ("since", "28/02/2026", AnswerRefusal.NOT_A_DATE),
        ("stop", "x" * 200, None),
        ("stop", "x" * 201, AnswerRefusal.TOO_LONG),
        ("how", "x" * 4_000, None),
        ("how", "x" * 4_001, AnswerRefusal.TOO_LONG),
    ],
)
def test_what_can_stand(name: str, value: Any, refusal: AnswerRefusal | None) -> None:
    assert why_not_valid(journey().item(name), value) == refusal


@pytest.mark.parametrize(
    ("value", "values"), [(None, ()), ("", ()), (" a  b ", ("a", "b")), (["a", ""], ("a",))]
)
def test_several_choices_in_one_text(value: Any, values: tuple[str, ...]) -> None:
    assert chosen(value) == values
    assert is_empty(value) is (not values)


def test_alerts_come_most_urgent_first_and_from_shown_items_only() -> None:
    instrument = journey()
    answers = {"far": "yes", "tired": "yes", "ways": "bus car"}
    assert alerts_of(instrument, answers) == [
        Alert("tired", Level.RED, "tired"),
        Alert("takes_car", Level.ORANGE, "ways"),
        Alert("takes_bus", Level.YELLOW, "ways"),
    ]
    assert [alert.rule for alert in alerts_of(instrument, answers | {"far": "no"})] == [
        "takes_car",
        "takes_bus",
    ]
    assert alerts_of(instrument, {"ways": "rather_not_say"}) == []


def test_a_bad_first_month() -> None:
    instrument = SHIPPED["hire_m1"]
    answers = {"q_astold": "1", "q_stay12": "2", "a_trouble": "a_unpaid a_passport a_talk"}
    shown = names(visible_items(instrument, answers))
    assert "astold_differs" in shown
    assert "a_share" in shown
    assert [(alert.rule, alert.level) for alert in alerts_of(instrument, answers)] == [
        ("passport_kept", "red"),
        ("unpaid_wages", "orange"),
        ("wants_to_talk", "orange"),
        ("stay_low", "yellow"),
    ]
    assert why_not_valid(instrument.item("a_trouble"), "a_none a_unpaid") == AnswerRefusal.STANDS_ALONE


def test_a_good_first_month_sets_off_nothing() -> None:
    instrument = SHIPPED["hire_m1"]
    answers = {item.name: item.choices[-1].value for item in instrument.items if item.type == "scale"}
    answers["a_trouble"] = "a_none"
    assert alerts_of(instrument, answers) == []
    assert not {"astold_differs", "a_share"} & set(names(visible_items(instrument, answers)))


def test_everybody_can_reach_the_end_of_every_instrument() -> None:
    for instrument in SHIPPED.values():
        answers: dict[str, Any] = {}
        item = next_item(instrument, answers)
        while item:
            if item.type is not ItemType.NOTE:
                answers[item.name] = item.choices[0].value if item.choices else "言いたいこと"
            assert why_not_valid(item, answers.get(item.name)) is None
            item = next_item(instrument, answers, item.name)
        assert progress(instrument, answers).percent == 100
