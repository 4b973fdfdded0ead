"""What a point may ask."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A questionnaire that a point may ask, by its title in the reader's language."""

    key: str
    title: str
    is_on_leaving: bool
