"""The draw of a lottery: an order that everybody can work out again, and nobody could choose.

The seed is made when sign-up opens; only its mark is shown then. After the draw the seed is shown too: that it has this
mark says that it is the same, and with it everybody can put the numbers of all who took part in order once more.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
import secrets


def new_seed() -> str:
    return secrets.token_hex(16)


def mark_of(seed: str) -> str:
    """What is shown before the draw: it binds to the seed and gives nothing of it away."""
    return sha256(seed.encode()).hexdigest()


def lot_of(seed: str, number: str) -> str:
    """The lot of one who takes part: SHA-256 of the seed, a colon and the number."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def drawn_order(seed: str, numbers: Iterable[str]) -> list[str]:
    """The numbers by their lots, the smallest first, in whatever order they were given."""
    return sorted(numbers, key=lambda number: (lot_of(seed, number), number))


def seated(order: Sequence[str], people: Mapping[str, int], free: int | None) -> set[str]:
    """Who has seats, by the order of the lots: who brings more companions than there are seats left is passed over."""
    found: set[str] = set()
    for number in order:
        if free is None or people[number] <= free:
            found.add(number)
            free = None if free is None else free - people[number]
    return found
