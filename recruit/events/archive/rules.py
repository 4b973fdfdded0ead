"""What is true about the archive, in plain Python."""

# So few that a guest could be told apart are not counted in public.
LEAST_TOLD = 10


def told_guests(came: int) -> int | None:
    """How many came, as everybody may read it: rounded to tens, from 500 on to fifties; None for too few.

    >>> told_guests(9), told_guests(87), told_guests(1234)
    (None, 90, 1250)
    """
    if came < LEAST_TOLD:
        return None
    step = 50 if came >= 500 else 10
    return (came + step // 2) // step * step
