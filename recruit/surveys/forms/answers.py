"""Answers as they travel: texts by item name.

Several choices are one text with spaces between the values, as spreadsheets of questionnaires write them; a list of values
is taken as well.
"""

from collections.abc import Mapping, Sequence

Answer = str | Sequence[str] | None
Answers = Mapping[str, Answer]


def is_empty(value: Answer) -> bool:
    """Whether nothing was answered; a reserved answer is an answer."""
    return value is None or not (
        value.strip() if isinstance(value, str) else [part for part in value if part]
    )


def chosen(value: Answer) -> tuple[str, ...]:
    """The values chosen in an answer to a single, multiple or scale item."""
    if value is None:
        return ()
    return tuple(value.split()) if isinstance(value, str) else tuple(part for part in value if part)


def as_text(value: Answer) -> str:
    """The answer as one text, without spaces around it."""
    return value.strip() if isinstance(value, str) else " ".join(chosen(value))
