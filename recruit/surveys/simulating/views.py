"""The simulator's page and its files. Everything is in the address; nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
import json
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext as _
from werkzeug.datastructures import MultiDict

from recruit.core import clock
from recruit.core.locales import LANGUAGES
from recruit.core.visitor import Role
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.forms import parse, text
from recruit.surveys.planning.document import read_scenario
from recruit.surveys.planning.local_time import instant_at
from recruit.surveys.planning.programme import LEAVING
from recruit.surveys.planning.simulation import simulate
from recruit.surveys.programmes.queries import programme_in_force
from recruit.surveys.questionnaires.queries import all_versions
from recruit.surveys.rules import ContactKind, ContactState
from recruit.surveys.simulating.forms import SimulationForm
from recruit.surveys.simulating.story import Story, document_of
from recruit.surveys.views.room import room
from recruit.surveys.words import CONTACT_KINDS, CONTACT_STATES, REASONS, TASKS, WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.times import format_day, two_clocks

_watchers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)
TOKYO_ZONE = "Asia/Tokyo"
SHAPES = {
    ContactState.SENT: "done",
    ContactState.EXPIRED: "done",
    ContactState.PLANNED: "planned",
    ContactState.HELD: "held",
    ContactState.PAUSED: "held",
    ContactState.MISSED_BY_US: "late",
    ContactState.BOUNCED: "unknown",
    ContactState.UNREACHABLE: "unknown",
}


@dataclass(frozen=True)
class Line:
    """One contact as the page shows it. `at` is when it goes out, or when its day begins where it does not."""

    wave: str
    kind: ContactKind
    state: ContactState
    reason: str
    spell: int
    due_on: date
    close_on: date
    at: datetime
    zone: str
    is_out: bool

    @property
    def shape(self) -> str:
        """Its shape on the line."""
        return SHAPES.get(self.state, "none")


@room.get("/staff/followups/simulate", lock=_watchers)
def simulation() -> ResponseReturnValue:
    """Every contact of three years for a start date; without one, the form alone."""
    if not request.args.get("start_on"):
        form = SimulationForm(
            formdata=None,
            data={**_first_values(), "start_on": _today()},
            meta={"csrf": False},
        )
        return render_template("surveys/simulating/simulation.html", form=form, lines=None)
    form = SimulationForm(formdata=request.args, meta={"csrf": False})
    if not form.is_fine():
        return render_template("surveys/simulating/simulation.html", form=form, lines=None), 422
    story = form.story()
    document = _document(story)
    result = simulate(document)
    lines = _lines(document, result)
    return render_template(
        "surveys/simulating/simulation.html",
        form=form,
        lines=lines,
        timeline=_timeline(story, lines),
        tasks=[
            (TASKS[task["kind"]], WAVES.get(task["wave"], task["wave"])) for task in _listed(result, "tasks")
        ],
        subjects=_subjects(dict.fromkeys(line.wave for line in lines)),
        mail_language=story.language,
        waves=WAVES,
        kinds=CONTACT_KINDS,
        states=CONTACT_STATES,
        reasons=REASONS,
        clocks=lambda line: two_clocks(line.at, line.zone),
        may_see_mails=visitor().is_coordinator,
        file=lambda what: page_url("surveys.simulation_file", what=what, **_query()),
    )


@room.get("/staff/followups/simulate/<what>.json", lock=_watchers)
def simulation_file(what: str) -> ResponseReturnValue:
    """What `recruit followups simulate` writes, or the facts that it reads."""
    form = SimulationForm(formdata=MultiDict({**_first_values(), **_query()}), meta={"csrf": False})
    if what not in ("contacts", "facts") or not form.is_fine():
        abort(404)
    document = _document(form.story())
    content = simulate(document) if what == "contacts" else document
    return Response(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="followups-{what}.json"'},
    )


def _document(story: Story) -> dict[str, Any]:
    _programme, by_rules = programme_in_force()
    return document_of(story, by_rules.going_on(), calendar())


def _listed(result: Mapping[str, object], name: str) -> list[dict[str, Any]]:
    found = result[name]
    return found if isinstance(found, list) else []


def _lines(document: dict[str, Any], result: Mapping[str, object]) -> list[Line]:
    scenario = read_scenario(document)
    hours = {wave.name: wave.send_local for wave in scenario.programme.waves}
    found = []
    for contact in _listed(result, "contacts"):
        due_on = date.fromisoformat(contact["due"])
        sent_at = contact["sent_at"]
        at = (
            datetime.fromisoformat(sent_at)
            if sent_at
            else instant_at(scenario.whereabouts, due_on, hours[contact["wave"]])
        )
        places = [place for place in scenario.whereabouts if place.since <= at.date()]
        found.append(
            Line(
                wave=contact["wave"],
                kind=ContactKind(contact["kind"]),
                state=ContactState(contact["state"]),
                reason=contact["reason"] or "",
                spell=contact["spell"],
                due_on=due_on,
                close_on=date.fromisoformat(contact["close"]),
                at=at,
                zone=(places or list(scenario.whereabouts))[-1].zone,
                is_out=bool(sent_at),
            )
        )
    return sorted(found, key=lambda line: line.at)


def _happenings(story: Story) -> list[tuple[date, str]]:
    """What becomes known, in words, by day."""
    pairs = (
        (story.start_on, _("First working day, planned") if story.is_planned else _("First working day")),
        (story.moved_to, _("First working day, moved")),
        (story.confirmed_on if story.is_planned else None, _("The start is confirmed")),
        (story.later_zone_since if story.later_zone else None, _("Lives in another place")),
        (story.arrived_on, _("Arrival in Japan")),
        (story.stay_until_on, _("Last day of the period of stay")),
        (story.no_end_since, _("The stay has no end")),
        (story.leave_from, _("Leave begins")),
        (story.leave_to, _("Leave ends")),
        (story.refuses_on if story.refuses else None, _("Does not want to be asked any more")),
        (story.transferred_on, _("Another employer")),
        (story.bounced_on, _("Mail comes back")),
        (story.last_day, _("Last working day")),
        (story.rehired_on, _("Hired again")),
    )
    return sorted((day, words) for day, words in pairs if day is not None)


def _timeline(story: Story, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Invitations and happenings on one line, in the order of days; reminders and calls stand under their invitation."""
    steps: list[tuple[date, int, dict[str, Any]]] = [
        (day, 0, {"state": "here", "when": format_day(day), "title": words})
        for day, words in _happenings(story)
    ]
    for line in lines:
        if line.kind is not ContactKind.INVITATION:
            continue
        after = [one for one in lines if one.is_out and _invitation_of(one, lines) is line]
        state = str(CONTACT_STATES[line.state])
        why = str(REASONS[line.reason]) if line.reason in REASONS else line.reason
        title = _(
            "%(point)s: %(state)s",
            point=WAVES.get(line.wave, line.wave),
            state=_("goes out") if line.is_out else state,
        )
        words = [] if line.is_out or not why else [why]
        words += [f"{CONTACT_KINDS[one.kind]} {format_day(one.at.date(), 'short')}" for one in after]
        steps.append(
            (
                line.at.date(),
                1,
                {
                    "state": line.shape,
                    "when": format_day(line.at.date()),
                    "title": title,
                    "words": " · ".join(words),
                },
            )
        )
    return [step for _day, _order, step in sorted(steps, key=lambda one: one[:2])]


