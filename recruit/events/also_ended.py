"""What later rooms add to the mail that an event was called off: each reader is told in one mail."""

from collections.abc import Callable
from dataclasses import dataclass

from recruit.events.models import Registration
from recruit.messages.kinds import Attachment


@dataclass(frozen=True)
class AlsoEnded:
    """One line for each thing that ends with the event, and what takes it out of calendars."""

    lines: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


Also = Callable[[Registration, str], AlsoEnded]
_asked: list[Also] = []


def install(*also: Also) -> None:
    """Replace what is asked."""
    _asked[:] = also


def also_ended(registration: Registration, language: str) -> AlsoEnded:
    """Everything that ends with this sign-up, in the reader's language."""
    found = [also(registration, language) for also in _asked]
    return AlsoEnded(
        tuple(line for one in found for line in one.lines),
        tuple(file for one in found for file in one.attachments),
    )
