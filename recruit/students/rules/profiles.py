"""What a profile still lacks for a use, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass

from recruit.students.rules.codes import (
    DisclosureScope,
    DocumentKind,
    ProfilePart,
    ProfileSection,
    ProfileUse,
)


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
    ProfileUse.APPLICATION: (
        ProfilePart.NAME_PASSPORT,
        ProfilePart.NAME_LOCAL,
        ProfilePart.CALL_NAME,
        ProfilePart.KATAKANA,
        ProfilePart.BORN_ON,
        ProfilePart.UNIVERSITY,
        ProfilePart.MAJOR,
        ProfilePart.MAJOR_LOCAL,
        ProfilePart.GRADUATES_ON,
        ProfilePart.JAPANESE,
        ProfilePart.SKILLS,
        ProfilePart.WISHES,
        ProfilePart.TRANSCRIPT,
        ProfilePart.GRADUATION_PAPER,
    ),
    # Nothing asks for these; a company that reads them knows what to talk about.
    ProfileUse.UNDERSTOOD: (
        ProfilePart.SPEAKING,
        ProfilePart.SKILL_LEVELS,
        ProfilePart.EXPERIENCE,
        ProfilePart.ABOUT,
    ),
}
# On which page of the profile a part is filled in; papers are handed in elsewhere.
SECTION_OF: dict[ProfilePart, ProfileSection] = {
    ProfilePart.NAME_PASSPORT: ProfileSection.NAMES,
    ProfilePart.NAME_LOCAL: ProfileSection.NAMES,
    ProfilePart.CALL_NAME: ProfileSection.NAMES,
    ProfilePart.KATAKANA: ProfileSection.NAMES,
    ProfilePart.BORN_ON: ProfileSection.NAMES,
    ProfilePart.UNIVERSITY: ProfileSection.STUDIES,
    ProfilePart.MAJOR: ProfileSection.STUDIES,
    ProfilePart.MAJOR_LOCAL: ProfileSection.STUDIES,
    ProfilePart.GRADUATES_ON: ProfileSection.STUDIES,
    ProfilePart.JAPANESE: ProfileSection.LANGUAGES,
    ProfilePart.SPEAKING: ProfileSection.LANGUAGES,
    ProfilePart.SKILLS: ProfileSection.SKILLS,
    ProfilePart.SKILL_LEVELS: ProfileSection.SKILLS,
    ProfilePart.EXPERIENCE: ProfileSection.EXPERIENCE,
    ProfilePart.WISHES: ProfileSection.WISHES,
    ProfilePart.ABOUT: ProfileSection.WISHES,
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
