"""The worked examples of the guide's chapters on growing and on going home, worked out again."""

from datetime import date
import re

import pytest

from recruit.handbook import marks
from recruit.postings.rules.take_home import Circumstance, MonthsPay, take_home
from tests.handbook.test_editions_figures import number
from tests.handbook.test_worked_examples import GUIDE, amounts, fact, table, text_of


@pytest.mark.parametrize("language", GUIDE)
def test_ten_years_of_ani_in_licences_pay_and_points(language: str) -> None:
    rows = table("guide/13", language, "2035")
    years = [[int(year) for year in re.findall(r"\d{4}", " ".join(row[1:]))] for row in rows]
    (first, tried), (upper,), (second, sooner), (_won, _sooner), grade_1 = years
    assert first == tried and second - first == fact("sekokan_second_stage_grade_2_years")
    assert sooner - upper == fact("sekokan_second_stage_grade_2_years_after_grade_1_first")
    keys = ("sekokan_second_stage_grade_1_years_with_large_works", "sekokan_second_stage_grade_1_years")
    assert grade_1 == [upper + fact(key) for key in keys]
    text = text_of("guide/13", language)
    assert fact("sekokan_civil_fee_grade_2") == 6000
    pay = table("guide/13", language, "3,177,000")
    columns = [amounts(pay, column, language) for column in (1, 2, 3)]
    for (base, site, licence, month, twelve, bonus, year), months in zip(columns, (1.5, 2, 2.5), strict=True):
        assert base + site + licence == month and 12 * month == twelve
        assert bonus == months * base and year == twelve + bonus
    points = table("guide/13", language, "hsp_points_bachelor")
    for said, begins, later in points[:-1]:
        assert {int(begins), int(later)} <= {0, int(fact(marks.FACT.findall(said)[0]))}
    sums = [sum(int(row[column]) for row in points[:-1]) for column in (1, 2)]
    assert sums == [int(points[-1][column]) for column in (1, 2)]
    listed = sums[1] + fact("hsp_points_listed_university")
    assert listed == fact("hsp_points_needed") and f"= {listed:.0f}" in text
    assert columns[2][-1] >= 4_000_000 > columns[1][-1]
    n1, n2 = fact("hsp_points_jlpt_n1"), fact("hsp_points_jlpt_n2")
    assert f"{sums[1]} + {n1:.0f} − {n2:.0f}" in text
    older = fact("hsp_points_age_under_30") - fact("hsp_points_age_30_to_34")
    assert f"{sums[1]} − {older:.0f} − {fact('hsp_points_pay_4_million'):.0f}" in text


@pytest.mark.parametrize("language", GUIDE)
def test_what_is_left_for_two_is_what_positions_would_say(language: str) -> None:
    rows = table("guide/13", language, "101,038")
    paid = MonthsPay(283_000, "osaka", date(2028, 4, 3))
    for column, dependants in ((1, 0), (2, 1)):
        month = amounts(rows, column, language)
        found = take_home(paid, Circumstance(year=6, dependants=dependants))
        assert month[:2] == [found.gross, -(found.insurance + found.taxes)]
        assert sum(month[:-1]) == month[-1]


@pytest.mark.parametrize("language", GUIDE)
def test_two_dates_of_going_home(language: str) -> None:
    rows = table("guide/15", language, "1,022,800")
    monthly, step = 10_100, 260_000
    assert amounts(table("guide/03", language, "186,227"), 1, language)[-1] == monthly
    # The month of the day after the last one in work is not counted any more.
    for column, lost in ((1, date(2030, 12, 21)), (2, date(2031, 4, 1))):
        paid = months_paid(lost)
        counted = paid // 6 * 6
        assert {int(one) for one in re.findall(r"\d+", rows[1][column])} == {paid, counted}
        factor = round(fact("employees_pension_rate") / 100 / 2 * counted, 1)
        assert number(rows[2][column], language) == factor
        lump, kept, first, back, resident, everything = amounts(rows, column, language)[3:]
        assert lump == round(step * factor) and counted <= 12 * fact("pension_lump_sum_counted_years")
        # Tax that is kept at the source loses what lies behind the yen.
        assert -kept == back == int(lump * fact("pension_lump_sum_tax_rate") / 100)
        assert first == lump + kept and resident == (0 if lost.year == 2030 else -12 * monthly)
        assert everything == first + back + resident
        assert lump <= fact("retirement_deduction_per_year") * -(-paid // 12)
    assert months_paid(date(2031, 1, 6)) == 45 and re.search(r"\b45\b|45か月", text_of("guide/15", language))


def months_paid(lost: date) -> int:
    return (lost.year - 2027) * 12 + lost.month - 4
