"""How a translation of an event stands to its original, in plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from recruit.postings.texts.rules import Paragraph, paragraphs

Fields = Mapping[str, str]

# In the order of reading.
TEXT_FIELDS = ("title", "place", "address", "way_there", "about", "eligibility", "interpreters")


@dataclass(frozen=True)
class Standing:
    """By how many versions it is behind; which fields of the original are other than those it was made from (nothing is known
    of them where nobody kept those); what the original says and it does not.
    """

    versions_behind: int
    changed: tuple[str, ...]
    untranslated: tuple[str, ...]

    @property
    def is_behind(self) -> bool:
        return self.versions_behind > 0


def standing_of(
    words: Fields, original: Fields, *, made_from: Fields | None, versions_behind: int
) -> Standing:
    """How words in one language stand to the original as it is now. What they leave to the original cannot be behind it."""
    untranslated = tuple(name for name in TEXT_FIELDS if original[name].strip() and not words[name].strip())
    if versions_behind <= 0 or made_from is None:
        return Standing(max(versions_behind, 0), (), untranslated)
    changed = tuple(
        name
        for name in TEXT_FIELDS
        if name not in untranslated and is_changed(made_from.get(name, ""), original[name])
    )
    return Standing(versions_behind if changed else 0, changed, untranslated)


def is_changed(before: str, after: str) -> bool:
    r"""Whether it says something else: line ends and blank lines are nothing.

    >>> is_changed("川沿い\r\n\r\n駅から5分", "川沿い\n駅から5分"), is_changed("川沿い", "海沿い")
    (False, True)
    """
    return any(one.is_new or one.is_gone for one in paragraphs(before, after))


def marked(before: str | None, after: str) -> list[Paragraph]:
    """The original by paragraphs, with those marked that came or went since `before` (None: nothing is known of it)."""
    return paragraphs(before, after)
