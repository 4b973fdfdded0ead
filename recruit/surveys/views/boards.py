"""What staff see: the follow-up board, its tasks, the questionnaires. States and dates, never an answer."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.ways.queries import ways_of
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Conflict, Refused
from recruit.core.locales import LANGUAGES
from recruit.core.visitor import Role
from recruit.placements import queries as placements
from recruit.surveys.actions import contacts
from recruit.surveys.forms import ItemType, parse, text
from recruit.surveys.planning.board import Column
from recruit.surveys.queries import boards, tasks
from recruit.surveys.rules import SurveyRefusal, why_not_released
from recruit.surveys.views.room import room
from recruit.surveys.words import MARKS, REASONS, WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.words import words_for

_watchers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)
TOKYO = ZoneInfo("Asia/Tokyo")
# So many things that need a person are shown at first, and so many at most.
FIRST_THINGS, MOST_THINGS = 10, 200
# Which shape of the road a column of the board has.
SHAPES = {
    Column.DUE: "planned",
    Column.SENT: "waiting",
    Column.ANSWERED: "done",
    Column.OVERDUE: "late",
    Column.UNKNOWN: "unknown",
    Column.HELD: "held",
    # Our own turn, whatever the clock says.
    Column.MISSED_BY_US: "here",
    Column.UNREACHABLE: "unknown",
    Column.NOT_APPLICABLE: "none",
}


@room.get("/staff/followups", lock=_watchers)
def followups() -> ResponseReturnValue:
    """What ought to have gone beside what went, by wave, and where each person stands."""
    now = clock.now()
    source = request.args.get("source", "")
    column = next((one for one in Column if one == request.args.get("column")), None)
    wave = request.args.get("wave", "")
    wave = wave if wave in WAVES else ""
    shows_all = request.args.get("things") == "all"
    things = tasks.open_things(source=source, limit=MOST_THINGS if shows_all else FIRST_THINGS)
    since = datetime.combine(now.astimezone(TOKYO).date(), time(), TOKYO).astimezone(UTC)
    return render_template(
        "surveys/followups.html",
        today=boards.day_of(since, since + timedelta(days=1), source=source),
        lines=boards.board(now, source=source),
        page=boards.people(now, source=source, column=column, wave=wave, after=request.args.get("after")),
        things=things,
        ways=ways_of(visitor(), (thing.first.placement.person_id for thing in things if thing.needs_ways)),
        language_names={language.code: language.name for language in LANGUAGES},
        shows_all=shows_all,
        thing_count=tasks.open_thing_count(source=source),
        sources=placements.sources_for_staff(),
        source=source,
        column=column,
        wave=wave,
        columns=list(Column),
        shapes=SHAPES,
        place_of=lambda contact: boards.place_of(contact, now),
        may_release=lambda contact: (
            contact is not None and why_not_released(contact.state, contact.reason) is None
        ),
        reasons=REASONS,
        waves=WAVES,
        marks=MARKS,
        now=now,
    )


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


@room.get("/staff/surveys", lock=_watchers)
def questionnaires() -> ResponseReturnValue:
    """All questionnaires and their versions."""
    return render_template(
        "surveys/questionnaires.html",
        versions=[(version, parse(version.definition)) for version in boards.versions()],
        text=text,
        language=current_language(),
    )


@room.get("/staff/surveys/<key>", lock=_watchers)
def questionnaire(key: str) -> ResponseReturnValue:
    """One questionnaire, as people are asked it in the reader's language."""
    version = boards.version_of(key)
    return render_template(
        "surveys/questionnaire.html",
        version=version,
        form_asked=parse(version.definition),
        text=text,
        types=ItemType,
    )
