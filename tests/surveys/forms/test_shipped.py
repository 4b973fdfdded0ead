"""What comes with the program: who is asked what, in every language, under codes that never change."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

import pytest

from recruit.surveys.forms import Instrument, Item, ItemType, Level, Reserved, by_screen, load_shipped
from recruit.surveys.forms.definition import Labels
from recruit.surveys.forms.paired import PAIRED, PAIRED_LIST

EVERY = {instrument.key: instrument for instrument in load_shipped()}
HIRE = {key: instrument for key, instrument in EVERY.items() if key.startswith("hire_")}
WAVES = ("w1", "m1", "m3", "m6", "m12", "m24", "m36", "exit")
LATER = ("m3", "m6", "m12", "m24", "m36")
CORE = [
    "q_satisfied",
    "q_stay12",
    "q_astold",
    "q_useskill",
    "q_payok",
    "q_japanese",
    "q_talkto",
    "q_fair",
    "q_safe",
    "q_rest",
    "q_housing",
    "q_notalone",
    "q_career",
    "q_recommend",
]
REASONS = [
    "work_mismatch",
    "pay",
    "hours_rest",
    "japanese_barrier",
    "boss_relation",
    "harassment",
    "career_unclear",
    "isolation",
    "location_winter",
    "housing",
    "family_home",
    "study",
    "agency_debt",
    "visa",
    "better_offer_japan",
    "better_offer_abroad",
    "company_reason",
    "health",
    "religion_food",
    "planned_end",
]
AT_THE_END = ["a_trouble", "a_share", "say_more"]
CODES = Path(__file__).with_name("codes.txt")


def names(wave: str) -> list[str]:
    return [item.name for item in HIRE[f"hire_{wave}"].items]


def at_first(wave: str) -> list[str]:
    """Questions that everybody gets, but for the last three."""
    items = [item for item in HIRE[f"hire_{wave}"].items if not item.show_if and item.name not in AT_THE_END]
    return [screen.name for screen in by_screen(items)]


def test_the_points_and_how_much_each_asks() -> None:
    assert set(HIRE) == {f"hire_{wave}" for wave in WAVES}
    for wave in WAVES:
        assert names(wave)[-3:] == AT_THE_END
        assert HIRE[f"hire_{wave}"].reserved == tuple(Reserved)
    assert len(at_first("w1")) == 8
    assert len([name for name in at_first("m1") if name != "promises"]) == 10
    assert all(set(CORE) <= set(names(wave)) for wave in LATER)
    # Nobody is kept longer than about twenty screens.
    assert max(len(at_first(wave)) for wave in WAVES) <= 21


@pytest.mark.parametrize(
    ("wave", "asked"),
    [
        ("w1", "w_arrival w_housing w_papers w_contract w_safety w_money"),
        ("m1", "promise_pay promise_overtime promise_housing promise_japanese m_payslip q_rest q_stay12"),
        ("m6", "promise_pay promise_overtime lonely_companion lonely_left_out lonely_isolated"),
        ("m12", "leave_think leave_look leave_take leave_reasons"),
        ("m24", "career_talked career_trusted career_licence licence_progress"),
        ("m36", "career_talked plans_3y would_mentor q_recommend recommend_why"),
        ("exit", "exit_reasons exit_main_reason exit_where exit_return exit_kept exit_kept_what"),
    ],
)
def test_each_point_asks_what_belongs_to_it(wave: str, asked: str) -> None:
    assert set(asked.split()) <= set(names(wave))


def test_reasons_for_leaving_are_the_same_before_and_after() -> None:
    for key, name in (
        ("hire_exit", "exit_reasons"),
        ("hire_exit", "exit_main_reason"),
        ("hire_m12", "leave_reasons"),
    ):
        assert [choice.value for choice in HIRE[key].item(name).choices] == REASONS


def test_both_sides_are_asked_the_eight() -> None:
    for wave in LATER:
        paired = [item for item in HIRE[f"hire_{wave}"].items if item.is_paired]
        assert sorted(item.name for item in paired) == sorted(PAIRED)
        assert {item.list_name for item in paired} == {PAIRED_LIST}


def test_scales_name_their_authors_and_terms() -> None:
    for key, instrument in HIRE.items():
        for scale in instrument.scales:
            assert bool(scale.authors) == bool(scale.source), (key, scale.name)
            assert set(scale.items) <= set(names(key.removeprefix("hire_")))
    lonely = next(scale for scale in HIRE["hire_m6"].scales if scale.name == "loneliness")
    assert "Hughes" in lonely.authors
    assert lonely.alert and (lonely.alert.level, lonely.alert.at_least) == (Level.ORANGE, 6)


def test_a_code_means_the_same_in_every_instrument() -> None:
    first: dict[str, tuple[Any, ...]] = {}
    for instrument in HIRE.values():
        for item in instrument.items:
            if instrument.key == "hire_exit" and item.name == "a_trouble":
                continue
            meaning = (item.type, item.label, item.choices, item.alerts, item.least, item.most)
            assert first.setdefault(item.name, meaning) == meaning, (instrument.key, item.name)


def test_who_leaves_is_not_asked_about_thoughts_of_leaving() -> None:
    at_exit = {choice.value for choice in HIRE["hire_exit"].item("a_trouble").choices}
    before = {choice.value for choice in HIRE["hire_m1"].item("a_trouble").choices}
    assert before - at_exit == {"a_leaving"}


def test_every_trouble_but_none_raises_one_alert() -> None:
    for instrument in HIRE.values():
        trouble = instrument.item("a_trouble")
        alarming = [value for rule in trouble.alerts for value in rule.values]
        assert sorted(alarming) == sorted(choice.value for choice in trouble.choices if not choice.alone)
        assert {rule.rule for rule in trouble.alerts if rule.level is Level.RED} == {
            "danger_now",
            "violence",
            "passport_kept",
            "injury_not_reported",
        }


def texts() -> Iterator[tuple[str, Labels]]:
    """Every text that a person can read, with the place where it stands."""
    for key, instrument in EVERY.items():
        yield f"{key}.title", instrument.title
        for screen in by_screen(instrument.items):
            if screen.grid:
                yield f"{key}.{screen.name}", screen.grid.label
        for item in instrument.items:
            yield f"{key}.{item.name}", item.label
            if item.hint:
                yield f"{key}.{item.name}.hint", item.hint
            yield from ((f"{key}.{item.name}.{choice.value}", choice.label) for choice in item.choices)
        for scale in instrument.scales:
            yield f"{key}.{scale.name}.title", scale.title
            yield f"{key}.{scale.name}.licence", scale.licence


KANA_OR_KANJI = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Words that stand in nearly every English sentence and in no other of our languages.
ENGLISH = re.compile(r"\b(the|of|your|you|with|this|when|what|would|than|they|from)\b", re.IGNORECASE)
VIETNAMESE = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)


def test_every_text_speaks_its_language() -> None:
    for place, labels in texts():
        assert set(labels) == {"ja", "en", "id", "vi"}, place
        if labels["en"].isdecimal():
            continue
        assert KANA_OR_KANJI.search(labels["ja"]), place
        assert not any(KANA_OR_KANJI.search(labels[language]) for language in ("en", "id", "vi")), place
        assert not any(ENGLISH.search(labels[language]) for language in ("ja", "id", "vi")), place
        assert VIETNAMESE.search(labels["vi"]) or len(labels["vi"]) < 8, place
        assert len({labels[language] for language in ("ja", "en", "vi")}) == 3, place
        for language, words in labels.items():
            assert words == words.strip() and "  " not in words, (place, language)
            assert len(words) <= 220, (place, language)
            # A text three times as long as the English one says something else.
            if language != "en":
                assert len(words) <= 3 * len(labels["en"]) + 12, (place, language)


def test_choices_are_short_enough_for_a_phone() -> None:
    for instrument in EVERY.values():
        for choices in instrument.choices.values():
            for choice in choices:
                assert max(map(len, choice.label.values())) <= 75, (instrument.key, choice.value)


def line_of(item: Item) -> str:
    """A code with its type, its values and what it asks: what must never change under it."""
    values = " ".join(choice.value for choice in item.choices)
    return f"{item.name} | {item.type} | {values} | {item.label['en']}"


def codes_of(instruments: list[Instrument]) -> list[str]:
    # At the exit nobody is asked about thoughts of leaving, so that list is shorter there.
    found = {
        line_of(item)
        for instrument in instruments
        for item in instrument.items
        if item.type is not ItemType.NOTE
    }
    return sorted(found)


def test_codes_are_frozen() -> None:
    """A code that is in use keeps its type, its values and its meaning. Better words in English are entered in the list by
    hand, after a look at whether they still ask the same; a question that asks something else gets a code of its own.
    """
    frozen = [line for line in CODES.read_text(encoding="utf-8").splitlines() if line]
    assert codes_of(list(HIRE.values())) == frozen
