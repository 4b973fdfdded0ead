"""Reading definitions: what is shipped is whole, what is wrong is named."""

from copy import deepcopy
from typing import Any

import pytest

from recruit.surveys.forms import (
    RESERVED_LABELS,
    DefinitionError,
    Instrument,
    ItemType,
    Level,
    Reserved,
    as_definition,
    fingerprint,
    load_shipped,
    parse,
    text,
)
from recruit.surveys.forms.definition import shipped_definitions

CORE = ["q_satisfied", "q_astold", "q_payok", "q_japanese", "q_talkto", "q_fair", "q_safe", "q_stay12"]
EVERY = {instrument.key: instrument for instrument in load_shipped()}
# What guests of events are asked has codes of its own: their answers stand beside nobody's.
OF_GUESTS = {"event_came", "event_missed"}
SHIPPED = {key: instrument for key, instrument in EVERY.items() if key not in OF_GUESTS}


def words(en: str) -> dict[str, str]:
    return {"ja": f"{en}(日)", "en": en, "id": f"{en} (id)", "vi": f"{en} (vi)"}


def small() -> dict[str, Any]:
    return {
        "key": "small",
        "number": 1,
        "audience": "hire",
        "title": words("Small"),
        "minutes": 1,
        "choices": {
            "yes_no": [{"value": "yes", "label": words("Yes")}, {"value": "no", "label": words("No")}],
        },
        "items": [
            {"name": "well", "type": "single", "list": "yes_no", "label": words("Well?"), "required": "soft"},
            {
                "name": "why",
                "type": "long_text",
                "label": words("Why?"),
                "show_if": [{"item": "well", "is": ["no"]}],
            },
        ],
        "reserved": ["dont_know"],
    }


def test_the_shipped_instruments() -> None:
    assert set(EVERY) - set(SHIPPED) == OF_GUESTS
    assert set(SHIPPED) == {
        "hire_w1",
        "hire_m1",
        "hire_m3",
        "hire_m6",
        "hire_m12",
        "hire_m24",
        "hire_m36",
        "hire_exit",
    }
    for instrument in SHIPPED.values():
        at_first = [item for item in instrument.items if not item.show_if]
        assert len(instrument.items) <= 9 if instrument.key == "hire_w1" else 10 <= len(at_first) <= 14, (
            instrument.key
        )
        assert instrument.audience == "hire"
        assert instrument.reserved == tuple(Reserved)
        assert instrument.items[-1].name == "say_more"
        assert instrument.items[-1].type is ItemType.LONG_TEXT


@pytest.mark.parametrize("key", ["hire_m1", "hire_m3", "hire_m6", "hire_m12", "hire_m24", "hire_m36"])
def test_the_core_is_asked_in_every_wave(key: str) -> None:
    assert [item.name for item in SHIPPED[key].items if item.name in CORE] == CORE


def test_a_code_means_the_same_in_every_instrument() -> None:
    first: dict[str, tuple[Any, ...]] = {}
    for instrument in SHIPPED.values():
        for item in instrument.items:
            if instrument.key == "hire_exit" and item.name == "a_trouble":
                continue
            meaning = (item.type, item.label, item.choices, item.alerts, item.least, item.most)
            assert first.setdefault(item.name, meaning) == meaning, (instrument.key, item.name)


def test_who_leaves_is_not_asked_about_thoughts_of_leaving() -> None:
    at_exit = {choice.value for choice in SHIPPED["hire_exit"].item("a_trouble").choices}
    before = {choice.value for choice in SHIPPED["hire_m1"].item("a_trouble").choices}
    assert before - at_exit == {"a_leaving"}


def test_every_trouble_but_none_raises_one_alert() -> None:
    for instrument in SHIPPED.values():
        trouble = instrument.item("a_trouble")
        alarming = [value for rule in trouble.alerts for value in rule.values]
        assert sorted(alarming) == sorted(choice.value for choice in trouble.choices if not choice.alone)
        assert {rule.rule for rule in trouble.alerts if rule.level is Level.RED} == {
            "danger_now",
            "violence",
            "passport_kept",
            "injury_not_reported",
        }


@pytest.mark.parametrize("instrument", EVERY.values(), ids=list(EVERY))
def test_texts_are_translated(instrument: Instrument) -> None:
    for item in instrument.items:
        assert len(set(item.label.values())) == 4, item.name
        assert set(item.label) == {"ja", "en", "id", "vi"}


@pytest.mark.parametrize("definition", shipped_definitions(), ids=lambda definition: definition["key"])
def test_round_trip(definition: dict[str, Any]) -> None:
    assert as_definition(parse(definition)) == definition


