"""The worked examples of the shipped chapters are worked out again: sums of tables, deadlines, limits, points."""

from collections.abc import Iterator
from datetime import date, timedelta
import json
import re
from typing import Any

import pytest

from recruit.core.facts import SHIPPED
from recruit.handbook import marks
from tests.handbook.test_editions_figures import FACTS, number
from tests.handbook.test_editions_files import BOOKS, EDITIONS

COMPANY = tuple(BOOKS["company"]["languages"])
GUIDE = tuple(BOOKS["guide"]["languages"])
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


MONTHS_ID = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def text_of(file: str, language: str) -> str:
    [path] = EDITIONS.glob(f"{file}-*.{language}.md")
    return path.read_text(encoding="utf-8")


def table(file: str, language: str, holding: str) -> list[list[str]]:
    """The rows under the head of the one table in which a cell says that; numbers as English writes them."""
    found: list[list[list[str]]] = [[]]
    for line in text_of(file, language).splitlines():
        if line.startswith("|"):
            cells = re.split(r"(?<!\{)\|(?![^{}]*\}\})", line.strip().strip("|"))
            found[-1].append([cell.strip().strip("*") for cell in cells])
        elif found[-1]:
            found.append([])
    written = holding.translate(str.maketrans(",.", ".,")) if language in ("id", "vi") else holding
    [one] = [rows[2:] for rows in found if any(written in cell for row in rows for cell in row)]
    return one


def amounts(rows: list[list[str]], column: int, language: str) -> list[float]:
    """What a column says, in yen; 0 where it says nothing; a minus is taken off."""
    found = []
    for row in rows:
        cell = marks.FACT.sub(lambda match: FACTS[match[1]]["value"], row[column]).replace("−", "-")
        match = re.fullmatch(r"(-?)([\d.,]+)(?: yen|円)?", cell)
        found.append(number(match[2], language) * (-1 if match[1] else 1) if match else 0.0)
    return found


def days_in(cells: list[str], year: int = 0) -> Iterator[date]:
    """The first day of each cell; a year that is not said again is the one before it."""
    for cell in cells:
        if match := re.search(r"(?:(\d{4})年)?(\d+)月(\d+)日", cell):
            year = int(match[1] or year)
            yield date(year, int(match[2]), int(match[3]))
        elif match := re.search(rf"(\d+) ({'|'.join(MONTHS)})(?: (\d{{4}}))?", cell):
            year = int(match[3] or year)
            yield date(year, MONTHS.index(match[2]) + 1, int(match[1]))


def months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, day.day)


def written(day: date, language: str, *, year: bool = False) -> str:
    """A day as the chapters write it, in small letters."""
    if language == "ja":
        return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    if language == "vi":
        return f"ngày {day.day} tháng {day.month}" + (f" năm {day.year}" if year else "")
    months = MONTHS_ID if language == "id" else MONTHS
    return f"{day.day} {months[day.month - 1].lower()}" + (f" {day.year}" if year else "")


def fact(key: str) -> float:
    return float(FACTS[key]["value"])


# ------------------------------------------------------------------------------------------------------------------- money


@pytest.mark.parametrize("language", COMPANY)
def test_what_two_hires_cost(language: str) -> None:
    rows = table("company/04", language, "2,486,000")
    each, both = amounts(rows, 1, language), amounts(rows, 2, language)
    shared = sum(pair[1] for pair in zip(each[:-3], both[:-3], strict=True) if not pair[0])
    own = sum(each[:-3])
    assert both[-3:] == [shared + 2 * own, 0.1 * (shared + 2 * own), 1.1 * (shared + 2 * own)]
    assert each[-1] == both[-1] / 2
    text = text_of("company/04", language)
    for value in (shared, own, shared + own, 1.1 * (shared + own), 1.1 * own, 1.1 * shared):
        assert f"{value:,.0f}" in text
    yearly = amounts(table("company/04", language, "4,736,925"), 2, language)
    assert yearly[2] == 0.15 * (yearly[0] + yearly[1]) and yearly[-1] == sum(yearly[:-1])
    assert f"{2 * yearly[-1]:,.0f}" in text and f"{yearly[3] + yearly[4]:,.0f}" in text


