"""Who may code what and when, what may be told, and agreement checked by hand."""

import pytest

from recruit.core.locales import CODES
from recruit.surveys.coding import agreement, rules
from recruit.surveys.coding.agreement import TwoLooks, cohens_kappa
from recruit.surveys.coding.editing import key_from, shipped_codes
from recruit.surveys.coding.rules import CodingRefusal, HowSettled, Stage, Theme, Turn
from recruit.surveys.forms import load_shipped

PAY, HOUSE, NONE = frozenset({"pay"}), frozenset({"housing"}), frozenset[str]()


@pytest.mark.parametrize(
    ("written_in", "has_gloss", "first", "second", "is_settled", "stage"),
    [
        ("vi", False, None, None, False, Stage.GLOSS),
        ("ja", False, None, None, False, Stage.FIRST),
        ("vi", True, None, None, False, Stage.FIRST),
        ("vi", True, PAY, None, False, Stage.SECOND),
        # That no code fits is a look too.
        ("vi", True, NONE, None, False, Stage.SECOND),
        ("vi", True, NONE, NONE, False, Stage.DONE),
        ("vi", True, PAY, PAY, False, Stage.DONE),
        ("vi", True, PAY, HOUSE, False, Stage.SETTLE),
        ("vi", True, PAY, NONE, False, Stage.SETTLE),
        ("vi", True, PAY, HOUSE, True, Stage.DONE),
    ],
)
def test_what_an_answer_waits_for(
    written_in: str,
    has_gloss: bool,
    first: frozenset[str] | None,
    second: frozenset[str] | None,
    is_settled: bool,
    stage: Stage,
) -> None:
    found = rules.stage_of(
        written_in=written_in, has_gloss=has_gloss, first=first, second=second, is_settled=is_settled
    )
    assert found is stage


@pytest.mark.parametrize(
    ("stage", "by", "turn", "seen"),
    [
        (Stage.GLOSS, "b", CodingRefusal.GLOSS_FIRST, set()),
        (Stage.FIRST, "b", Turn.FIRST, set()),
        # The first coder mends the own codes; whoever else comes is the second, and blind.
        (Stage.SECOND, "a", Turn.FIRST, {Turn.FIRST}),
        (Stage.SECOND, "b", Turn.SECOND, set()),
        (Stage.SETTLE, "c", CodingRefusal.COMPARED_ALREADY, set(Turn)),
        (Stage.DONE, "a", CodingRefusal.COMPARED_ALREADY, set(Turn)),
    ],
)
def test_whose_turn_it_is_and_what_is_seen(
    stage: Stage, by: str, turn: Turn | CodingRefusal, seen: set[Turn]
) -> None:
    first_by = "" if stage in (Stage.GLOSS, Stage.FIRST) else "a"
    assert rules.turn_of(stage, by_ref=by, first_by=first_by) is turn
    assert rules.seen_turns(stage, by_ref=by, first_by=first_by) == seen
    assert rules.waits_for(stage, by_ref=by, first_by=first_by) is (
        stage is not Stage.DONE and (stage, by) != (Stage.SECOND, "a")
    )


@pytest.mark.parametrize(
    ("by", "together", "how"),
    [
        ("a", False, CodingRefusal.SAY_TOGETHER),
        ("b", True, HowSettled.TOGETHER),
        ("c", False, HowSettled.THIRD_LOOK),
        ("c", True, CodingRefusal.NOT_TOGETHER),
    ],
)
def test_who_settles(by: str, together: bool, how: HowSettled | CodingRefusal) -> None:
    assert rules.how_settled(Stage.SETTLE, by_ref=by, coders=("a", "b"), together=together) is how
    other = rules.how_settled(Stage.DONE, by_ref=by, coders=("a", "b"), together=together)
    assert other is CodingRefusal.NOTHING_TO_SETTLE


def test_no_code_at_all_has_to_be_said() -> None:
    offered = ("pay", "housing")
    assert rules.why_not_chosen((), nothing_fits=False, offered=offered) is CodingRefusal.NOTHING_CHOSEN
    assert rules.why_not_chosen(PAY, nothing_fits=True, offered=offered) is CodingRefusal.CHOSEN_AND_NONE
    assert rules.why_not_chosen({"visa"}, nothing_fits=False, offered=offered) is CodingRefusal.NOT_OFFERED
    assert rules.why_not_chosen((), nothing_fits=True, offered=offered) is None
    assert rules.why_not_chosen(PAY, nothing_fits=False, offered=offered) is None


def test_numbers_are_told_from_ten_people_on_and_each_person_counts_once() -> None:
    coded = [(number, PAY) for number in range(10)] + [(number, HOUSE) for number in range(9)]
    coded += [(0, HOUSE), (0, PAY)]
    assert rules.people_by_code(coded) == {"pay": 10, "housing": 9}
    assert rules.told(rules.people_by_code(coded)) == {"pay": 10, "housing": None}


