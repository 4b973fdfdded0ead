"""What the handbook announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TranslationsBehind:
    """New shipped texts came in, and translations of some chapters are older than their source."""

    now: datetime