@pytest.mark.parametrize("language", COMPANY)
def test_what_a_broker_and_the_first_weeks_cost(language: str) -> None:
    for column in (1, 2):
        costs = amounts(table("company/09", language, "720,000"), column, language)
        assert sum(costs[:4]) == costs[4]
    home = amounts(table("company/10", language, "320,000"), 1, language)
    assert sum(home[:-1]) == home[-1]
    weeks = amounts(table("company/10", language, "174,500"), 1, language)
    without_pay = (date(2028, 5, 25) - date(2028, 3, 21)).days
    assert without_pay == 65 and weeks[0] == 1300 * without_pay and sum(weeks[:-1]) == weeks[-1]
    assert f"{weeks[-1] - 50_000 - 100_000:,.0f}" in text_of("company/10", language)


@pytest.mark.parametrize("language", COMPANY)
def test_a_pay_slip_of_the_company_book(language: str) -> None:
    pay = amounts(table("company/12", language, "213,460"), 1, language)
    gross, step = sum(pay[:3]), 280_000
    assert pay[3] == gross
    rates = ("health_insurance_rate_hokkaido", "child_support_levy_rate", "employees_pension_rate")
    assert pay[4:7] == [-round(step * fact(rate) / 200) for rate in rates]
    assert pay[7] == -round(gross * fact("employment_insurance_worker_rate_construction") / 100)
    assert pay[-1] == gross + sum(pay[4:-1])
    extra = amounts(table("company/12", language, "104,832"), 2, language)
    hour = 240_000 / (250 * 8 / 12)
    premiums = [
        1 + fact(key) / 100
        for key in ("overtime_premium", "overtime_premium_above_60_hours", "holiday_work_premium")
    ]
    assert extra[:4] == [
        round(hour * premiums[at] * hours) for at, hours in ((0, 60), (1, 8), (2, 8), (0, -20))
    ]
    assert sum(extra[:-1]) == extra[-1]


@pytest.mark.parametrize("language", COMPANY)
def test_pay_of_four_years_and_what_the_points_make_of_it(language: str) -> None:
    rows = table("company/14", language, "322,000")
    base, site, licence, fixed, month = (amounts(rows, column, language) for column in range(1, 6))
    for place in range(4):
        counted = base[place] + site[place] + licence[place]
        assert round(counted / (250 * 8 / 12) * 1.25 * 20) == fixed[place]
        assert counted + fixed[place] == month[place]
    rows = table("company/14", language, "4,501,500")
    assert amounts(rows, 1, language) == [12 * one for one in month]
    bonus = [months * one for months, one in zip((1.5, 2, 2.5, 2.5), base, strict=True)]
    years = [12 * one + more for one, more in zip(month, bonus, strict=True)]
    assert amounts(rows, 3, language) == years
    without_overtime = years[3] - 12 * fixed[3]
    text = text_of("company/17", language)
    for value in (
        years[3],
        without_overtime,
        4_000_000 - without_overtime,
        300 * (12 + 2.5),
        without_overtime + 4350,
    ):
        assert f"{value:,.0f}" in text
    family = amounts(table("company/17", language, "44,500"), 1, language)
    assert family[0] == month[1] and sum(family[:-1]) == family[-1]


@pytest.mark.parametrize("language", COMPANY)
def test_points_are_those_of_the_register(language: str) -> None:
    rows = table("company/17", language, "hsp_points_bachelor")
    for *_item, points, first, later, best in rows[:-1]:
        value = int(fact(marks.FACT.findall(points)[0]))
        assert {int(first), int(later), int(best)} <= {0, value}
    for column in (2, 3, 4):
        assert sum(int(row[column]) for row in rows[:-1]) == int(rows[-1][column])
    assert int(rows[-1][4]) == fact("hsp_points_needed")


@pytest.mark.parametrize("language", COMPANY)
def test_an_accident_and_an_interview(language: str) -> None:
    pay = amounts(table("company/13", language, "37,800"), 2, language)
    daily = 276_000 * 3 / (30 + 31 + 31)
    shares = (fact("accident_waiting_pay_share"), fact("accident_insurance_pay_share"))
    waiting = int(fact("accident_insurance_pay_from_day")) - 1
    assert pay == [
        daily,
        daily * shares[0] / 100 * waiting,
        daily * shares[1] / 100 * (6 - waiting),
        sum(pay[1:3]),
    ]
    rows = table("company/07", language, "5 → 15")
    for column in (1, 2, 3):
        marks_given = [re.findall(r"\d+", row[column]) for row in rows[:-1]]
        weights = [int(re.findall(r"×(\d)", row[0])[0]) for row in rows[:-1]]
        assert [int(mark) * weight for (mark, _), weight in zip(marks_given, weights, strict=True)] == [
            int(product) for _, product in marks_given
        ]
        assert sum(int(product) for _, product in marks_given) == int(rows[-1][column])


