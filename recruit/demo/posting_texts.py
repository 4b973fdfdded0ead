"""Demonstration translations as they come to stand: some behind their original, some by a machine."""

from collections.abc import Sequence

from recruit.postings.models import Posting
from recruit.postings.texts.rules import TextOrigin
from recruit.postings.texts.writing import fields_of

# What a company adds to its Japanese text once the translations are made.
_ADDED = "作業服と安全靴は会社が用意します。"


def age_texts(postings: Sequence[Posting]) -> None:
    """Every third position has said one more thing in Japanese since; the English or Indonesian of some is a machine's."""
    for number, posting in enumerate(postings):
        texts = {text.language: text for text in posting.texts}
        original = texts["ja"]
        if number % 3 == 0:
            for text in posting.texts:
                if text is not original:
                    text.source_words = fields_of(original)
            original.more = f"{original.more}\n{_ADDED}" if original.more else _ADDED
            original.version = 2
        by_machine = texts.get("id") or texts.get("en")
        if number % 4 == 1 and by_machine is not None:
            by_machine.origin = TextOrigin.MACHINE_ACCEPTED
        if number % 8 == 3 and by_machine is not None:
            by_machine.origin = TextOrigin.MACHINE
