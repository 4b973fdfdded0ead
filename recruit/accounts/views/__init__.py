"""Pages of accounts. All live under `/<language>/account`, those of the team under `/<language>/staff/team`."""

from recruit.accounts.views import (
    account,
    addresses,
    closing,
    door,
    first_passkey,
    invited,
    not_me,
    passkeys,
    proof,
    providers,
    recovery,
    registration,
    second_factor,
    team,
    ways,
)
from recruit.accounts.views.pages import room

__all__ = [
    "account",
    "addresses",
    "closing",
    "door",
    "first_passkey",
    "invited",
    "not_me",
    "passkeys",
    "proof",
    "providers",
    "recovery",
    "registration",
    "room",
    "second_factor",
    "team",
    "ways",
]
