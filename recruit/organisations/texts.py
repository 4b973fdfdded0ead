"""What an organisation says about itself, language by language: written in Japanese first, the others follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from recruit.organisations.models import Organisation, OrganisationText

SOURCE_LANGUAGE = "ja"
# The texts of a company's page, in their order on it.
PARTS = ("about", "people", "housing", "support")


class TextState(StrEnum):
    """How far the page is written in a language."""

    MISSING = "missing"
    PARTLY = "partly"
    BEHIND = "behind"
    CURRENT = "current"


@dataclass(frozen=True)
class ShownPart:
    """One text of the page in the language it is shown in. `behind`: the Japanese has changed since it was translated."""

    words: str
    language: str
    behind: bool


def row_in(organisation: Organisation, language: str) -> OrganisationText | None:
    """The row of that very language."""
    return next((text for text in organisation.texts if text.language == language), None)


def is_behind(organisation: Organisation, row: OrganisationText) -> bool:
    """Whether the Japanese text has changed since this one was saved."""
    source = row_in(organisation, SOURCE_LANGUAGE)
    if row.language == SOURCE_LANGUAGE or source is None or row.source_version is None:
        return False
    return row.source_language == SOURCE_LANGUAGE and row.source_version < source.version


def state_of(organisation: Organisation, language: str) -> TextState:
    """What is written in that language, measured by what is written in Japanese."""
    row, source = row_in(organisation, language), row_in(organisation, SOURCE_LANGUAGE)
    written = {part for part in PARTS if row is not None and getattr(row, part)}
    if row is None or not written:
        return TextState.MISSING
    if is_behind(organisation, row):
        return TextState.BEHIND
    in_source = {part for part in PARTS if source is not None and getattr(source, part)}
    return TextState.PARTLY if in_source - written else TextState.CURRENT


def part_in(organisation: Organisation, part: str, language: str) -> ShownPart | None:
    """A text of the page in the reader's language, else in English, Japanese, or whatever there is; None: not written."""
    written = {text.language: text for text in organisation.texts if getattr(text, part)}
    for code in (language, "en", SOURCE_LANGUAGE, *sorted(written)):
        if code in written:
            row = written[code]
            return ShownPart(getattr(row, part), code, is_behind(organisation, row))
    return None


def write(organisation: Organisation, language: str, words: Mapping[str, str]) -> bool:
    """Set these words of one language; says whether something changed.

    A saved translation is up to date with the Japanese as it stands: whoever saves it has it beside. A name alone is no
    translation of a text, so it leaves the mark of what was translated as it is.
    """
    row, source = row_in(organisation, language), row_in(organisation, SOURCE_LANGUAGE)
    is_new = row is None
    if row is None:
        if not any(words.values()):
            return False
        row = OrganisationText(
            language=language, name="", about="", people="", housing="", support="", version=1, origin="human"
        )
        organisation.texts.append(row)
    # No page is without a name: where a language has none of its own, the Japanese one stands there.
    named = {"name": words.get("name", row.name) or (source.name if source else "")}
    changed = {part for part, value in {**words, **named}.items() if getattr(row, part) != value}
    for part in changed:
        setattr(row, part, {**words, **named}[part])
    if changed.intersection(PARTS):
        row.version, row.origin = row.version + (not is_new), "human"
    if language == SOURCE_LANGUAGE or source is None:
        return bool(changed)
    marked = (SOURCE_LANGUAGE, source.version)
    saves_texts = any(part in words for part in PARTS) or row.source_version is None
    is_marked_anew = saves_texts and (row.source_language, row.source_version) != marked
    if is_marked_anew:
        row.source_language, row.source_version = marked
    return bool(changed) or is_marked_anew
