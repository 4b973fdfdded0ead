"""Moves of the programme: staff write it; people choose sessions and give them back."""

from recruit.events.programme.actions.choosing import (
    change_people,
    choose,
    fill,
    keep_wishes,
    release,
    settle,
)
from recruit.events.programme.actions.writing import (
    remove_session,
    remove_speaker,
    write_session,
    write_speaker,
)

__all__ = [
    "change_people",
    "choose",
    "fill",
    "keep_wishes",
    "release",
    "remove_session",
    "remove_speaker",
    "settle",
    "write_session",
    "write_speaker",
]
