"""What staff do about follow-ups. States and dates, never an answer."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Conflict, Refused
from recruit.core.visitor import Role
from recruit.surveys.actions import contacts
from recruit.surveys.queries import boards, tasks
from recruit.surveys.rules import SurveyRefusal
from recruit.surveys.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import role
from recruit.web.words import words_for

_watchers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)


@room.post("/staff/followups/tasks/<public_id>/done", lock=_watchers)
def finish_task(public_id: str) -> ResponseReturnValue:
    """Somebody has seen to it."""
    task = tasks.task_named(public_id)
    with writing():
        contacts.finish_task(task, by=visitor(), now=clock.now())
    flash(_("Marked as done."), "done")
    return redirect(page_url("surveys.followups", source=request.form.get("source", "")), 303)


@room.post("/staff/followups/contacts/<public_id>/send", lock=_watchers)
def release(public_id: str) -> ResponseReturnValue:
    """Send off by hand what we missed. Who presses twice, or after a colleague, is told so and stays on the board."""
    contact = boards.contact_named(public_id)
    try:
        with writing():
            contacts.release(contact, by=visitor(), now=clock.now())
    except Refused as refused:
        is_late = refused.reason is SurveyRefusal.NOT_RELEASED
        flash(_("There is nothing to send here any more.") if is_late else words_for(refused.reason), "note")
    except Conflict:
        flash(_("There is nothing to send here any more."), "note")
    else:
        flash(_("It goes out now, if there is an address."), "done")
    return redirect(page_url("surveys.followups", source=request.form.get("source", "")), 303)
