"""Groups of hires side by side, and the people behind any figure."""

from collections.abc import Iterable, Mapping

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.organisations.rules import Support
from recruit.organisations.words import SUPPORT
from recruit.retention import figures, pictures, queries
from recruit.retention.analysis.curves import SurvivalAt
from recruit.retention.comparing import drawings
from recruit.retention.comparing.queries import values_of, within
from recruit.retention.comparing.rules import (
    AS_KNOWN_TODAY,
    IN_ORDER,
    UNKNOWN,
    WITHIN_SIZE_AND_YEAR,
    By,
    Comparison,
    Group,
    between,
    compare,
    wanted_of,
)
from recruit.retention.comparing.words import BY, chance, names_of
from recruit.retention.figures import Figures
from recruit.retention.queries import Hire
from recruit.retention.room import address_of, analysts, room
from recruit.retention.rules import LEAST_IN_FILES, MILESTONES, Question, question_from
from recruit.retention.words import DEFINITIONS, MEANINGS
from recruit.web.exports import csv_file, xlsx_file
from recruit.web.gate import page_url

SHOWN_MONTHS = (12, 24, 36)
# A list of people is read a page at a time.
PAGE = 50


def _asked() -> tuple[Question, By, Support]:
    question, _faults = question_from(request.args, clock.now())
    by = next((one for one in By if one == request.args.get("by", By.START_YEAR)), None)
    support = next((one for one in Support if one == request.args.get("support", Support.MENTOR)), None)
    if by is None or support is None:
        abort(404)
    return question, by, support


def _figures(question: Question) -> Figures:
    everybody = queries.hires_known_by(question.known_by)
    return figures.figures_of(chosen_within(everybody, question), question.as_of, question.definition)


def _compared(found: Figures, by: By, support: Support) -> Comparison | None:
    hires = {hire.public_id: hire for hire in found.hires}
    keys = [spell.key for spell in found.spells.spells]
    if not keys:
        return None
    observed = [hires[key] for key in keys]
    values = values_of(observed, by, support)
    strata = [_stratum(hire) for hire in observed] if by in WITHIN_SIZE_AND_YEAR else None
    return compare(
        found.lifetimes, [values[key] for key in keys], MILESTONES[1:], strata, in_order=by in IN_ORDER
    )


def _stratum(hire: Hire) -> str:
    return f"{hire.size or ''} {queries.start_year(hire) or ''}"


@room.get("/staff/retention/compare", lock=analysts)
def side_by_side() -> ResponseReturnValue:
    """Do some stay longer than others? Every group with its size and interval; a test only where it can tell something."""
    question, by, support = _asked()
    found = _figures(question)
    compared = _compared(found, by, support)
    names = names_of(by, [group.value for group in compared.groups], support) if compared else {}
    first, second = (request.args.get(one, "").replace(UNKNOWN, "") for one in ("first", "second"))
    both_named = "first" in request.args and "second" in request.args
    return render_template(
        "retention/compare.html",
        two=between(compared, first, second) if compared and both_named else None,
        unknown=UNKNOWN,
        question=question,
        figures=found,
        definition_name=DEFINITIONS[question.definition],
        meaning=MEANINGS[question.definition],
        compared=compared,
        names=names,
        drawing=drawings.year_by_group(compared, names) if compared else None,
        by=by,
        chance=chance,
        kinds=BY,
        support=support,
        supports=SUPPORT,
        further=further_names(),
        as_known_today=by in AS_KNOWN_TODAY or goes_by_today(question),
        months=SHOWN_MONTHS,
        address=address_of(question) | further_address(),
        group_url=lambda value, endpoint="retention.for_staff": page_url(
            endpoint, **(address_of(question) | further_address() | _as_address(by, value))
        ),
        national=queries.national_line(question.as_of),
    )


