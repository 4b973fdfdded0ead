"""The one page that says what follows each event, in the same transaction: rows only, nothing sent, nothing long."""

from collections.abc import Callable, Sequence
from typing import Any

REACTIONS: dict[type, Sequence[Callable[[Any], None]]] = {}
