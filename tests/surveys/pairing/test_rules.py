"""The gap between both sides by hand, and an attack on everything a company is ever told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest

from recruit.core.disclosure.shares import said_of
from recruit.surveys.forms import Item, ItemType, load_shipped
from recruit.surveys.forms.paired import PAIRED
from recruit.surveys.pairing import both_sides, rules
from recruit.surveys.pairing.both_sides import CompanyAnswer, Pair, Released, next_release, standing_gap
from recruit.surveys.pairing.rules import FormStanding
from recruit.surveys.rules import ContactState

BEGIN = datetime(2026, 1, 10, tzinfo=UTC)
POINTS = ("m3", "m6", "m12", "m24")


def pair(
    point: str, hire: int, company: int, *, item: str = "q_safe", person: int = 1, days: int = 0
) -> Pair:
    return Pair(person, point, item, hire, company, BEGIN + timedelta(days=days))


@pytest.mark.parametrize(
    ("answers", "newest", "since"),
    [
        ([(2, 5)], ("m3", 3), "m3"),
        ([(2, 5), (3, 4)], ("m6", 1), "m3"),
        ([(2, 5), (4, 4), (2, 5)], ("m12", 3), "m12"),
        ([(5, 2), (2, 4)], ("m6", 2), "m6"),
        ([(5, 2), (4, 2), (5, 1)], ("m12", -4), "m3"),
        ([(2, 5), (4, 4)], None, None),
        ([], None, None),
    ],
)
def test_a_gap_stands_since_it_leans_the_same_way(
    answers: list[tuple[int, int]], newest: tuple[str, int] | None, since: str | None
) -> None:
    found = standing_gap([pair(point, *both) for point, both in zip(POINTS, answers, strict=False)])
    if newest is None:
        assert found is None
    else:
        assert found is not None
        assert (found.newest.point, found.newest.gap, found.since.point) == (*newest, since)


def test_the_largest_gap_stands_first_and_signals_are_about_duties_and_safety_alone() -> None:
    pairs = [
        pair("m3", 4, 5, item="q_safe"),
        pair("m3", 1, 5, item="q_useskill"),
        pair("m3", 3, 5, item="p_nextwork", days=2),
        pair("m3", 5, 3, item="q_astold", days=3),
    ]
    gaps = {place: gap for place, one in enumerate(pairs) if (gap := standing_gap([one]))}
    newest = [gaps[place].newest for place in both_sides.by_size(gaps)]
    assert [(one.item, one.is_signal) for one in newest] == [
        ("q_useskill", False),
        ("q_astold", True),
        ("p_nextwork", False),
        ("q_safe", False),
    ]


@pytest.mark.parametrize(
    ("paired", "only_company", "told"),
    [
        (4, 3, None),  # too few
        (5, 0, None),  # everybody about whom the company answered: it would be told that all have answered
        (5, 1, 5),
        (6, 0, 5),  # the newest waits
        (9, 4, 9),
    ],
)
def test_a_figure_rests_on_five_people_and_never_on_everybody(
    paired: int, only_company: int, told: int | None
) -> None:
    pairs = [pair("m3", 5, 5, person=one, days=one) for one in range(paired)]
    answers = [CompanyAnswer(one.person, one.company, one.complete_at, one.complete_at) for one in pairs]
    answers += [CompanyAnswer(100 + one, 4, BEGIN) for one in range(only_company)]
    found = next_release(pairs, answers, since=None, until=BEGIN + timedelta(days=30))
    assert (found.people if found else None) == told


def test_an_answer_is_used_once_and_a_person_counts_once() -> None:
    """Five people at month 3, the same at month 6: the second figure rests on month 6 alone, with the newest of each."""
    pairs = [pair("m3", 1, 5, person=one, days=one) for one in range(5)]
    later = [pair("m6", 5, 5, person=one, days=40 + one) for one in range(5)]
    answers = [CompanyAnswer(one.person, 5, BEGIN, one.complete_at) for one in (*pairs, *later)]
    answers += [CompanyAnswer(99, 5, BEGIN)]
    first = next_release(pairs, answers, since=None, until=BEGIN + timedelta(days=30))
    assert first and (first.people, first.hires) == (5, said_of(0, 5))
    second = next_release(
        [*pairs, *later], answers, since=first.pairs_until, until=BEGIN + timedelta(days=80)
    )
    assert second and (second.people, second.hires) == (5, said_of(5, 5))
    # Nothing new: nothing told.
    assert next_release(pairs, answers, since=first.pairs_until, until=BEGIN + timedelta(days=80)) is None


def released_over_a_year(
    pairs: list[Pair], answers: list[CompanyAnswer]
) -> Iterator[tuple[datetime, set[Pair], Released]]:
    """Everything a company is told about one thing, month after month, with the answers that went into it."""
    since: datetime | None = None
    for month in range(1, 13):
        until = BEGIN + timedelta(days=30 * month)
        found = next_release(pairs, answers, since=since, until=until)
        if found:
            inside = [one for one in pairs if since is None or one.complete_at > since]
            newest = {one.person: one for one in inside if one.complete_at <= found.pairs_until}
            yield until, set(newest.values()), found
            since = found.pairs_until


def as_told(agreeing: int, people: int) -> tuple[int, rules.Bound]:
    """What a company reads."""
    said = said_of(agreeing, people)
    return said.percent, both_sides.bound_of(said)


def exactly(agreeing: int, people: int) -> tuple[int, rules.Bound]:
    """What it must not read."""
    return 100 * agreeing // people, rules.Bound.NONE


def settles(tell: Callable[[int, int], tuple[int, rules.Bound]], agreeing: int, people: int) -> bool:
    """Whether a reader who even knows of whom a figure tells could say of anybody what they answered."""
    told = tell(agreeing, people)
    fits = [values for values in product((0, 1), repeat=people) if tell(sum(values), people) == told]
    return any(len({values[place] for values in fits}) == 1 for place in range(people))


def test_the_attack_finds_what_exact_shares_would_tell() -> None:
    assert settles(exactly, 0, 5) and settles(exactly, 7, 7) and not settles(exactly, 2, 5)


def test_no_reader_of_all_months_and_points_learns_one_answer() -> None:
    """Any company, any order of answers: two figures share no answer, none tells of everybody, and each leaves all open."""
    random = Random(4)
    told, ends = 0, 0
    for _company in range(150):
        pairs, answers = [], []
        mood = random.random()
        for person in range(random.randint(3, 11)):
            for place, point in enumerate(POINTS):
                day = 80 * place + random.randint(0, 60)
                company_at = BEGIN + timedelta(days=day, seconds=person)
                hire_at = company_at + timedelta(days=random.randint(-20, 20), seconds=1)
                complete = max(company_at, hire_at) if random.random() < 0.8 else None
                answers.append(CompanyAnswer(person, random.randint(1, 5), company_at, complete))
                if complete:
                    pairs.append(
                        Pair(person, point, "q_safe", 5 if random.random() < mood else 1, 5, complete)
                    )
        used: set[Pair] = set()
        for until, inside, found in released_over_a_year(pairs, answers):
            assert not used & inside
            used |= inside
            people, agreeing = len(inside), sum(one.hire == 5 for one in inside)
            assert people == found.people >= both_sides.LEAST_PEOPLE
            assert (found.hires.percent, both_sides.bound_of(found.hires)) == as_told(agreeing, people)
            asked = {one.person for one in answers if one.answered_at < until}
            assert {one.person for one in inside} < asked
            assert not settles(as_told, agreeing, people)
            told, ends = told + 1, ends + (agreeing in (0, people))
    assert told > 100 and ends > 10


@pytest.mark.parametrize(
    ("state", "reason", "given", "handed_in", "day", "expected"),
    [
        (ContactState.PLANNED, "", False, False, -1, FormStanding.TO_COME),
        (ContactState.PLANNED, "", False, False, 1, FormStanding.OPEN),
        (ContactState.SENT, "", True, False, 31, FormStanding.LATE),
        (ContactState.EXPIRED, "", True, False, 45, FormStanding.CLOSED),
        (ContactState.UNREACHABLE, "no_address", False, False, 1, FormStanding.OPEN),
        (ContactState.SENT, "died", True, False, 1, FormStanding.CLOSED),
        (ContactState.CANCELLED, "left", False, False, 1, FormStanding.CLOSED),
        (ContactState.HELD, "start_not_confirmed", False, False, 1, FormStanding.CLOSED),
        (ContactState.NOT_APPLICABLE, "late_entry", False, False, 1, FormStanding.CLOSED),
        (ContactState.COMPLETE, "", True, True, 1, FormStanding.HANDED_IN),
    ],
)
def test_how_a_form_stands(
    state: ContactState, reason: str, given: bool, handed_in: bool, day: int, expected: FormStanding
) -> None:
    found = rules.standing(
        state=state,
        reason=reason,
        opens_at=BEGIN,
        closes_at=BEGIN + timedelta(days=30),
        was_given_out=given,
        is_handed_in=handed_in,
        now=BEGIN + timedelta(days=day),
    )
    assert found is expected


FORMS = {form.key: form for form in load_shipped()}


@pytest.mark.parametrize("wave", [wave.name for wave in rules.shipped_company_programme().waves])
def test_a_company_is_asked_what_its_hire_is_asked(wave: str) -> None:
    """The same paired questions under the same names and values at every point, on pages of their own; short."""
    company, hire = FORMS[f"company_{wave}"], FORMS[f"hire_{wave}"]
    paired = [item for item in company.items if item.is_paired]
    assert company.audience == "company"
    assert (
        {item.name for item in paired} == {item.name for item in hire.items if item.is_paired} <= set(PAIRED)
    )
    for item in paired:
        other = hire.item(item.name)
        assert [choice.value for choice in item.choices] == [choice.value for choice in other.choices]
        assert all(item.label[language] != other.label[language] for language in ("ja", "en", "id", "vi"))
    parts = rules.parts_of(company, company.items)
    assert [part.name for part in parts] == ["part_point", "part_both_sides", "part_words"]
    assert {item.name for item in parts[1].items} == {item.name for item in paired}
    assert company.minutes <= 5 and sum(len(part.items) for part in parts) <= 14
    # What belongs to the point alone is no question of the hire's form.
    assert not {item.name for item in parts[0].items} & {item.name for item in hire.items}


def test_parts_leave_out_what_is_not_asked() -> None:
    form = FORMS["company_w1"]
    words = [item for item in form.items if item.type is not ItemType.LONG_TEXT]
    assert [part.name for part in rules.parts_of(form, words)] == ["part_point", "part_both_sides"]
    first: Item = rules.parts_of(form, words)[0].items[0]
    assert first.name == "c_residence"


def test_companies_are_asked_at_the_points_of_the_hires_without_calls() -> None:
    waves = rules.shipped_company_programme().waves
    assert [wave.name for wave in waves] == ["w1", "m1", "m3", "m6", "m12", "m24", "m36", "exit"]
    assert {wave.audience for wave in waves} == {"company"} and not any(wave.call_days for wave in waves)
    assert all(0 < len(wave.reminder_days) <= 2 for wave in waves)


@pytest.mark.parametrize(
    ("people", "is_told"),
    [((5, 5), False), ((20, 2, 2), False), ((20, 3, 2), True), ((5, 5, 5), True)],
)
def test_of_others_together_no_company_is_made_out(people: tuple[int, ...], is_told: bool) -> None:
    told = [both_sides.Told(number, 60, rules.Bound.NONE) for number in people]
    assert (both_sides.told_together(told) is not None) is is_told


def test_shares_that_are_bounds_leave_the_whole_open() -> None:
    told = [both_sides.Told(5, 60, bound) for bound in rules.Bound]
    found = both_sides.told_together(told)
    assert found == both_sides.ToldTogether(low=40, high=75, companies=3)