def test_fingerprint_sees_texts_and_not_the_order_of_keys() -> None:
    definition = small()
    turned = dict(reversed(definition.items()))
    assert fingerprint(turned) == fingerprint(definition)
    definition["items"][0]["label"]["vi"] += "!"
    assert fingerprint(turned | {"items": definition["items"]}) != fingerprint(small())


def test_a_small_instrument() -> None:
    instrument = parse(small())
    assert instrument.item("well").required
    assert not instrument.item("why").required
    assert instrument.item("well").reserved == (Reserved.DONT_KNOW,)
    with pytest.raises(KeyError):
        instrument.item("nobody")


WRONG: list[tuple[list[Any], Any, str, str]] = [
    (["key"], "Small one", "key", "name"),
    (["number"], 0, "number", "whole number"),
    (["number"], True, "number", "whole number"),
    (["audience"], "boss", "audience", "one of"),
    (["minutes"], "4", "minutes", "whole number"),
    (["surprise"], 1, "definition", "unknown: surprise"),
    (["title", "vi"], " ", "title", "in vi is missing"),
    (["title", "fr"], "Petit", "title", "unknown: fr"),
    (["reserved"], ["perhaps"], "reserved[0]", "one of"),
    (["items"], [], "items", "no question"),
    (["items", 0, "name"], "Well", "items[0].name", "small letters"),
    (["items", 1, "name"], "well", "items[1].name", "twice"),
    (["items", 0, "type"], "slider", "items[0].type", "one of"),
    (["items", 0, "list"], "no_yes", "items[0].list", "there is no list"),
    (["items", 0, "list"], None, "items[0].list", "needs list"),
    (["items", 1, "list"], "yes_no", "items[1].list", "has no list"),
    (["items", 0, "required"], True, "items[0].required", "soft"),
    (["items", 0, "most"], 2, "items[0]", "no least or most"),
    (["items", 0, "hint"], {"en": "x"}, "items[0].hint", "in ja is missing"),
    (["items", 0, "show_if"], [{"item": "why", "is": ["x"]}], "items[0].show_if[0].item", "no earlier item"),
    (["items", 1, "show_if", 0, "item"], "why", "items[1].show_if[0].item", "no earlier item"),
    (["items", 1, "show_if", 0, "is"], ["perhaps"], "items[1].show_if[0].is", "cannot be answered"),
    (["items", 1, "show_if", 0, "is"], [], "items[1].show_if[0].is", "never be seen"),
    (["items", 1, "alert"], {"level": "red", "when": ["x"], "rule": "r"}, "items[1].alert", "cannot raise"),
    (["items", 0, "alert"], {"level": "pink", "when": ["no"], "rule": "r"}, "items[0].alert.level", "one of"),
    (
        ["items", 0, "alert"],
        {"level": "red", "when": ["never"], "rule": "r"},
        "items[0].alert.when",
        "values",
    ),
    (["choices", "yes_no", 1, "value"], "yes", "choices.yes_no[1].value", "twice"),
    (["choices", "yes_no", 1, "value"], "dont_know", "choices.yes_no[1].value", "reserved"),
    (["choices", "yes_no", 1, "value"], "not sure", "choices.yes_no[1].value", "letters"),
    (["choices", "yes_no"], [], "choices.yes_no", "two choices"),
    (
        ["choices", "more"],
        [{"value": "1", "label": words("1")}, {"value": "2", "label": words("2")}],
        "choices",
        "more",
    ),
]


@pytest.mark.parametrize(("path", "value", "place", "why"), WRONG)
def test_what_is_wrong_is_named(path: list[Any], value: Any, place: str, why: str) -> None:
    definition = deepcopy(small())
    inner: Any = definition
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(DefinitionError) as raised:
        parse(definition)
    assert raised.value.place == place
    assert why in raised.value.why


def test_bounds_of_numbers() -> None:
    definition = small()
    definition["items"].append(
        {"name": "age", "type": "number", "label": words("Age"), "least": 10, "most": 9}
    )
    with pytest.raises(DefinitionError, match="least is more than most"):
        parse(definition)


@pytest.mark.parametrize(
    ("labels", "language", "said"),
    [
        ({"ja": "はい", "en": "Yes", "vi": "Có"}, "vi", "Có"),
        ({"ja": "はい", "en": "Yes", "vi": "Có"}, "id", "Yes"),
        ({"ja": "はい", "en": " "}, "id", "はい"),
        ({"vi": "Có"}, "id", "Có"),
        ({}, "id", ""),
        (None, "id", ""),
    ],
)
def test_texts_fall_back(labels: dict[str, str] | None, language: str, said: str) -> None:
    assert text(labels, language) == said


def test_reserved_answers_have_words_in_every_language() -> None:
    assert set(RESERVED_LABELS) == set(Reserved)
    assert all(set(labels) == {"ja", "en", "id", "vi"} for labels in RESERVED_LABELS.values())
