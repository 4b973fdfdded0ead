"""What is in a profile, in short lines for the reader; coded values in the reader's language."""

from datetime import date

from flask_babel import gettext as _, pgettext

from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.students.models import BusyTime, Education, Experience, LanguageResult, Student
from recruit.students.names import language_name, weekday_name
from recruit.students.queries import main_education
from recruit.students.rules import LICENCES, OWN_VIEWS, LanguageTest, ProfileSection, WorkWish
from recruit.web.times import format_day, place_of
from recruit.web.words import words_for


def summaries_of(student: Student | None, language: str) -> dict[ProfileSection, list[str]]:
    """What each page of the profile holds; an empty list for a page with nothing on it."""
    lines: dict[ProfileSection, list[str]] = {section: [] for section in ProfileSection}
    if student is None:
        return lines
    lines[ProfileSection.NAMES] = [
        part
        for part in (student.name_local or student.name_passport, student.call_name, student.katakana)
        if part
    ]
    main = main_education(student)
    lines[ProfileSection.STUDIES] = [study_words(main, language)] if main else []
    lines[ProfileSection.LANGUAGES] = [result_words(row) for row in student.language_results]
    held = [row.skill for row in student.skills]
    lines[ProfileSection.SKILLS] = [str(words_for(skill)) for skill in held if skill not in LICENCES]
    lines[ProfileSection.LICENCES] = [str(words_for(skill)) for skill in held if skill in LICENCES]
    lines[ProfileSection.EXPERIENCE] = [one.title or str(words_for(one.kind)) for one in student.experiences]
    lines[ProfileSection.WISHES] = [
        *(str(words_for(WorkWish(code))) for code in student.wished_work),
        *(str(words_for(Prefecture(code))) for code in student.wished_prefectures),
    ]
    lines[ProfileSection.BUSY_TIMES] = [busy_words(one) for one in student.busy_times]
    lines[ProfileSection.VISIBILITY] = [str(words_for(student.visibility))]
    return lines


def study_words(education: Education, language: str) -> str:
    """University, major and month in one line."""
    university = education.university
    parts = [
        name_in(university, language) if university else education.university_name,
        str(words_for(education.major)) if education.major else education.major_local,
        month_words(education.graduates_on),
    ]
    return _(", ").join(part for part in parts if part)


def result_words(row: LanguageResult) -> str:
    """A test and its result as printed: JLPT N3 112. What somebody says of themselves names the level."""
    name = row.test_name if row.test is LanguageTest.OTHER else str(words_for(row.test))
    if row.test is LanguageTest.OTHER and row.language:
        name = _("%(test)s (%(language)s)", test=name, language=language_name(row.language))
    if row.test in OWN_VIEWS:
        return _("%(what)s: %(level)s", what=name, level=row.level)
    score = "" if row.score is None else pgettext("test", "%(score)s", score=str(row.score))
    return " ".join(part for part in (name, row.level, score) if part)


def deed_words(one: Experience) -> str:
    """What kind it was, where, and from when to when."""
    months = months_words(one.begins_on, one.ends_on)
    return _(", ").join(part for part in (str(words_for(one.kind)), one.place, months) if part)


def months_words(begins_on: date | None, ends_on: date | None) -> str:
    """From one month to another; a missing end goes on still."""
    first, last = month_words(begins_on), month_words(ends_on)
    if first and last and first != last:
        return _("%(first)s to %(last)s", first=first, last=last)
    if first and not last:
        return _("since %(first)s", first=first)
    return last


def month_words(day: date | None) -> str:
    return format_day(day, "month")


def busy_words(one: BusyTime) -> str:
    """A day of every week, or days, and between which times."""
    if one.weekday is not None:
        day = _("every week on %(weekday)s", weekday=weekday_name(one.weekday))
    elif one.first_on == one.last_on or one.last_on is None:
        day = format_day(one.first_on)
    else:
        day = _("%(first)s to %(last)s", first=format_day(one.first_on), last=format_day(one.last_on))
    if one.starts is None or one.ends is None:
        return day
    times = f"{one.starts:%H:%M}–{one.ends:%H:%M}"
    return _("%(day)s, %(times)s (%(zone)s)", day=day, times=times, zone=place_of(one.zone))
