"""Pages of accounts. All live under `/<language>/account`."""

from recruit.accounts.views import (
    account,
    addresses,
    door,
    proof,
    providers,
    recovery,
    registration,
    second_factor,
    ways,
)
from recruit.accounts.views.pages import room

__all__ = [
    "account",
    "addresses",
    "door",
    "proof",
    "providers",
    "recovery",
    "registration",
    "room",
    "second_factor",
    "ways",
]
