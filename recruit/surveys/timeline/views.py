"""The page of one hire's plan."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.locales import LANGUAGES
from recruit.organisations.queries import name_in
from recruit.surveys.boards.rules import TOKYO
from recruit.surveys.boards.views import watchers
from recruit.surveys.rules import FINDS_THE_PERSON
from recruit.surveys.timeline.drawing import drawn_line
from recruit.surveys.timeline.queries import plan_of
from recruit.surveys.timeline.rules import Kind, next_coming
from recruit.surveys.timeline.telling import entries_of
from recruit.surveys.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.times import two_clocks


@room.get("/staff/followups/people/<public_id>", lock=watchers, seen="hire")
def plan_of_hire(public_id: str) -> ResponseReturnValue:
    """Every contact of three years on one line, past and coming, with what was known when."""
    plan, now = plan_of(visitor(), public_id), clock.now()
    placement = plan.placement
    g.sighted_person_ref = placement.person.public_id
    language = current_language()
    names = {one.public_id: name_in(one, language) for one in plan.employers}
    entries = entries_of(plan, now, lambda value: names.get(value, ""))
    start = placement.started_on or placement.planned_start_on or placement.registered_on
    today = clock.day_in(now, TOKYO.key)
    sees_mails = visitor().is_coordinator
    return render_template(
        "surveys/timeline/plan.html",
        plan=plan,
        placement=placement,
        entries=[one for one in entries if not one.came_to_nothing],
        not_needed=[one for one in entries if one.came_to_nothing],
        coming=next_coming(entries, today),
        held=next_coming(entries, today, state="held"),
        drawing=lambda icons: drawn_line(
            entries, start=start, today=today, name=placement.person.display_name, icons=icons
        ),
        kinds=Kind,
        finds=FINDS_THE_PERSON,
        open_tasks=[task for task in plan.tasks if task.done_at is None],
        zone=placement.person.zone,
        clocks=lambda entry: two_clocks(entry.at, entry.zone or TOKYO.key),
        mail_link=lambda ref: page_url("messages.mail", public_id=ref) if sees_mails else "",
        language_name={one.code: one.name for one in LANGUAGES}.get(placement.person.language, ""),
        now=now,
    )
