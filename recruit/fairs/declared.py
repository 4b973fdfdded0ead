"""What the operator has declared to the labour office, as far as fairs depend on it."""

from flask import current_app

from recruit.core.settings import Settings


def operator_may_arrange() -> bool:
    """Whether the operator's declared status allows to arrange interviews."""
    settings: Settings = current_app.extensions["recruit.settings"]
    return settings.operator_status.may_arrange_interviews
