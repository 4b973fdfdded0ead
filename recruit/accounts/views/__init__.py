"""Pages of accounts. All live under `/<language>/account`."""

from recruit.accounts.views import account, door, proof, recovery, registration, second_factor
from recruit.accounts.views.pages import room

__all__ = ["account", "door", "proof", "recovery", "registration", "room", "second_factor"]