@room.get("/staff/retention/compare.<kind>", lock=analysts)
def compare_file(kind: str) -> ResponseReturnValue:
    """The table of the comparison as CSV or XLSX, or its bars as SVG or PNG, without what rests on fewer than five people."""
    if kind not in ("csv", "xlsx", *pictures.KINDS):
        abort(404)
    question, by, support = _asked()
    compared = _compared(_figures(question), by, support)
    names = names_of(by, [group.value for group in compared.groups], support) if compared else {}
    name = f"retention-{by}-{question.as_of.isoformat()}"
    if kind in pictures.KINDS:
        if compared is None or all(group.people < LEAST_IN_FILES for group in compared.groups):
            abort(404)
        return pictures.drawing_file(drawings.year_by_group(compared, names, for_file=True), kind, name)
    head = (
        str(BY[by]), _("People"), _("Have left"), _("Months"), _("Share still there"), _("Interval from"),
        _("Interval to"), _("At risk"), _("As of"), _("Known by"),
    )  # fmt: skip
    rows = [
        (
            names[group.value], *_told(group, point),
            question.as_of.isoformat(), question.known_by.isoformat(timespec="seconds"),
        )
        for group in (compared.groups if compared else ())
        for point in group.at
        if int(point.time) in SHOWN_MONTHS
    ]  # fmt: skip
    return (csv_file if kind == "csv" else xlsx_file)(name, head, rows)


def _told(group: Group, point: SurvivalAt) -> tuple[object, ...]:
    """People, exits, months, share, both ends of its interval, at risk; hidden where they rest on fewer than five people."""
    few = _("fewer than %(count)s", count=LEAST_IN_FILES)
    months = int(point.time)
    if group.people < LEAST_IN_FILES:
        return few, few, months, few, "", "", few
    if point.at_risk < LEAST_IN_FILES:
        return group.people, group.exits, months, few, "", "", few
    ends = point.beta_product
    return (
        group.people, group.exits, months, _rounded(point.survival),
        _rounded(ends.lower if ends else None), _rounded(ends.upper if ends else None), point.at_risk,
    )  # fmt: skip


@room.get("/staff/retention/people", lock=analysts)
def behind_figures() -> ResponseReturnValue:
    """The hires behind a figure: who is counted, from when on, and until when."""
    question, _by, _support = _asked()
    found = _figures(question)
    hires = {hire.public_id: hire for hire in found.hires}
    rows = sorted(
        ((hires[spell.key], spell) for spell in found.spells.spells),
        key=lambda row: (row[0].name.casefold(), row[0].public_id),
    )
    after = request.args.get("after", "")
    place = next((n for n, (hire, _spell) in enumerate(rows) if hire.public_id == after), -1) + 1
    shown = rows[place : place + PAGE]
    return render_template(
        "retention/people.html",
        question=question,
        rows=shown,
        people=len(rows),
        next_after=shown[-1][0].public_id if place + PAGE < len(rows) else None,
        is_first=not place,
        further=further_names(),
        address=address_of(question) | further_address(),
    )


def _rounded(share: float | None) -> object:
    return "" if share is None else round(share, 4)


def further_address() -> dict[str, str]:
    """The groups that the address names, for links that keep them."""
    return {str(by): value or UNKNOWN for by, value in wanted_of(request.args).items()}


def _as_address(by: By, value: str) -> dict[str, str]:
    if by is By.SUPPORT:
        return {}
    return {str(by): value or UNKNOWN}


def chosen_within(everybody: Iterable[Hire], question: Question) -> list[Hire]:
    """The hires that a question is about, of the groups that the address names."""
    return within(queries.chosen(everybody, question), wanted_of(request.args))


def goes_by_today(question: Question) -> bool:
    """Whether a filter of the address goes by what is written today of people and companies."""
    return question.size is not None or any(by in AS_KNOWN_TODAY for by in wanted_of(request.args))


def further_names() -> Mapping[str, str]:
    """The groups of the address in words: what → which."""
    return {
        str(BY[by]): names_of(by, [value], Support.MENTOR)[value]
        for by, value in wanted_of(request.args).items()
    }
