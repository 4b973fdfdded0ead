"""On how many people a figure must rest, by who reads it: the one home of these numbers."""

from dataclasses import dataclass
from enum import StrEnum

# Shown to a company or a university, in files, and of what was answered without a name.
LEAST_FOR_ORGANISATIONS = 5
# Complaints, and what words of people were sorted into.
LEAST_OF_COMPLAINTS = 10
LEAST_IN_PUBLIC = 20
# What everybody may read is rounded to this, people and per cent alike.
ROUNDED_TO = 5
# A share near nothing or everything is said as a bound that leaves the answers of so many people open.
LEFT_OPEN = 2
# The bounds, in per cent: the first that leaves enough people open in a group is taken.
BOUNDS = (10, 20, 25, 40)


class Audience(StrEnum):
    """Who reads a figure. Staff who work with the people themselves read everything and are none of these."""

    ORGANISATION = "organisation"
    PUBLIC = "public"
    # Figures of complaints and of coded words, whoever reads them outside of the staff who handle them.
    COMPLAINTS = "complaints"


@dataclass(frozen=True)
class Limits:
    """`least` people stand behind a shown number and beside it; people are rounded to `rounded_to`.

    What is hidden stays uncertain by at least `least` people, whatever else was shown.
    """

    least: int
    rounded_to: int = 1


_LIMITS = {
    Audience.ORGANISATION: Limits(LEAST_FOR_ORGANISATIONS),
    Audience.PUBLIC: Limits(LEAST_IN_PUBLIC, ROUNDED_TO),
    Audience.COMPLAINTS: Limits(LEAST_OF_COMPLAINTS),
}


def limits_of(audience: Audience) -> Limits:
    return _LIMITS[audience]
