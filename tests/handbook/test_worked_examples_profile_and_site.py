"""The worked examples of the guide's chapters on the profile and on the day at work are worked out again."""

from datetime import date
import re

import pytest

from recruit.students.documents.rules import MOST_BYTES
from tests.handbook.test_worked_examples import (
    GUIDE,
    amounts,
    fact,
    first_sunday,
    number,
    table,
    text_of,
    written,
)


@pytest.mark.parametrize("language", GUIDE)
def test_subjects_grades_and_sizes_of_a_profile(language: str) -> None:
    points = amounts(table("guide/05", language, "BIM"), 1, language)
    assert sum(points[:-1]) == points[-1] == 86
    text = text_of("guide/05", language)
    assert "144" in text and re.search(rf"(?<!\d){round(100 * 86 / 144)} ?%", text)
    assert f"{MOST_BYTES // 1024**2} MB" in text
    # The next test is the one of December; the average of the example has the classes that the text gives it.
    assert written(first_sunday(2026, 12), language) in text.lower() and date(2026, 12, 6).weekday() == 6
    [average] = {number(one, language) for one in re.findall(r"(?<!\d)3[.,]3(?!\d)", text)}
    assert fact("grade_vietnam_very_good") <= average < fact("grade_vietnam_excellent")
    assert fact("grade_indonesia_very_satisfactory") <= average <= fact("grade_indonesia_praise_above")
    assert fact("grade_vietnam_a_of_ten") <= 8.5


def minutes_of(clock: str) -> int:
    hours, minutes = re.split(r"[:.]", clock)
    return 60 * int(hours) + int(minutes)


@pytest.mark.parametrize("language", GUIDE)
def test_a_day_on_the_site(language: str) -> None:
    rows = table("guide/11", language, "おはよう" if language == "ja" else "gozaimasu")
    begins = [minutes_of(row[0]) for row in rows]
    assert begins == sorted(begins)
    lengths = {
        at: int(re.findall(r"\d+", row[1])[0])
        for at, row in zip(begins, rows, strict=True)
        if re.search(r"\d", row[1])
    }
    assert list(lengths.values()) == [15, 60, 15]
    # After a break the work goes on in the next row, where the table has one at that time.
    assert {at + length for at, length in lengths.items()} & set(begins) == {
        minutes_of("10:15"),
        minutes_of("13:00"),
    }
    day, breaks = begins[-1] - minutes_of("8:00"), sum(lengths.values())
    [until] = re.findall(r"\d+[:.]\d+", rows[-1][2])
    with_report = minutes_of(until) - minutes_of("8:00") - breaks
    assert (day - breaks, with_report) == (7.5 * 60, 9 * 60)
    assert with_report - 60 * fact("statutory_hours_day") == 60
    assert breaks >= fact("break_minutes_above_8_hours") >= fact("break_minutes_above_6_hours")
    hour = round(225_000 / 170 * (1 + fact("overtime_premium") / 100))
    said = {number(one, language) for one in re.findall(r"\d+[.,]\d{3}(?!\d)", text_of("guide/11", language))}
    assert said == {hour, 10 * hour}
