"""In which order points stand where people read them."""

from recruit.surveys.planning.programme import ARRIVAL, EVENT_END, LEAVING, START, STATUS_EXPIRY, Wave

DAYS_A_MONTH = 30.44
# What counts from arrival stands among what counts from the first working day; days of the year come after all of these,
# then what is asked towards the end of the stay, and on leaving.
_PLACES = {START: 0, ARRIVAL: 0, STATUS_EXPIRY: 2, LEAVING: 3, EVENT_END: 4}
_YEARLY = 1


def place_of(wave: Wave) -> tuple[int, float, str, str]:
    """Sorts points by their day."""
    after = wave.months * DAYS_A_MONTH + wave.days
    if wave.is_yearly:
        return _YEARLY, after, wave.anchor, wave.name
    return _PLACES[wave.anchor], after, wave.anchor, wave.name