@pytest.mark.parametrize("language", GUIDE)
def test_the_pay_slip_of_the_student_guide(language: str) -> None:
    paid = amounts(table("guide/03", language, "33,088"), 2, language)
    assert paid[2] == round((paid[0] + paid[1]) / 170 * 1.25 * 20) and paid[-1] == sum(paid[:-1])
    off = amounts(table("guide/03", language, "73,361"), 2, language)
    step = 260_000
    rates = ("health_insurance_rate_tokyo", "child_support_levy_rate", "employees_pension_rate")
    assert off[:3] == [round(step * fact(rate) / 200) for rate in rates]
    assert off[3] == round(paid[-1] * fact("employment_insurance_worker_rate_construction") / 100)
    assert off[6] == sum(off[:6]) and off[7] == paid[-1] - off[6]
    tax, left = (amounts(table("guide/03", language, "186,227"), column, language) for column in (1, 2))
    assert left == [off[7] - one for one in tax]
    month = amounts(table("guide/03", language, "101,727"), 1, language)
    assert month[5] == sum(month[:5]) and month[6:] == [left[0] - month[5], left[1] - month[5]]


@pytest.mark.parametrize("language", GUIDE)
def test_two_offers_and_missing_overtime(language: str) -> None:
    rows = table("guide/07", language, "258,088")
    first, second = amounts(rows, 1, language), amounts(rows, 2, language)
    hour = [base / 170 * 1.25 for base in (first[0], second[0])]
    assert [first[2], second[2]] == [round(one) for one in hour]
    assert second[4:7] == [second[0], round(second[0] + 20 * hour[1]), round(second[0] + 40 * hour[1])]
    assert first[4] == first[5] == first[0] + 50_000 and 30 * hour[0] <= 50_000
    covered = re.search(r"[\d.,]+\d", rows[3][1])
    assert covered and number(covered[0], language) == round(30 * hour[0])
    turn = (first[4] - second[4]) / hour[1]
    assert round(turn) == 9
    missing = table("guide/12", language, "99,264")
    assert amounts(missing, 1, language)[-1] == 3 * round(20 * hour[1])


@pytest.mark.parametrize("language", GUIDE)
def test_what_papers_cost_and_who_pays(language: str) -> None:
    hers, theirs = (amounts(table("guide/08", language, "1,840,000"), column, language) for column in (1, 2))
    for column in (hers, theirs):
        assert sum(column[:-1]) == column[-1]
    # Nothing is paid by both.
    assert all(mine == 0 or yours == 0 for mine, yours in zip(hers[:-1], theirs[:-1], strict=True))
    assert hers[0] == fact("indonesia_passport_fee_electronic_5_years")
    insurance = fact("indonesia_migrant_insurance_before") + fact("indonesia_migrant_insurance_24_months")
    visa = fact("visa_fee_indonesia_single") + fact("visa_centre_fee_indonesia")
    assert theirs[3:5] == [insurance, visa]


# -------------------------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize("language", COMPANY)
def test_days_of_both_starts(language: str) -> None:
    rows = table("company/04", language, "coe_processing_mean_days")
    for column in (2, 3):
        days = list(days_in([row[column] for row in rows]))
        assert days == sorted(days)
        filed, result = days[-6], days[-5]
        assert (result - filed).days == round(fact("coe_processing_mean_days")) == 63
        assert days[-1].weekday() < 5 and days[-2] < months_later(result, int(fact("coe_validity_months")))
    late = table("company/04", language, "29 March 2028" if language == "en" else "2028年3月29日")
    april = next(days_in([rows[8][2]]))
    for row in late[:2]:
        taken = int(re.findall(r"\d+", row[0])[0])
        assert list(days_in([row[1]])) == [april + timedelta(days=taken)]


