"""What is different between two versions, and which may not follow the other."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from recruit.surveys.forms import parse
from recruit.surveys.forms.versions import Change, Grade, differences, why_not_next


def words(en: str) -> dict[str, str]:
    return {"ja": f"{en}日", "en": en, "id": f"{en} id", "vi": f"{en} vi"}


def choices(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": words(value)} for value in values]


FIRST: dict[str, Any] = {
    "key": "small",
    "number": 1,
    "audience": "hire",
    "title": words("Small"),
    "minutes": 1,
    "choices": {"agree": choices("1", "2", "3"), "ways": choices("bus", "train", "car")},
    "items": [
        {"name": "well", "type": "scale", "list": "agree", "label": words("Well?")},
        {"name": "way", "type": "single", "list": "ways", "label": words("Way?")},
        {"name": "age", "type": "number", "label": words("Age?"), "least": 1},
    ],
    "reserved": ["dont_know"],
}
WELL, WAY, AGE = 0, 1, 2
Edit = Callable[[dict[str, Any]], object]


def item(place: int, **changes: Any) -> Edit:
    return lambda form: form["items"][place].update(changes)


@pytest.mark.parametrize(
    ("edit", "name", "change"),
    [
        (lambda form: form["items"].pop(AGE), "age", Change.GONE),
        (
            lambda form: form["items"].append({"name": "new", "type": "date", "label": words("New?")}),
            "new",
            Change.ADDED,
        ),
        (lambda form: form["items"][WELL]["label"].update(vi="Khỏe không?"), "well", Change.WORDS),
        (item(WELL, label=words("Well enough?")), "well", Change.OTHER_QUESTION),
        # Marks alone make no other question, in whatever language.
        (item(WELL, label={code: said + "!" for code, said in words("Well?").items()}), "well", Change.WORDS),
        (item(AGE, hint=words("In years")), "age", Change.WORDS),
        (lambda form: form["choices"]["ways"][0]["label"].update(en="Coach"), "way", Change.CHOICE_WORDS),
        (lambda form: form["choices"]["ways"].extend(choices("boat")), "way", Change.CHOICE_ADDED),
        (lambda form: form["choices"]["ways"].pop(), "way", Change.CHOICE_GONE),
        (lambda form: form["choices"]["ways"].reverse(), "way", Change.ORDER),
        (lambda form: form["choices"]["agree"].extend(choices("4")), "well", Change.SCALE),
        (lambda form: form["choices"]["agree"].reverse(), "well", Change.SCALE),
        (item(WAY, show_if=[{"item": "well", "is": ["1"]}]), "way", Change.WHO_IS_ASKED),
        (item(WAY, show_if=[{"fact": "first_job", "is": ["yes"]}]), "way", Change.WHO_IS_ASKED),
        (item(AGE, least=0), "age", Change.BOUNDS),
        (item(AGE, required="soft"), "age", Change.BOUNDS),
        (item(WAY, type="multiple"), "way", Change.TYPE),
    ],
)
def test_every_difference_has_its_name(edit: Edit, name: str, change: Change) -> None:
    later = deepcopy(FIRST)
    edit(later)
    found = differences(parse(FIRST), parse(later))
    assert [(one.item, one.change) for one in found] == [(name, change)]
    forbidden = change in (Change.CHOICE_GONE, Change.SCALE, Change.TYPE)
    assert bool(why_not_next(parse(FIRST), parse(later))) is forbidden
    assert (found[0].grade is Grade.TYPE) is forbidden


def test_what_weighs_most_comes_first_and_nothing_is_nothing() -> None:
    later = deepcopy(FIRST)
    later["items"][WELL]["label"]["vi"] = "Khỏe không?"
    later["items"][AGE]["least"] = 0
    later["items"][WAY]["type"] = "multiple"
    assert [one.grade for one in differences(parse(FIRST), parse(later))] == list(reversed(Grade))
    assert differences(parse(FIRST), parse(deepcopy(FIRST))) == []
    words_changed = next(one for one in differences(parse(FIRST), parse(later)) if one.item == "well")
    assert words_changed.languages == ("vi",)
