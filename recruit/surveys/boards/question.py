"""What a board is asked, as it stands in the address. What cannot be read is left out: an old link still opens something."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from recruit.core.locales import CODES
from recruit.surveys.boards.rules import Part, Side, Stand

# Employers that are none of our organisations.
NOT_OURS = "other"
# Rows of which no reason is told.
NO_REASON = "none"
Choice = TypeVar("Choice", bound=StrEnum)
# Years of which somebody may think; a day far outside them is a slip.
_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Question:
    """Filters, and by what the figures are divided. `since` and `until` are days on which a point is due; `day` is a day at the
    office on which mail should have gone, `part` what became of it.
    """

    by: Side = Side.WAVE
    across: Side | None = None
    wave: str = ""
    language: str = ""
    employer: str = ""
    source: str = ""
    state: Stand | None = None
    reason: str = ""
    since: date | None = None
    until: date | None = None
    day: date | None = None
    part: Part | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """By what the rows are divided."""
        return (self.by,) if self.across is None else (self.by, self.across)

    @property
    def filters_set(self) -> int:
        """How many of the filters that every board has are set."""
        return sum(
            bool(one)
            for one in (self.wave, self.language, self.employer, self.source, self.since, self.until)
        )

    def address(self, **changes: Any) -> dict[str, str]:
        """The values of an address that asks this, or the same with other values; what is as always is left out."""
        asked = replace(self, **changes)
        plain = Question()
        return {
            name: str(value)
            for name in Question.__dataclass_fields__
            if (value := getattr(asked, name)) and value != getattr(plain, name)
        }

    def narrowed(self, sides: tuple[Side, ...], keys: tuple[str, ...], **more: Any) -> dict[str, str]:
        """The address of what stands behind one row."""
        found = {side.value: key for side, key in zip(sides, keys, strict=True)}
        return self.address(by=Side.WAVE, across=None, **found, **more)

    def without_figures(self) -> Self:
        """The filters that hold for every figure: without state, reason and what a day says."""
        return replace(self, state=None, reason="", day=None, part=None)


def question_from(args: Mapping[str, str], waves: Collection[str]) -> Question:
    """What an address asks."""
    by = _choice(Side, args.get("by")) or Side.WAVE
    across = _choice(Side, args.get("across"))
    wave, language = args.get("wave", ""), args.get("language", "")
    return Question(
        by=by,
        across=None if across is by else across,
        wave=wave if wave in waves else "",
        language=language if language in CODES else "",
        employer=_plain(args.get("employer", ""), 22),
        source=_plain(args.get("source", ""), 120),
        state=_choice(Stand, args.get("state")),
        reason=_plain(args.get("reason", ""), 60),
        since=_day(args.get("since")),
        until=_day(args.get("until")),
        day=_day(args.get("day")),
        part=_choice(Part, args.get("part")),
    )


def _choice(of: type[Choice], value: str | None) -> Choice | None:
    return next((one for one in of if one == value), None)


def _plain(value: str, longest: int) -> str:
    return value if len(value) <= longest and "\0" not in value else ""


def _day(value: str | None) -> date | None:
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None