@pytest.mark.parametrize("language", COMPANY)
def test_days_of_the_procedure(language: str) -> None:
    rows = table("company/08", language, "206")
    days = list(days_in([row[1] for row in rows]))
    assert [(day - days[0]).days for day in days] == [int(row[2]) for row in rows]
    xray, filed, issued, visa, entry, start = (days[at] for at in (2, 5, 6, 10, 12, 13))
    assert (issued - filed).days == round(fact("coe_processing_mean_days"))
    assert filed < xray + timedelta(days=int(fact("tb_certificate_validity_days"))) == date(2028, 4, 23)
    last_entry = months_later(issued, int(fact("coe_validity_months")))
    assert last_entry == date(2028, 5, 1) and (last_entry - entry).days == 41
    # The chapter on the plan and this one name the same last days, at the pace of the example.
    needed = date(2028, 2, 28)
    assert needed + (visa - issued) < entry and start == date(2028, 4, 3)
    text = text_of("company/08", language)
    said = [needed, needed - timedelta(days=63), needed - timedelta(days=90)]
    assert said[2] == filed
    for day in said:
        assert (
            f"{day.month}月{day.day}日" if language == "ja" else f"{day.day} {MONTHS[day.month - 1]}"
        ) in text
    plan = table("company/04", language, "coe_processing_mean_days")
    shared = [next(days_in([row[2]])) for row in plan if list(days_in([row[2]]))]
    assert {days[0], days[1], days[3], filed, issued, days[11], entry, start} <= set(shared)


@pytest.mark.parametrize("language", COMPANY)
def test_deadlines_of_leaving(language: str) -> None:
    rows = table("company/16", language, "pay_on_leaving_days")
    said = list(days_in([row[3] for row in rows], 2031))
    left = date(2031, 6, 30)
    loss = left + timedelta(days=1)
    assert said == [
        left,
        # The fifth day, the day of the loss among them: the earliest way of counting.
        loss + timedelta(days=int(fact("social_insurance_loss_notice_days")) - 1),
        # The day after the loss is the first of ten.
        loss + timedelta(days=int(fact("hello_work_notice_leaving_days"))),
        date(2031, 7, int(fact("resident_tax_change_notice_day_of_next_month"))),
        left + timedelta(days=int(fact("notice_of_affiliation_days"))),
        said[5],
        months_later(left, int(fact("withholding_statement_after_leaving_months"))),
        loss + timedelta(days=int(fact("notice_of_affiliation_days"))),
    ]
    assert date(2031, 7, 5).strftime("%a") == "Sat"
    asked = date(2031, 7, 1)
    [row] = [row for row in rows if "pay_on_leaving_days" in row[2]]
    assert asked + timedelta(days=int(fact("pay_on_leaving_days"))) in {*_all_days(row[3])}


def _all_days(cell: str) -> Iterator[date]:
    parts = re.findall(rf"\d+月\d+日|\d+ (?:{'|'.join(MONTHS)})", cell)
    return days_in(parts, 2031)


@pytest.mark.parametrize("language", COMPANY)
def test_calendar_of_extensions(language: str) -> None:
    rows = table("company/17", language, "21 May" if language == "en" else "5月21日")
    for column, ends in ((1, date(2031, 3, 21)), (2, date(2029, 3, 21))):
        said = list(days_in([row[column] for row in rows]))
        before = [
            months_later(ends, -months) for months in (6, 4, int(fact("extension_possible_months_before")))
        ]
        assert said[:3] == before
        assert (said[4] - said[3]).days == round(fact("extension_processing_mean_days")) == 38
        assert said[5:] == [ends, months_later(ends, int(fact("extension_grace_months")))]
    family = date(2029, 10, 1) + timedelta(days=round(fact("dependent_coe_processing_mean_days")))
    assert family == date(2029, 12, 26) and "86" in text_of("company/17", language)


@pytest.mark.parametrize("language", COMPANY)
def test_overtime_of_a_year(language: str) -> None:
    rows = table("company/12", language, "89.0")
    sums: list[int] = []
    year = above = 0
    broken: list[Any] = []
    for row in rows:
        month, overtime, holiday, said, average, so_far, months, _verdict = row
        sums.append(int(overtime) + int(holiday))
        year += int(overtime)
        above += int(overtime) > fact("overtime_cap_construction_hours_month")
        averages = [sum(sums[-span:]) / span for span in range(2, 7) if span <= len(sums)]
        assert (int(said), int(so_far), int(months)) == (sums[-1], year, above)
        assert average == (f"{max(averages):.1f}" if averages else "–")
        assert sums[-1] < fact("overtime_cap_construction_special_clause_hours_month_below")
        if averages and max(averages) > fact("overtime_cap_construction_special_clause_hours_average"):
            broken.append(month)
    assert broken == ["10", "3"] and above == 7
    assert year <= fact("overtime_cap_construction_special_clause_hours_year")


