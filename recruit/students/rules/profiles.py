"""What a profile still lacks for a use, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass

from recruit.students.rules.codes import DisclosureScope, DocumentKind, ProfilePart, ProfileUse


@dataclass(frozen=True)
class ProfileFacts:
    """What is asked of a profile to know how complete it is."""

    parts: frozenset[ProfilePart] = frozenset()
    documents: frozenset[DocumentKind] = frozenset()


NEEDED: dict[ProfileUse, tuple[ProfilePart, ...]] = {
    ProfileUse.CARD: (
        ProfilePart.CALL_NAME,
        ProfilePart.UNIVERSITY,
        ProfilePart.MAJOR,
        ProfilePart.GRADUATES_ON,
        ProfilePart.JAPANESE,
    ),
    ProfileUse.FAIR: (
        ProfilePart.NAME_PASSPORT,
        ProfilePart.CALL_NAME,
        ProfilePart.KATAKANA,
        ProfilePart.UNIVERSITY,
        ProfilePart.MAJOR,
        ProfilePart.GRADUATES_ON,
        ProfilePart.JAPANESE,
        ProfilePart.SKILLS,
        ProfilePart.WISHES,
    ),
    ProfileUse.APPLICATION: tuple(ProfilePart),
}
PAPERS = {
    ProfilePart.TRANSCRIPT: frozenset({DocumentKind.TRANSCRIPT}),
    ProfilePart.GRADUATION_PAPER: frozenset(
        {DocumentKind.EXPECTED_GRADUATION, DocumentKind.GRADUATION_CERTIFICATE, DocumentKind.DIPLOMA}
    ),
}


def missing_for(use: ProfileUse, facts: ProfileFacts) -> list[ProfilePart]:
    """The parts still missing for this use, in the order in which a person fills them in."""
    needed = NEEDED[use]
    return [
        part
        for part in needed
        if (not facts.documents & PAPERS[part] if part in PAPERS else part not in facts.parts)
    ]


def completeness(use: ProfileUse, facts: ProfileFacts) -> int:
    """How much of what this use needs is there, in per cent rounded down, so 100 means nothing is missing."""
    needed = len(NEEDED[use])
    return (needed - len(missing_for(use, facts))) * 100 // needed


def next_part(facts: ProfileFacts) -> tuple[ProfileUse, ProfilePart] | None:
    """The next thing worth filling in on the page, and what it opens; papers are handed in elsewhere."""
    for use in ProfileUse:
        for part in missing_for(use, facts):
            if part not in PAPERS:
                return use, part
    return None


def widest(scopes: Iterable[DisclosureScope]) -> DisclosureScope | None:
    """The scope that shows most; None where nothing is shown."""
    order = list(DisclosureScope)
    return max(scopes, key=order.index, default=None)
