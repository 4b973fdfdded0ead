"""Sessions and speakers: rules without a database."""

from datetime import UTC, date, datetime

import pytest

from recruit.events.programme.rules import (
    Hours,
    ProgrammeRefusal,
    SessionFacts,
    SessionWords,
    SpeakerFacts,
    who_move_up,
    why_not_chosen,
    why_not_session,
    why_not_speaker,
)


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, 16, hour, minute, tzinfo=UTC)


EVENT = Hours(_at(9), _at(17))
TITLE = {"en": SessionWords("Bridges")}


@pytest.mark.parametrize(
    ("facts", "taken", "chosen", "found"),
    [
        (SessionFacts(_at(9), _at(17), texts=TITLE), 0, False, None),
        (SessionFacts(_at(10), _at(11), texts={"en": SessionWords(about="?")}), 0, False, "TITLE_NEEDED"),
        (SessionFacts(_at(10), _at(10), texts=TITLE), 0, False, "ENDS_TOO_EARLY"),
        (SessionFacts(_at(8, 59), _at(10), texts=TITLE), 0, False, "OUTSIDE_EVENT"),
        (SessionFacts(_at(16), _at(17, 1), texts=TITLE), 0, False, "OUTSIDE_EVENT"),
        (SessionFacts(_at(10), _at(11), texts=TITLE, is_chosen=True, seats=3), 3, True, None),
        (
            SessionFacts(_at(10), _at(11), texts=TITLE, is_chosen=True, seats=2),
            3,
            True,
            "SEATS_BELOW_TAKEN",
        ),
        (SessionFacts(_at(10), _at(11), texts=TITLE), 3, True, "IS_CHOSEN"),
    ],
)
def test_what_staff_may_write(facts, taken, chosen, found):
    problem = why_not_session(facts, EVENT, taken=taken, chosen_by_anybody=chosen)
    assert (problem[0].name if problem else None) == found


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ((), None),
        (("morning",), None),
        (("morning", "noon"), None),
        (("morning", "late_morning"), ProgrammeRefusal.AT_ONCE),
        (("all_day", "noon"), ProgrammeRefusal.AT_ONCE),
        (("morning", "gone"), ProgrammeRefusal.NO_SUCH_SESSION),
    ],
)
def test_nobody_is_in_two_rooms_at_once(wanted, refusal):
    offered = {
        "morning": Hours(_at(9), _at(11)),
        "late_morning": Hours(_at(10, 59), _at(12)),
        "noon": Hours(_at(11), _at(13)),
        "all_day": Hours(_at(9), _at(17)),
    }
    assert why_not_chosen(wanted, offered) is refusal


@pytest.mark.parametrize(
    ("free", "moved"),
    [(0, []), (1, ["c"]), (2, ["c"]), (3, ["a"]), (4, ["a", "c"]), (None, ["a", "b", "c"])],
)
def test_the_next_in_line_who_fit_move_up(free, moved):
    assert who_move_up([("a", 3), ("b", 3), ("c", 1)], free) == moved


def test_nobody_speaks_who_has_not_agreed():
    today = date(2026, 11, 25)
    agreed = SpeakerFacts("Trần", "", today, "by mail")
    assert why_not_speaker(agreed, today) is None
    assert why_not_speaker(agreed, date(2026, 11, 24)) is ProgrammeRefusal.NOT_AGREED
    assert why_not_speaker(SpeakerFacts("Trần", "", today, ""), today) is ProgrammeRefusal.NOT_AGREED
