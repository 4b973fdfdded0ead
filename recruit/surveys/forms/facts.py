"""Facts that the service knows about a hire when a questionnaire is opened, by which questions are left out or shown.

A fact is looked up at that moment and is never stored with the answers. What is not known has the value `unknown`, so a
definition says itself whether somebody of whom it is not known is asked.
"""

from collections.abc import Mapping

Facts = Mapping[str, str]

UNKNOWN = "unknown"

FACTS: Mapping[str, tuple[str, ...]] = {
    "wave": ("w1", "m1", "m3", "m6", "m12", "m24", "m36", "exit"),
    "country": ("VN", "ID", "other"),
    # The position as it was published when the person was hired offers a flat or a dormitory of the company.
    "company_housing": ("yes", "no"),
    # No work before this in the profile.
    "first_job": ("yes", "no"),
    "japanese_at_start": ("none", "n5", "n4", "n3", "n2", "n1"),
    "company_size": ("under_30", "from_30", "from_100", "from_300"),
    # There is a published position to compare with.
    "has_position": ("yes", "no"),
}


def fact_of(facts: Facts, name: str) -> str:
    """The value of a fact; `unknown` where nothing is known."""
    return facts.get(name) or UNKNOWN


def size_of(staff: int | None) -> str:
    """The class of a company's size by the number of its people."""
    if staff is None:
        return UNKNOWN
    if staff < 30:
        return "under_30"
    if staff < 100:
        return "from_30"
    return "from_100" if staff < 300 else "from_300"


# What a question can bring back to mind from the position as it was published when the person was hired.
RECALLS = ("pay", "overtime", "housing", "japanese")
