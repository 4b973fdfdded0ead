"""Rows of grids are questions of their own; facts decide who is asked; scales have sums; answers are kept plainly."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from recruit.surveys.forms import (
    Alert,
    AnswerRefusal,
    DefinitionError,
    Level,
    alerts_of,
    as_definition,
    as_kept,
    by_screen,
    kept_answers,
    parse,
    possible_items,
    screens,
    visible_items,
    why_not_valid,
)
from recruit.surveys.forms.facts import FACTS, UNKNOWN, size_of


def words(en: str) -> dict[str, str]:
    return {"ja": en, "en": en, "id": en, "vi": en}


TERMS = words("Free to use")
FORM: dict[str, Any] = {
    "key": "home",
    "number": 1,
    "audience": "hire",
    "title": words("Home"),
    "minutes": 1,
    "choices": {"often": [{"value": value, "label": words(value)} for value in ("1", "2", "3")]},
    "items": [
        {"name": "first", "type": "scale", "list": "often", "label": words("First?")},
        {
            "name": "lonely",
            "type": "grid",
            "list": "often",
            "label": words("How often?"),
            "required": "soft",
            "show_if": [{"item": "first", "is": ["2", "3"]}],
            "rows": [
                {"name": "left_out", "label": words("Left out?")},
                {
                    "name": "dormitory",
                    "label": words("In the dormitory?"),
                    "show_if": [{"fact": "company_housing", "is": ["yes", "unknown"]}],
                },
                {"name": "alone", "label": words("Alone?")},
            ],
        },
        {
            "name": "moved",
            "type": "date",
            "label": words("Since?"),
            "earliest": "2020-01-01",
            "latest": "today",
        },
        {"name": "rent", "type": "number", "label": words("Rent?"), "least": 0, "most": 200000},
        {"name": "people", "type": "number", "label": words("People?"), "whole": True},
        {"name": "name", "type": "short_text", "label": words("Name?"), "most": 10},
    ],
    "reserved": ["dont_know", "rather_not_say"],
    "scales": [
        {
            "name": "loneliness",
            "title": words("Loneliness"),
            "licence": TERMS,
            "items": ["left_out", "alone"],
            "alert": {"level": "orange", "from": 5, "rule": "lonely"},
        }
    ],
}
HOME = parse(FORM)
GRID = 1


def test_every_row_is_a_question_with_what_the_grid_says() -> None:
    assert as_definition(HOME) == FORM
    row = HOME.item("dormitory")
    assert row.type == "scale"
    assert [choice.value for choice in row.choices] == ["1", "2", "3"]
    assert row.required
    assert row.reserved == HOME.reserved
    assert [condition.item for condition in row.show_if] == ["first"]
    assert [screen.name for screen in by_screen(HOME.items)] == [
        "first",
        "lonely",
        "moved",
        "rent",
        "people",
        "name",
    ]


@pytest.mark.parametrize(
    ("housing", "rows"),
    [
        ("yes", ["left_out", "dormitory", "alone"]),
        ("no", ["left_out", "alone"]),
        # The definition says itself what happens where nothing is known.
        ("", ["left_out", "dormitory", "alone"]),
    ],
)
def test_facts_decide_who_is_asked(housing: str, rows: list[str]) -> None:
    facts = {"company_housing": housing}
    walked = screens(HOME, {"first": "3"}, facts)
    assert [item.name for item in walked[1].items] == rows
    assert "lonely" not in [screen.name for screen in screens(HOME, {"first": "1"}, facts)]
    # A browser without network is given every row that could come.
    could_come = [item.name for item in possible_items(HOME, {}, facts)]
    assert [name for name in could_come if name in ("left_out", "dormitory", "alone")] == rows


def test_an_answer_is_not_lost_because_a_fact_changed() -> None:
    answers = {"first": "3", "dormitory": "2"}
    assert kept_answers(HOME, answers) == answers
    moved_out = {"company_housing": "no"}
    assert "dormitory" in [item.name for item in visible_items(HOME, answers, moved_out)]
    assert "dormitory" not in [item.name for item in visible_items(HOME, {"first": "3"}, moved_out)]


@pytest.mark.parametrize(
    ("left_out", "alone", "raised"),
    [
        ("2", "3", True),
        ("2", "2", False),
        # Whoever leaves one open, or would rather not say, has no sum.
        ("3", "", False),
        ("3", "rather_not_say", False),
    ],
)
def test_a_sum_raises_an_alert(left_out: str, alone: str, raised: bool) -> None:
    answers = {"first": "3", "left_out": left_out, "alone": alone}
    expected = [Alert("lonely", Level.ORANGE, "alone")] if raised else []
    assert alerts_of(HOME, answers) == expected
    # On a screen that is no longer shown nothing is set off.
    assert alerts_of(HOME, answers | {"first": "1"}) == []


@pytest.mark.parametrize(
    ("name", "typed", "kept", "refusal"),
    [
        ("rent", "４５，０００", "45,000", AnswerRefusal.NOT_A_NUMBER),
        ("rent", "４５０００", "45000", None),
        ("rent", "45,5", "45.5", None),
        # A thousand in one country, one in another.
        ("rent", "1.000", "1.000", AnswerRefusal.NOT_A_NUMBER),
        ("rent", "1e3", "1e3", AnswerRefusal.NOT_A_NUMBER),
        ("rent", "1_000", "1_000", AnswerRefusal.NOT_A_NUMBER),
        ("rent", "-1", "-1", AnswerRefusal.TOO_SMALL),
        ("rent", "200001", "200001", AnswerRefusal.TOO_LARGE),
        ("rent", "dont_know", "dont_know", None),
        ("people", "2.5", "2.5", AnswerRefusal.NOT_WHOLE),
        ("people", "2.0", "2.0", None),
        ("moved", "２０２６-０４-０１", "2026-04-01", None),
        ("moved", "2019-12-31", "2019-12-31", AnswerRefusal.TOO_EARLY),
        ("moved", "2026-11-27", "2026-11-27", AnswerRefusal.TOO_LATE),
        ("moved", "2026-11-26", "2026-11-26", None),
        ("name", "12345678901", "12345678901", AnswerRefusal.TOO_LONG),
        ("alone", "4", "4", AnswerRefusal.NOT_A_CHOICE),
    ],
)
def test_how_answers_are_kept(name: str, typed: str, kept: str, refusal: AnswerRefusal | None) -> None:
    item = HOME.item(name)
    assert as_kept(item, typed) == kept
    assert why_not_valid(item, typed, date(2026, 11, 26)) == refusal


def test_sizes_of_companies() -> None:
    found = [size_of(staff) for staff in (None, 29, 30, 99, 100, 299, 300)]
    assert found == [UNKNOWN, "under_30", "from_30", "from_30", "from_100", "from_100", "from_300"]
    assert set(found) - {UNKNOWN} == set(FACTS["company_size"])


Edit = Callable[[dict[str, Any]], object]


def grid(**changes: Any) -> Edit:
    return lambda form: form["items"][GRID].update(changes)


def row(**changes: Any) -> Edit:
    return lambda form: form["items"][GRID]["rows"][0].update(changes)


def scale(**changes: Any) -> Edit:
    return lambda form: form["scales"][0].update(changes)


@pytest.mark.parametrize(
    ("edit", "place", "why"),
    [
        (grid(rows=[{"name": "one", "label": words("One?")}]), "items[1].rows", "two rows"),
        (grid(of="multiple"), "items[1].of", "scale or single"),
        (grid(list="seldom"), "items[1].list", "no list seldom"),
        (grid(least=1), "items[1]", "unknown: least"),
        (grid(name="first"), "items[1].name", "twice"),
        (row(name="lonely"), "items[1].rows[0].name", "twice"),
        (row(name="alone"), "items[1].rows[2].name", "twice"),
        (row(type="scale"), "items[1].rows[0]", "unknown: type"),
        (
            row(show_if=[{"item": "alone", "is": ["1"]}]),
            "items[1].rows[0].show_if[0].item",
            "no earlier item",
        ),
        (row(show_if=[{"fact": "age", "is": ["1"]}]), "items[1].rows[0].show_if[0].fact", "no fact"),
        (
            row(show_if=[{"fact": "first_job", "is": ["perhaps"]}]),
            "items[1].rows[0].show_if[0].is",
            "never perhaps",
        ),
        (
            row(show_if=[{"fact": "first_job", "item": "first", "is": ["yes"]}]),
            "items[1].rows[0].show_if[0]",
            "unknown: item",
        ),
        (row(paired=True), "items[1].rows[0].paired", "not one of the questions"),
        (row(paired=1), "items[1].rows[0].paired", "true or left out"),
        (row(recalls="holidays"), "items[1].rows[0].recalls", "one of"),
        (lambda form: form["items"][2].update(latest="tomorrow"), "items[2].latest", "must be a day"),
        (lambda form: form["items"][3].update(latest="today"), "items[3].latest", "no date"),
        (lambda form: form["items"][2].update(whole=True), "items[2].whole", "no number"),
        (lambda form: form["items"][2].update(most=3), "items[2]", "no least or most"),
        (lambda form: form["items"][0].update(rows=[]), "items[0]", "unknown: rows"),
        (scale(items=["moved"]), "scales[0].items", "no scale item"),
        (scale(items=[]), "scales[0].items", "no question"),
        (scale(licence={"en": "Free"}), "scales[0].licence", "in ja is missing"),
        (scale(licence=TERMS, owner="x"), "scales[0]", "unknown: owner"),
        (
            scale(alert={"level": "orange", "from": 0, "rule": "lonely"}),
            "scales[0].alert.from",
            "whole number",
        ),
    ],
)
def test_what_is_wrong_is_named(edit: Edit, place: str, why: str) -> None:
    definition = deepcopy(FORM)
    edit(definition)
    with pytest.raises(DefinitionError) as raised:
        parse(definition)
    assert (raised.value.place, why in raised.value.why) == (place, True), raised.value
