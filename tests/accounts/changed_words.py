"""Words of consents that have changed since somebody agreed."""

from dataclasses import replace

import pytest

from recruit.accounts import consents
from recruit.accounts.rules import Purpose


def change_words(monkeypatch: pytest.MonkeyPatch, purpose: Purpose) -> None:
    """From now on the words for this purpose are of a new version, in every language and for every country."""
    known = consents.all_words()
    changed = tuple(
        replace(words, version=words.version + 1, body=f"{words.body}\n\nNew.")
        if words.purpose is purpose
        else words
        for words in known
    )
    monkeypatch.setattr(consents, "all_words", lambda: changed)
