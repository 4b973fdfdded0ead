"""Pages of the boards. What they show stands in the address; opening one changes nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.accounts.ways.queries import ways_of
from recruit.core import clock
from recruit.core.locales import LANGUAGES
from recruit.core.visitor import Role
from recruit.placements import queries as placements
from recruit.surveys.boards import queries
from recruit.surveys.boards.days import dates_unknown, days_up_to, unknown_of
from recruit.surveys.boards.drawing import drawn_days
from recruit.surveys.boards.naming import Names
from recruit.surveys.boards.question import Question, question_from
from recruit.surveys.boards.rules import (
    ELIGIBLE,
    REACHED,
    TOKYO,
    Day,
    Disposition,
    Part,
    Side,
    Stand,
    coverage,
    response_rate,
    stand_of,
)
from recruit.surveys.boards.words import PART_SHAPES, SHAPES
from recruit.surveys.models import Contact
from recruit.surveys.programmes.queries import points
from recruit.surveys.queries import boards, tasks
from recruit.surveys.rules import OTHER_TASKS, TaskKind, why_not_released
from recruit.surveys.views.room import room
from recruit.surveys.words import MARKS, REASONS, WAVES
from recruit.web.gate import current_language, visitor
from recruit.web.locks import role
from recruit.web.words import words_for

watchers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)
# So many things that need a person are shown at first, and so many at most.
FIRST_THINGS, MOST_THINGS = 10, 200
# So many lines of the board stand on a page.
LINES = 60
# The tasks that have no list of their own, as the desk of staff counts them.
OTHERS = "other"


_LANGUAGE_NAMES = {one.code: one.name for one in LANGUAGES}


def asked() -> Question:
    """What the address asks."""
    return question_from(request.values, WAVES)


def names() -> Names:
    """What employers and languages are called for the reader."""
    return Names.for_reader(queries.employers(), current_language())


def shared(question: Question, named: Names) -> dict[str, Any]:
    """What every page of the boards needs."""
    now = clock.now()

    def standing(contact: Contact) -> tuple[Stand, str]:
        place = boards.place_of(contact, now)
        return stand_of(place.column, contact.state), place.reason or ""

    return {
        "question": question,
        "named": named,
        "waves": WAVES,
        "point_choices": [(key, WAVES.get(key, key)) for key in points()],
        "marks": MARKS,
        "reasons": REASONS,
        "shapes": SHAPES,
        "stands": list(Stand),
        "parts": list(Part),
        "part_shapes": PART_SHAPES,
        "language_choices": list(_LANGUAGE_NAMES.items()),
        "language_names": _LANGUAGE_NAMES,
        "source_choices": [(name, name) for name in placements.sources_for_staff()],
        "side_choices": [(side.value, words_for(side)) for side in Side],
        "stand_choices": [(stand.value, words_for(stand)) for stand in Stand],
        "day_parts": _day_parts,
        "standing": standing,
        "today": clock.day_in(now, TOKYO.key),
        "now": now,
    }


def _day_parts(day: Day) -> list[dict[str, object]]:
    """A day as the bars take it."""
    return [
        {"state": PART_SHAPES[part], "words": words_for(part), "count": day.parts.get(part, 0)}
        for part in Part
    ]


@room.get("/staff/followups", lock=watchers)
def followups() -> ResponseReturnValue:
    """The board: by point, language or employer, or two of them crossed; what needs a person; how many answered."""
    now, question, named = clock.now(), asked(), names()
    shows_all = request.args.get("things") == "all"
    kind = next((one for one in TaskKind if one == request.args.get("task")), None)
    shows_others = request.args.get("task") == OTHERS
    kinds = OTHER_TASKS if shows_others else () if kind is None else (kind,)
    things = tasks.open_things(
        source=question.source, kinds=kinds, limit=MOST_THINGS if shows_all else FIRST_THINGS
    )
    found = queries.board(question.without_figures(), now)
    lines = named.in_order(question.sides, found.rows)
    begin = max(0, request.args.get("line", 0, int) or 0)
    today = days_up_to(question, clock.day_in(now, TOKYO.key), 1)[0]
    return render_template(
        "surveys/boards/board.html",
        **shared(question, named),
        lines=lines[begin : begin + LINES],
        begin=begin,
        next_line=begin + LINES if len(lines) > begin + LINES else None,
        total=found.total,
        day=today,
        plain_sides=Question(by=question.by, across=question.across).address(),
        response_rate=response_rate,
        coverage=coverage,
        dispositions=list(Disposition),
        reached=REACHED,
        eligible=ELIGIBLE,
        things=things,
        thing_count=tasks.open_thing_count(source=question.source),
        kind_count=tasks.open_thing_count(source=question.source, kinds=kinds) if kinds else None,
        task_kind=kind or (OTHERS if shows_others else ""),
        shows_all=shows_all,
        ways=ways_of(visitor(), (thing.first.placement.person_id for thing in things if thing.needs_ways)),
        may_release=may_release,
        reads_answers=Role.RETENTION_OFFICER in visitor().roles,
    )


def may_release(contact: Contact | None) -> bool:
    """Whether staff may send it off by hand."""
    return contact is not None and why_not_released(contact.state, contact.reason) is None


@room.get("/staff/followups/days", lock=watchers)
def should_and_is() -> ResponseReturnValue:
    """What should have gone on a day beside what went, and the thirty days up to it."""
    question, named, now = asked(), names(), clock.now()
    today = clock.day_in(now, TOKYO.key)
    on = question.day or today
    days = days_up_to(question, on)
    return render_template(
        "surveys/boards/days.html",
        **shared(question, named),
        on=on,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        day=days[-1],
        days=days,
        drawing=drawn_days(days),
        unknown=unknown_of(question, on, now) if days[-1].parts.get(Part.UNKNOWN) else [],
        dates_unknown=dates_unknown(today),
    )


@room.get("/staff/followups/list", lock=watchers)
def follow_up_list() -> ResponseReturnValue:
    """The rows behind a figure."""
    question, now = asked(), clock.now()
    return render_template(
        "surveys/boards/list.html",
        **shared(question, names()),
        page=queries.listed(question, now, after=request.args.get("after")),
        count=queries.count_of(question, now),
    )


@room.get("/staff/followups/people", lock=watchers)
def where_people_stand() -> ResponseReturnValue:
    """Each hire with all points side by side."""
    question, now = asked(), clock.now()
    page = queries.people(question, now, after=request.args.get("after"))
    return render_template(
        "surveys/boards/people.html",
        **shared(question, names()),
        page=page,
        invitations=queries.invitations_of(page.rows),
        open_places=open_places,
    )


def open_places(contacts: list[Contact]) -> Mapping[tuple[Stand, str], list[Contact]]:
    """What is not sent or answered, gathered by place and reason: what staff may have to ask about."""
    now = clock.now()
    found: dict[tuple[Stand, str], list[Contact]] = {}
    for contact in contacts:
        place = boards.place_of(contact, now)
        stand = stand_of(place.column, contact.state)
        if stand not in (Stand.SENT, Stand.ANSWERED, Stand.LATE):
            found.setdefault((stand, place.reason or ""), []).append(contact)
    return found
