"""What staff and companies say about booths, on its way from a form to a move."""

from dataclasses import dataclass
from datetime import datetime

from recruit.fairs.booths.rules import Interpreting, Need, Priority


@dataclass(frozen=True)
class BoothsPlan:
    """How many booths a fair has and who goes first."""

    booths: int | None
    tables: int | None
    tables_each: int
    closes_at: datetime | None
    rules: tuple[Priority, ...] = ()
    region: tuple[str, ...] = ()
    demands: bool = True


@dataclass(frozen=True)
class Comes:
    """Somebody who comes for a company."""

    name: str
    task: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class BroughtAlong:
    """What a company brings and shows at its booth. `positions` by public id, in order."""

    people: tuple[Comes, ...] = ()
    positions: tuple[str, ...] = ()
    interpreting: Interpreting | None = None
    needs: tuple[Need, ...] = ()
    notes: str = ""
