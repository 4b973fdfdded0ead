"""A form of a page and the move it asks for."""

from collections.abc import Callable
from typing import ParamSpec

from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.forms import Form
from recruit.web.words import words_for

Told = ParamSpec("Told")


def carried_out(form: Form, move: Callable[Told, object], *told: Told.args, **more: Told.kwargs) -> bool:
    """Make the move and commit it. Where a rule says no, nothing is changed and the form says why."""
    try:
        with writing():
            move(*told, **more)
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return False
    return True
