"""Who gets a booth: by which rules, in which order, and why. In plain Python."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Priority(StrEnum):
    """What puts a company before others. Staff choose some and their order; who applied first decides where these do not."""

    EARLIER_GUESTS = "earlier_guests"
    FIRST_TIME = "first_time"
    HOST_REGION = "host_region"
    SMALL_COMPANIES = "small_companies"


class Interpreting(StrEnum):
    """Who interprets at a booth."""

    NOBODY_NEEDED = "nobody_needed"
    BRINGS = "brings"
    WANTED = "wanted"


class Need(StrEnum):
    """What a booth needs besides tables and chairs."""

    POWER = "power"
    SCREEN = "screen"
    INTERNET = "internet"
    WALL = "wall"
    STEP_FREE = "step_free"


class BoothsRefusal(StrEnum):
    """Why something about the booths of a fair cannot be done."""

    NO_BOOTH_LEFT = "no_booth_left"
    NO_TABLE_LEFT = "no_table_left"
    TOO_MANY_TABLES = "too_many_tables"
    SOMETHING_IS_MISSING = "something_is_missing"
    STILL_OPEN = "still_open"
    CONTRADICTING_RULES = "contradicting_rules"
    REGION_WANTED = "region_wanted"
    RULE_TWICE = "rule_twice"
    FEWER_THAN_GIVEN = "fewer_than_given"
    CLOSES_TOO_LATE = "closes_too_late"
    NOBODY_ASKS = "nobody_asks"
    NOT_YOUR_POSITION = "not_your_position"
    REASON_WANTED = "reason_wanted"


# Few enough staff to be a small enterprise in construction (Small and Medium-sized Enterprise Basic Act, art. 2 (5)).
SMALL_UP_TO = 20
MOST_BOOTHS = 500
MOST_TABLES_IN_ALL = 2000
MOST_PEOPLE = 8
MOST_POSITIONS_SHOWN = 6


@dataclass(frozen=True)
class Application:
    """What is known of a company that asks for a booth. `line` is its place where it already waits."""

    ref: str
    asked_at: datetime
    earlier_fairs: int = 0
    prefecture: str = ""
    staff_count: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a company stands, and which of the rules speak for it."""

    number: int
    application: Application
    holds: tuple[Priority, ...]


def holds_for(one: Application, rule: Priority, region: Collection[str]) -> bool:
    """Whether a rule speaks for a company."""
    match rule:
        case Priority.EARLIER_GUESTS:
            return one.earlier_fairs > 0
        case Priority.FIRST_TIME:
            return one.earlier_fairs == 0
        case Priority.HOST_REGION:
            return one.prefecture in region
        case Priority.SMALL_COMPANIES:
            return one.staff_count is not None and one.staff_count <= SMALL_UP_TO


def order_of(
    applications: Iterable[Application], rules: Sequence[Priority], region: Collection[str] = ()
) -> list[Place]:
    """Who comes first: who waits already, in the order of the line; then by the rules, the first before the second;
    then who applied first. The same companies always stand in the same order.
    """

    def place(one: Application) -> tuple[bool, int, tuple[bool, ...], datetime, str]:
        fails = tuple(not holds_for(one, rule, region) for rule in rules)
        return (one.line is None, one.line or 0, () if one.line is not None else fails, one.asked_at, one.ref)

    return [
        Place(number, one, tuple(rule for rule in rules if holds_for(one, rule, region)))
        for number, one in enumerate(sorted(applications, key=place), start=1)
    ]


@dataclass(frozen=True)
class Room:
    """What is left to give: None where there is no limit."""

    booths: int | None
    tables: int | None

    @property
    def is_full(self) -> bool:
        return self.booths == 0 or self.tables == 0

    def tables_for(self, wanted: int) -> int:
        """As many as are wanted, or as many as are left; none where it is full."""
        if self.is_full:
            return 0
        return wanted if self.tables is None else min(wanted, self.tables)

    def without(self, tables: int) -> "Room":
        """What is left when a booth with so many tables is given."""
        return Room(
            None if self.booths is None else self.booths - 1,
            None if self.tables is None else self.tables - tables,
        )


def room_left(booths: int | None, tables: int | None, *, given_booths: int, given_tables: int) -> Room:
    """Of a quota, what is not given yet."""
    return Room(
        None if booths is None else max(0, booths - given_booths),
        None if tables is None else max(0, tables - given_tables),
    )


def give_out(places: Iterable[Place], wanted: dict[str, int], room: Room) -> tuple[dict[str, int], list[str]]:
    """Who has a booth with how many tables, and who waits, in order. Nobody is passed over: whoever wants more tables
    than are left has those that are left.
    """
    given: dict[str, int] = {}
    waiting: list[str] = []
    for place in places:
        ref = place.application.ref
        tables = 0 if waiting else room.tables_for(wanted[ref])
        if tables:
            given[ref] = tables
            room = room.without(tables)
        else:
            waiting.append(ref)
    return given, waiting


def passes_over(ref: str, places: Iterable[Place], wanted: dict[str, int], room: Room) -> bool:
    """Whether a booth for this one would be taken from somebody who stands before it: in order, the room does not reach it."""
    given, _waiting = give_out(places, wanted, room)
    return ref not in given


def free_numbers(taken: Collection[str], count: int) -> list[str]:
    """So many booth numbers that nobody has."""
    found: list[str] = []
    number = 0
    while len(found) < count:
        number += 1
        if str(number) not in taken:
            found.append(str(number))
    return found


def why_not_settings(
    rules: Sequence[Priority],
    *,
    region: Collection[str],
    booths: int | None,
    tables: int | None,
    given_booths: int,
    given_tables: int,
    closes_at: datetime | None,
    starts_at: datetime,
) -> tuple[BoothsRefusal, str] | None:
    """What is wrong with the booths that staff set, and in which field."""
    if len(set(rules)) < len(rules):
        return BoothsRefusal.RULE_TWICE, "first"
    if {Priority.EARLIER_GUESTS, Priority.FIRST_TIME} <= set(rules):
        return BoothsRefusal.CONTRADICTING_RULES, "first"
    if Priority.HOST_REGION in rules and not region:
        return BoothsRefusal.REGION_WANTED, "region"
    if booths is not None and booths < given_booths:
        return BoothsRefusal.FEWER_THAN_GIVEN, "booths"
    if tables is not None and tables < given_tables:
        return BoothsRefusal.FEWER_THAN_GIVEN, "tables"
    if closes_at is not None and closes_at >= starts_at:
        return BoothsRefusal.CLOSES_TOO_LATE, "closes_at"
    return None


def why_not_confirm(room: Room, tables: int, *, was_confirmed: bool, had_tables: int) -> BoothsRefusal | None:
    """Staff give one booth, or change its tables."""
    if not was_confirmed and room.booths == 0:
        return BoothsRefusal.NO_BOOTH_LEFT
    more = tables - (had_tables if was_confirmed else 0)
    return BoothsRefusal.NO_TABLE_LEFT if room.tables is not None and more > room.tables else None
