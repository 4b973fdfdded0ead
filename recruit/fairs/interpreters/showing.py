"""How the day of an interpreter is shown: the time, the company, the table, and the student as one says the name."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from recruit.fairs import showing
from recruit.fairs.interpreters.queries import Interpreting


def entries(
    day: list[Interpreting], times: Mapping[int, showing.SlotTimes], language: str
) -> list[dict[str, Any]]:
    """Rows of a two-edged ruler. Of a student no more than what is called out at the table."""
    return [
        {
            "venue_time": times[one.meeting.slot].venue_time,
            "reader_time": times[one.meeting.slot].reader_time,
            "title": showing.company_name(one.meeting.organisation, language),
            "words": " · ".join(_words(one, language)),
            "state": "changed" if showing.is_changed(one.meeting) else "",
        }
        for one in day
        if one.meeting.slot in times
    ]


def _words(one: Interpreting, language: str) -> list[str]:
    words = [_("Booth %(number)s", number=one.booth)] if one.booth else []
    words.append(_("Table %(number)s", number=one.meeting.table_number + 1))
    words.append(showing.short_name(one.meeting.student, language))
    if showing.is_changed(one.meeting):
        words.append(_("changed"))
    return words
