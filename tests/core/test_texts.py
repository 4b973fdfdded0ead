"""Texts and titles kept by language."""

import pytest

from recruit.core.texts import best_title


@pytest.mark.parametrize(
    ("titles", "language", "shown"),
    [
        ({"ja": "本", "en": "Book"}, "ja", ("本", "ja")),
        ({"ja": "本", "en": "Book"}, "vi", ("Book", "en")),
        ({"ja": "本", "en": ""}, "vi", ("本", "ja")),
        ({}, "vi", ("", "vi")),
    ],
)
def test_a_title_is_shown_in_the_readers_language_or_the_nearest(titles, language, shown):
    assert best_title(titles, language) == shown
