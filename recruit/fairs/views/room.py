"""The room of fairs."""

from flask import current_app

from recruit.core.settings import Settings
from recruit.web.room import Room

room = Room("fairs", __name__)


def operator_may_arrange() -> bool:
    """Whether the operator's declared status allows to arrange interviews."""
    settings: Settings = current_app.extensions["recruit.settings"]
    return settings.operator_status.may_arrange_interviews