@pytest.mark.parametrize("language", GUIDE)
def test_the_road_of_the_student_guide(language: str) -> None:
    text = text_of("guide/09", language)
    filed = date(2027, 11, 10)
    issued = filed + timedelta(days=round(fact("coe_processing_mean_days")))
    last = months_later(issued, int(fact("coe_validity_months")))
    assert (issued, last) == (date(2028, 1, 12), date(2028, 4, 12))
    for day in (filed, issued, last):
        assert written(day, language) in text.lower()


@pytest.mark.parametrize("language", GUIDE)
def test_the_first_fourteen_days(language: str) -> None:
    arrived, start = date(2028, 3, 21), date(2028, 4, 3)
    assert (arrived.strftime("%a"), start.strftime("%a")) == ("Tue", "Mon")
    numbers, dated = [], []
    for row in table("guide/10", language, "–"):
        day = int(re.findall(r"\d+", row[0])[0])
        numbers.append(day)
        if re.search(r"[(（]", row[0]):
            dated.append(day)
            on = arrived + timedelta(days=day - 1)
            short = f"{on.day}/{on.month}" if language == "vi" else written(on, language)
            assert short in row[0].lower()
    assert numbers == sorted(numbers)
    last = (start - arrived).days + 1, int(fact("residence_registration_days")) + 1
    assert dated == [1, 3, *last]


@pytest.mark.parametrize("language", GUIDE)
def test_ten_years_of_two_people(language: str) -> None:
    years = [int(re.findall(r"\d{4}", row[0])[0]) for row in table("guide/02", language, "2038")]
    begins, first_stage, second_stage, ends, permanent = years
    assert second_stage - first_stage == fact("sekokan_second_stage_grade_2_years")
    last = date(begins + int(fact("ssw1_stay_limit_years")), 4, 1) - timedelta(days=1)
    assert last.year == ends and written(last, language) in text_of("guide/02", language).lower()
    assert permanent - begins == fact("permanent_residence_years")


@pytest.mark.parametrize("language", GUIDE)
def test_levels_are_those_the_platform_counts_with(language: str) -> None:
    levels = json.loads((SHIPPED.parent / "language_levels.json").read_text(encoding="utf-8"))
    for row in table("guide/04", language, "112"):
        steps = sorted((one["least"], one["cefr"]) for one in levels if one["level"] == row[0][-2:])
        assert steps[0][0] == fact(f"jlpt_pass_mark_{row[0].lower()}")
        said = [steps[0][1], *(word for least, cefr in steps[1:] for word in (str(least), cefr))]
        assert re.findall(r"[ABC][12]|\d+", row[3]) == said


def first_sunday(year: int, month: int) -> date:
    return date(year, month, 1 + (6 - date(year, month, 1).weekday()) % 7)


@pytest.mark.parametrize("language", GUIDE)
def test_the_plan_to_learn_japanese(language: str) -> None:
    n4, n3, n2 = (fact(f"japanese_study_hours_{level}") for level in ("n4", "n3", "n2"))
    weeks: dict[int, list[int]] = {}
    for row in table("guide/04", language, "95"):
        hours, *said = (int(re.findall(r"\d+", cell)[0]) for cell in row)
        weeks[hours] = said
        assert said == [round(one / hours) for one in (n4, n3, n2 - n3)]
    text = text_of("guide/04", language).lower()
    assert f"{n2 - n3:.0f}" in text
    begins, works = date(2026, 9, 7), date(2028, 4, 3)
    ready = [begins + timedelta(weeks=one) for one in weeks[15][:2]] + [works + timedelta(weeks=weeks[10][2])]
    tests = [first_sunday(2027, 7), first_sunday(2027, 12), first_sunday(2029, 12)]
    assert (
        all(one < test for one, test in zip(ready, tests, strict=True)) and first_sunday(2029, 7) < ready[2]
    )
    assert all(written(day, language, year=True) in text for day in (begins, works, *ready))
    assert all(written(day, language) in text for day in tests)
