"""A change of the rules that is only looked at yet: what it is, which waves it compares, and whose contacts it may touch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
import hashlib
import json
from typing import Any

from recruit.surveys.planning.document import read_wave
from recruit.surveys.planning.programme import Wave
from recruit.surveys.planning.versions import edited
from recruit.surveys.planning.written import written_wave


class Change(StrEnum):
    """What would be done to a point."""

    EDIT = "edit"
    END = "end"
    NEW = "new"


@dataclass(frozen=True)
class Proposal:
    """`standing` is the wave in force (None where it would be new), `wanted` the wave as it would be (None where it would end)."""

    standing: Wave | None
    wanted: Wave | None

    @property
    def change(self) -> Change:
        """What kind it is."""
        if self.standing is None:
            return Change.NEW
        return Change.END if self.wanted is None else Change.EDIT

    @property
    def wave(self) -> str:
        """The wave whose contacts stand already; empty where there are none."""
        return self.standing.name if self.standing is not None else ""

    @property
    def may_ask_anybody(self) -> bool:
        """Whether it may reach people who have no contact at this wave: for whom an added one had closed before it was there."""
        return self.standing is None or (self.wanted is not None and self.standing.added_at is not None)

    def before(self) -> tuple[Wave, ...]:
        """The wave as it is planned now."""
        return () if self.standing is None else (self.standing,)

    def after(self, now: datetime) -> tuple[Wave, ...]:
        """The wave as it would be planned if this were saved at `now`."""
        if self.standing is None:
            return () if self.wanted is None else (replace(self.wanted, added_at=now),)
        if self.wanted is None:
            return (replace(self.standing, ended_at=now),)
        return (edited(self.standing, self.wanted, now=now),)

    def written(self) -> dict[str, Any]:
        """In words of its own, without what holds now: that stands in the version of the rules it was made of."""
        return {
            "wave": self.wave,
            "wanted": written_wave(self.wanted) if self.wanted is not None else None,
        }

    def hash(self, version: int) -> str:
        """Names the question "what would follow from this", asked of one version of the rules."""
        asked = json.dumps([version, self.change, self.written()], sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()


def read_proposal(written: Mapping[str, Any], standing: Wave | None) -> Proposal:
    """What `Proposal.written` wrote, of the version of the rules it was made of."""
    wanted = written["wanted"]
    return Proposal(standing, read_wave(wanted, "wanted") if wanted is not None else None)
