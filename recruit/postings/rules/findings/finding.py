"""What one finding is, and what a check must be told beside the position."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from recruit.postings.rules.codes import FindingRule, PostingItem, Severity
from recruit.postings.rules.findings.grounds import GROUNDS, Source


@dataclass(frozen=True)
class Finding:
    """One thing found: by which rule, how grave, about which item, with the figures or words that show it.

    `text` names the text it stands in as `<field>_<language>`; it is empty where an item is meant.
    """

    rule: FindingRule
    severity: Severity
    about: PostingItem
    shown: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What stands outside the position: the minimum wage of the place on that day (None where it is not known) and
    where it stands; whether immigration counts the employer in category 3 or 4; the employer's name.
    """

    minimum_per_hour: int | None = None
    minimum_source: Source | None = None
    simple_category: bool = False
    employer_name: str = ""


def found_by(
    rule: FindingRule,
    about: PostingItem,
    shown: dict[str, Any] | None = None,
    *,
    text: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding as grave as its rule says, unless told otherwise."""
    return Finding(rule, severity or GROUNDS[rule].severity, about, shown or {}, text)


def as_shown(source: Source | None) -> dict[str, Any]:
    """A dated row as it is kept with a finding, so that it can be read there however the row changes."""
    if source is None:
        return {}
    return {
        "source": {
            "name": source.name,
            "url": source.url,
            "since": source.valid_from_on.isoformat(),
            "checked": source.checked_on.isoformat(),
            "verified": source.is_verified,
            "language": source.language,
        }
    }


def sources_of(finding: Finding) -> tuple[Source, ...]:
    """Where a finding's rule is written, and the dated row that it rests on."""
    row = finding.shown.get("source")
    if not row:
        return GROUNDS[finding.rule].sources
    own = Source(
        row["name"],
        row["url"],
        date.fromisoformat(row["since"]),
        date.fromisoformat(row["checked"]),
        row["verified"],
        row["language"],
    )
    return (*GROUNDS[finding.rule].sources, own)


def blocking(found: Sequence[Finding]) -> list[Finding]:
    """Those that must be put right first."""
    return [one for one in found if one.severity is Severity.BLOCKING]
