"""How fairs are shown: names in the reader's language, meetings as rows of a ruler or a grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from recruit.fairs.models import Fair, Meeting
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students.models import Student
from recruit.web.times import two_clocks


def student_name(student: Student, language: str) -> str:
    """Katakana first for Japanese readers, else the name as the person writes it."""
    if language == "ja" and student.katakana:
        return student.katakana
    return student.name_local or student.name_passport or student.katakana


def other_name(student: Student, language: str) -> str:
    """The name as the passport prints it, beside the first one."""
    first = student_name(student, language)
    return next((name for name in (student.name_passport, student.name_local) if name and name != first), "")


def both_names(student: Student, language: str) -> str:
    """One line for a company: a Japanese reader gets the name in the passport beside the reading."""
    first, other = student_name(student, language), other_name(student, language)
    if language == "ja" and student.katakana and other:
        return _("%(reading)s (%(name)s)", reading=first, name=other)
    return first


def short_name(student: Student, language: str) -> str:
    """What a person is called, where space is short; a Japanese reader reads the last word of the katakana."""
    if language == "ja" and student.katakana:
        words = student.katakana.split("・")
        return words[-1] if student.nationality == "VN" else words[0]
    return student.call_name or student_name(student, language)


def company_name(organisation: Organisation, language: str) -> str:
    return name_in(organisation, language) or organisation.slug


_NEAREST = {"ja": ("en",), "en": ("ja",), "id": ("en", "ja"), "vi": ("en", "ja")}


def titles_of(positions: Mapping[str, Mapping[str, str]], language: str) -> list[dict[str, str]]:
    """Positions (slug → language → title) as links: in the reader's language, or the nearest one with its `lang`."""
    titles = []
    for slug, by_language in positions.items():
        shown = next(
            code for code in (language, *_NEAREST.get(language, ()), *by_language) if code in by_language
        )
        titles.append({"slug": slug, "title": by_language[shown], "lang": shown if shown != language else ""})
    return titles


@dataclass(frozen=True)
class SlotTimes:
    """When a slot is, on both clocks."""

    starts_at: datetime
    venue_time: str
    reader_time: str


def slot_times(fair: Fair, zone: str | None = None) -> dict[int, SlotTimes]:
    """By the number of the slot. `zone` is the reader's, where it is not that of the page."""
    found = {}
    for slot in fair.slots:
        clocks = two_clocks(slot.starts_at, fair.event.zone, zone=zone)
        found[slot.number] = SlotTimes(slot.starts_at, clocks.venue_time, clocks.reader_time)
    return found


def is_changed(meeting: Meeting) -> bool:
    """Whether it differs from what both sides were told when the timetable was published."""
    return meeting.sequence > 0


def day_entries(
    meetings: list[Meeting], times: dict[int, SlotTimes], title: Any, words: Any, href: Any = None
) -> list[dict[str, Any]]:
    """Rows of a two-edged ruler; `title`, `words` and `href` are asked for each meeting. What differs from the plan that was
    published says so in words, so that it is seen in print too.
    """
    return [
        {
            "venue_time": times[meeting.slot].venue_time,
            "reader_time": times[meeting.slot].reader_time,
            "title": title(meeting),
            "words": _("%(what)s · changed", what=words(meeting)) if is_changed(meeting) else words(meeting),
            "href": href(meeting) if href else "",
            "state": "changed" if is_changed(meeting) else "",
        }
        for meeting in meetings
        if meeting.slot in times
    ]


@dataclass(frozen=True)
class GridRow:
    """One table of one company, with a cell for each slot."""

    title: str
    words: str
    cells: list[dict[str, Any]]