def table(both: int, only_first: int, only_second: int, neither: int) -> list[tuple[bool, bool]]:
    """The pairs of a table of two by two."""
    return (
        [(True, True)] * both
        + [(True, False)] * only_first
        + [(False, True)] * only_second
        + [(False, False)] * neither
    )


@pytest.mark.parametrize(
    ("cells", "agreed", "kappa"),
    [
        # po 0.7; the first says yes to 25 of 50, the second to 30: pe 0.5 x 0.6 + 0.5 x 0.4 = 0.5.
        ((20, 5, 10, 15), 35, 0.4),
        # po 0.6; pe 0.6 x 0.7 + 0.4 x 0.3 = 0.54, so 0.06 / 0.46.
        ((45, 15, 25, 15), 60, 0.06 / 0.46),
        # The same po with other margins: pe 0.6 x 0.3 + 0.4 x 0.7 = 0.46, so 0.14 / 0.54.
        ((25, 35, 5, 35), 60, 0.14 / 0.54),
        ((3, 0, 0, 7), 10, 1.0),
        # Never alike, half and half: pe 0.5.
        ((0, 5, 5, 0), 0, -1.0),
        # One says always yes: chance explains all of it, and that can be said.
        ((5, 5, 0, 0), 5, 0.0),
        # Both always say the same one thing.
        ((8, 0, 0, 0), 8, None),
        ((0, 0, 0, 8), 8, None),
        ((0, 0, 0, 0), 0, None),
    ],
)
def test_kappa_by_hand(cells: tuple[int, int, int, int], agreed: int, kappa: float | None) -> None:
    found = cohens_kappa(table(*cells))
    assert (found.n, found.agreed) == (sum(cells), agreed)
    assert found.kappa == (None if kappa is None else pytest.approx(kappa))
    assert found.share == (None if not found.n else pytest.approx(agreed / found.n))


def test_kappa_of_more_than_two_categories() -> None:
    # po 4/6; shares 3/6, 2/6, 1/6 and 2/6, 2/6, 2/6: pe (6 + 4 + 2) / 36 = 1/3, so (2/3 - 1/3) / (2/3).
    found = cohens_kappa(zip("aaabbc", "aabbcc", strict=True))
    assert found.agreed == 4
    assert found.kappa == pytest.approx(0.5)


def test_only_codes_that_both_could_give_are_compared() -> None:
    both, old = frozenset({"pay", "housing"}), frozenset({"pay"})
    looks = [
        TwoLooks(PAY, PAY, both),
        TwoLooks(PAY, PAY | HOUSE, both),
        # Coded first when "housing" was not in the codebook: its absence there says nothing.
        TwoLooks(NONE, HOUSE, old),
    ]
    found = agreement.by_code(looks)
    assert (found["pay"].n, found["pay"].agreed, found["pay"].kappa) == (3, 3, 1.0)
    assert (found["housing"].n, found["housing"].agreed, found["housing"].kappa) == (2, 1, 0.0)
    over_all = agreement.over_all(looks)
    # Five decisions, four alike; yes 2 of 5 and 3 of 5: pe (6 + 6) / 25.
    assert (over_all.n, over_all.agreed) == (5, 4)
    assert over_all.kappa == pytest.approx((0.8 - 0.48) / 0.52)
    assert agreement.same_codes(looks) == (2, 3)


def test_the_shipped_codebook_is_whole_in_every_language() -> None:
    codes = shipped_codes()
    keys = [code["key"] for code in codes]
    assert len(keys) == len(set(keys))
    assert {Theme(code["theme"]) for code in codes} == set(Theme)
    for code in codes:
        assert set(code["texts"]) == {"label", "definition", "example"}
        for texts in code["texts"].values():
            assert set(texts) == set(CODES)
            assert all(words.strip() for words in texts.values()), code["key"]


def test_the_codebook_begins_with_the_reasons_the_exit_form_asks_for() -> None:
    form = next(form for form in load_shipped() if form.key == "hire_exit")
    reasons = {code["key"]: code["texts"]["label"] for code in shipped_codes() if code["theme"] == "reason"}
    asked = {choice.value: dict(choice.label) for choice in form.choices["reasons"]}
    assert {key: asked[key] for key in reasons} == reasons


def test_a_new_code_gets_a_key_of_its_own() -> None:
    assert key_from("Commuting & cars", set()) == "commuting_cars"
    assert key_from("Commuting & cars", {"commuting_cars", "commuting_cars_2"}) == "commuting_cars_3"
    assert key_from("通勤", set()) == "code"
