"""Reading definitions: what is wrong is named with its place."""

from copy import deepcopy
from typing import Any

import pytest

from recruit.surveys.forms import (
    RESERVED_LABELS,
    DefinitionError,
    Reserved,
    as_definition,
    fingerprint,
    parse,
    text,
)
from recruit.surveys.forms.definition import shipped_definitions


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
