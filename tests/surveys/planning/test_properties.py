"""What holds for every story: one live row per key, nothing twice, due days from the anchor, quiet hours."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st

from recruit.core.months import months_after
from recruit.surveys.planning.contacts import State
from recruit.surveys.planning.simulation import simulate

FIRST = datetime(2023, 12, 1, 3, tzinfo=UTC)
DAYS = st.dates(date(2023, 12, 15), date(2025, 12, 31)).map(date.isoformat)
ZONES = st.sampled_from(["Asia/Tokyo", "Asia/Jakarta", "Asia/Ho_Chi_Minh"])
WAVES = st.sampled_from(["w1", "m1", "m3", "m6", "m12", "exit"])
LATER_FACTS = st.one_of(
    DAYS.map(lambda day: {"start": day}),
    DAYS.map(lambda day: {"started": day}),
    DAYS.map(lambda day: {"last_working_day": day}),
    st.just({"last_working_day": None}),
    WAVES.map(lambda wave: {"answered": wave}),
    WAVES.map(lambda wave: {"opened_link": wave}),
    WAVES.map(lambda wave: {"begun": wave}),
    st.sampled_from(["surveys", "all", "m3", None]).map(lambda level: {"opted_out": level}),
    st.booleans().map(lambda bounced: {"bounced": bounced}),
    st.tuples(DAYS, DAYS).map(lambda days: {"leave": sorted(days)}),
    DAYS.map(lambda day: {"rehired": day}),
    DAYS.map(lambda day: {"died": day}),
    st.just({"transferred_to": "B"}),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    hours = st.integers(1, 24 * 800)

    def instant() -> str:
        return (FIRST + timedelta(hours=draw(hours))).isoformat()

    facts: list[dict[str, Any]] = [
        {"known_at": FIRST.isoformat(), "start": draw(DAYS), "planned": draw(st.booleans())}
    ]
    facts += [{"known_at": instant(), **fact} for fact in draw(st.lists(LATER_FACTS, max_size=6))]
    downs = [sorted([instant(), instant()]) for _ in range(draw(st.integers(0, 2)))]
    return {
        "programme": {"holidays": draw(st.lists(DAYS, max_size=5))},
        "person": {"timezones": [["2020-01-01", draw(ZONES)], [draw(DAYS), "Asia/Tokyo"]]},
        "facts": facts,
        "worker_down": downs,
        "until": instant(),
    }


def rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = simulate(document)["contacts"]
    assert isinstance(found, list)
    return found


def key(row: dict[str, Any]) -> tuple[object, ...]:
    return row["spell"], row["wave"], row["kind"], row["sequence"]


@settings(max_examples=80, deadline=None)
@given(documents())
def test_every_story_keeps_the_promises(document: dict[str, Any]) -> None:
    found = rows(document)
    live = [
        row for index, row in enumerate(found) if index + 1 == len(found) or key(found[index + 1]) != key(row)
    ]
    assert max(Counter(map(key, live)).values(), default=1) == 1
    assert all(row["state"] == State.CANCELLED and row["sent_at"] is None for row in found if row not in live)
    assert {row["state"] for row in found} <= {state.value for state in State}
    mails = [row for row in found if row["sent_at"] and row["kind"] != "call"]
    assert max(Counter(map(key, mails)).values(), default=1) == 1
    sent_at = sorted(datetime.fromisoformat(row["sent_at"]) for row in mails)
    zones = document["person"]["timezones"]
    for at in sent_at:
        assert len([other for other in sent_at if at - timedelta(days=30) < other <= at]) <= 4
        assert not any(
            datetime.fromisoformat(down) <= at < datetime.fromisoformat(up)
            for down, up in document["worker_down"]
        )
        local = [at.astimezone(ZoneInfo(zone)) for _, zone in zones]
        assert any(
            9 <= clock.hour < 19
            and clock.weekday() != 6
            and str(clock.date()) not in document["programme"]["holidays"]
            for clock in local
        )
    for fact in document["facts"]:
        if "died" in fact:
            assert all(at < datetime.fromisoformat(fact["known_at"]) for at in sent_at)
    for row in mails:
        if row["kind"] == "reminder":
            [invitation] = [
                other
                for other in mails
                if key(other)[:2] == key(row)[:2]
                and other["kind"] == "invitation"
                and other["sequence"] == (row["sequence"] - 1) // 2
            ]
            assert invitation["sent_at"][:10] < row["sent_at"][:10]


@settings(max_examples=40, deadline=None)
@given(documents())
def test_opening_links_never_changes_anything(document: dict[str, Any]) -> None:
    without = {**document, "facts": [fact for fact in document["facts"] if "opened_link" not in fact]}
    assert simulate(without) == simulate(document)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_due_day_is_the_anchor_plus_clamped_months(start: date, months: int) -> None:
    known_at = f"{start - timedelta(days=20)}T00:00:00Z"
    wave = {"name": "w", "anchor": "start", "months": months, "close_days": 30}
    document = {
        "programme": {"waves": [wave]},
        "facts": [{"known_at": known_at, "start": str(start)}],
        "until": known_at,
    }
    [row] = rows(document)
    due = date.fromisoformat(row["due"])
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)


def test_months_are_never_chained() -> None:
    assert months_after(date(2025, 1, 31), 3) == date(2025, 4, 30)
    assert months_after(months_after(date(2025, 1, 31), 1), 2) == date(2025, 4, 28)
    assert months_after(date(2024, 2, 29), 48) == date(2028, 2, 29)
    assert months_after(date(2025, 5, 31), -3) == date(2025, 2, 28)