def _invitation_of(follower: Line, lines: Sequence[Line]) -> Line | None:
    """The newest one before a reminder or a call: a point of every year has many."""
    if follower.kind is ContactKind.INVITATION:
        return None
    before = [
        one
        for one in lines
        if one.kind is ContactKind.INVITATION
        and (one.wave, one.spell) == (follower.wave, follower.spell)
        and one.at <= follower.at
    ]
    return before[-1] if before else None


def _subjects(waves: Mapping[str, None]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Of each point: language, code and subject of its invitation."""
    titles = {version.instrument.key: parse(version.definition).title for version in reversed(all_versions())}
    asked = {wave.key: wave for wave in programme_in_force()[0].waves}
    found = []
    for wave in waves:
        subjects = []
        for language in LANGUAGES:
            with force_locale(language.code):
                subjects.append(
                    (
                        language.code,
                        language.name,
                        render_template(
                            "surveys/mail/survey_invitation.subject.txt",
                            title_of_survey=text(titles.get(asked[wave].instrument.key), language.code),
                            is_on_leaving=asked[wave].anchor == LEAVING,
                        ).strip(),
                    )
                )
        found.append((wave, subjects))
    return found


def _first_values() -> dict[str, Any]:
    """Somebody who begins in Japan today."""
    return {"start_on": _today().isoformat(), "zone": TOKYO_ZONE, "language": current_language()}


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(TOKYO_ZONE)).date()


def _query() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if value and name in SimulationForm.__dict__}
