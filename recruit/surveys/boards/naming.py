"""What the keys of a board are called for the reader, and the order in which its lines stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from flask_babel import gettext as _

from recruit.core.locales import LANGUAGES
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.surveys.boards.queries import Row
from recruit.surveys.boards.question import NOT_OURS
from recruit.surveys.boards.rules import Side
from recruit.surveys.words import WAVES

_LANGUAGES = {one.code: one.name for one in LANGUAGES}


@dataclass(frozen=True)
class Names:
    """Names of employers by their reference, in the reader's language."""

    employers: Mapping[str, str]

    @classmethod
    def for_reader(cls, employers: Sequence[Organisation], language: str) -> Self:
        named = {one.public_id: name_in(one, language) for one in employers}
        return cls(dict(sorted(named.items(), key=lambda pair: pair[1])) | {NOT_OURS: _("not one of ours")})

    def of(self, side: Side | str, key: str) -> str:
        """What one key is called. Templates name the side by its code."""
        side = Side(side)
        if side is Side.WAVE:
            return str(WAVES.get(key, key))
        return _LANGUAGES.get(key, key) if side is Side.LANGUAGE else self.employers.get(key, key)

    def in_order(self, sides: Sequence[Side], rows: Sequence[Row]) -> list[Row]:
        """Points by their time, languages in ours, employers by name."""
        return sorted(
            rows, key=lambda row: [self._rank(side, key) for side, key in zip(sides, row.keys, strict=True)]
        )

    def _rank(self, side: Side, key: str) -> tuple[int, str]:
        known = {
            Side.WAVE: list(WAVES),
            Side.LANGUAGE: list(_LANGUAGES),
            Side.EMPLOYER: list(self.employers),
        }[side]
        return (known.index(key) if key in known else len(known), key)
