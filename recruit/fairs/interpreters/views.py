"""The own day of an interpreter by the mailed key; the printed sheets and addresses at the desk of staff."""

from flask import flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing
from recruit.fairs import queries, showing
from recruit.fairs.interpreters import actions, mails, queries as own_queries
from recruit.fairs.interpreters.forms import ContactForm
from recruit.fairs.interpreters.showing import entries
from recruit.fairs.models import Fair
from recruit.fairs.views.room import room
from recruit.fairs.words import INTERPRETED
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, token_holder


@room.get("/interpreting/<token>", lock=token_holder)
def interpreting(token: str) -> ResponseReturnValue:
    """Whom one interprets for, when and at which table. After the fair the key shows nothing any more."""
    interpreter = own_queries.interpreter_of_key(token)
    fair = session().get_one(Fair, interpreter.fair_id)
    is_over = clock.now() >= fair.event.ends_at
    day = [] if is_over else own_queries.days_of(fair, [interpreter])[interpreter.id]
    return render_template(
        "fairs/interpreters/own_day.html",
        fair=fair,
        interpreter=interpreter,
        is_over=is_over,
        entries=entries(day, showing.slot_times(fair), current_language()),
    )


@room.get("/staff/fairs/<slug>/interpreters", lock=coordinator)
def interpreters(slug: str) -> ResponseReturnValue:
    """A sheet for each interpreter, to be printed, and where each is written to."""
    return _page(_fair(slug))


@room.post("/staff/fairs/<slug>/interpreters/<public_id>/contact", lock=coordinator)
def interpreter_contact(slug: str, public_id: str) -> ResponseReturnValue:
    """Where somebody is written to. Who is reached for the first time has the day at once."""
    fair = _fair(slug)
    interpreter = queries.interpreter_for_staff(visitor(), fair, public_id)
    form = ContactForm(prefix=f"{public_id}-")
    if not form.is_fine():
        return _page(fair, wrong=form, of=public_id)
    now = clock.now()
    with writing():
        is_new = actions.change_contact(
            interpreter,
            email=form.email.data or "",
            reads=form.reads.data or "",
            by=visitor(),
            now=now,
        )
        published = queries.published_timetable(fair.event_id)
        if is_new and published is not None and now < fair.event.ends_at:
            mails.send_day(interpreter, occasion=f"{published.public_id}:{now.isoformat()}", now=now)
    flash(_("Saved."), "done")
    return redirect(page_url("fairs.interpreters", slug=slug), 303)


def _fair(slug: str) -> Fair:
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return fair


def _page(fair: Fair, *, wrong: ContactForm | None = None, of: str = "") -> ResponseReturnValue:
    people = queries.interpreters_for_staff(visitor(), fair)
    days, times = own_queries.days_of(fair, people), showing.slot_times(fair)
    html = render_template(
        "fairs/interpreters/sheets.html",
        fair=fair,
        published=queries.published_timetable(fair.event_id) is not None,
        sheets=[
            {
                "interpreter": one,
                "language": INTERPRETED.get(one.language, one.language),
                "entries": entries(days[one.id], times, current_language()),
                "form": wrong
                if wrong is not None and one.public_id == of
                else ContactForm(
                    formdata=None,
                    prefix=f"{one.public_id}-",
                    data={"email": one.email, "reads": one.reads},
                ),
            }
            for one in people
        ],
        form=wrong,
    )
    return make_response(html, 422 if wrong is not None else 200)
