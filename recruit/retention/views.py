"""Pages of the retention figures: staff see everything and its limits, the public what tells of nobody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.disclosure.limits import LEAST_IN_PUBLIC
from recruit.core.visitor import Role
from recruit.placements.rules import EmployerSize
from recruit.placements.words import country_name
from recruit.retention import drawings, figures, pictures, queries
from recruit.retention.analysis.curves import SurvivalAt
from recruit.retention.comparing import views as comparing
from recruit.retention.disclosure import queries as shown
from recruit.retention.disclosure.models import FigureRelease
from recruit.retention.figures import Figures, Uncounted
from recruit.retention.hearing import asked_by
from recruit.retention.lost_contact import LOST_AFTER_MONTHS
from recruit.retention.queries import Hire, NationalLine
from recruit.retention.room import address_of, analysts, room
from recruit.retention.rules import (
    LEAST_IN_FILES,
    TOKYO,
    Fault,
    Question,
    fiscal_year_of,
    quarter_of,
    question_from,
)
from recruit.retention.signals import views as signals
from recruit.retention.words import DEFINITIONS, MEANINGS, SHARES, table_name
from recruit.web.exports import csv_file, xlsx_file
from recruit.web.gate import visitor
from recruit.web.locks import anybody
from recruit.web.times import format_day
from recruit.web.words import words_for

# Its routes are this room's.
SIGNALS = signals.signals
# So many people who are not counted stand on a page.
UNCOUNTED_AT_ONCE = 50
FILES = ("csv", "xlsx", *pictures.KINDS)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@room.get("/staff/retention", lock=analysts)
def for_staff() -> ResponseReturnValue:
    """How many stay how long, who is not counted, and what it would read otherwise."""
    question, faults = question_from(request.args, clock.now())
    everybody = queries.hires_known_by(question.known_by)
    found = figures.figures_of(
        comparing.chosen_within(everybody, question), question.as_of, question.definition
    )
    national = queries.national_line(question.as_of)
    return render_template(
        "retention/for_staff.html",
        question=question,
        faults=[(_part_name(fault), fault) for fault in faults],
        figures=found,
        national=national,
        curve=drawings.curve_drawing(found, national),
        exits=drawings.incidence_drawing(found),
        within_a_year=drawings.went_within_a_year(found),
        choices=_choices(everybody, question),
        uncounted=_uncounted(found, request.args.get("uncounted_after", "")),
        least_in_files=LEAST_IN_FILES,
        employers=len({hire.employer for hire in found.hires if hire.employer is not None}),
        address=address_of(question) | comparing.further_address(),
        further=comparing.further_names(),
        as_known_today=comparing.goes_by_today(question),
        kept_filters=comparing.further_address(),
        known_on=clock.day_in(question.known_by, TOKYO).isoformat() if question.known_by_given else "",
        cohort_name=cohort_name,
        definition_name=DEFINITIONS[question.definition],
        meaning=MEANINGS[question.definition],
        share_name=SHARES[question.definition],
        silent_months=LOST_AFTER_MONTHS,
        asked=asked_by(question.known_by, {hire.public_id for hire in found.hires}),
        sees_signals=Role.RETENTION_OFFICER in visitor().roles,
    )


@dataclass(frozen=True)
class UncountedPage:
    """Some of those who are observed but not counted; `following` is where the next page begins after."""

    rows: Sequence[Uncounted]
    following: str | None
    is_first: bool


def _uncounted(found: Figures, after: str) -> UncountedPage:
    """An address that names nobody of them is the first page."""
    rows = [one for one in found.uncounted if one.reason]
    place = next((n for n, one in enumerate(rows, 1) if one.hire.public_id == after), 0)
    shown_now, left = rows[place : place + UNCOUNTED_AT_ONCE], rows[place + UNCOUNTED_AT_ONCE :]
    return UncountedPage(shown_now, shown_now[-1].hire.public_id if left else None, not place)


@room.get("/staff/retention/figures.<kind>", lock=analysts)
def file(kind: str) -> ResponseReturnValue:
    """The milestones as CSV or XLSX, or a drawing (the curve, `drawing=exits` where people went) as SVG or PNG, without what
    rests on fewer than five people.
    """
    if kind not in FILES:
        abort(404)
    question, _faults = question_from(request.args, clock.now())
    everybody = queries.hires_known_by(question.known_by)
    found = figures.figures_of(
        comparing.chosen_within(everybody, question), question.as_of, question.definition
    )
    national = queries.national_line(question.as_of)
    name = f"retention-{question.as_of.isoformat()}"
    if kind in pictures.KINDS:
        of_exits = request.args.get("drawing") == "exits"
        drawing = (
            drawings.incidence_drawing(found, for_file=True)
            if of_exits
            else drawings.curve_drawing(found, national, for_file=True)
        )
        if drawing is None or found.people < LEAST_IN_FILES:
            abort(404)
        return pictures.drawing_file(drawing, kind, f"{name}-exits" if of_exits else name)
    head = (
        _("Months"), _("Share still there"), _("Interval from"), _("Interval to"), _("At risk"),
        _("National"), _("People"), _("As of"), _("Known by"), _("Source"), _("Definition"),
    )  # fmt: skip
    rows = [_row(point, found, national, question) for point in found.milestones]
    return (csv_file if kind == "csv" else xlsx_file)(name, head, rows)


def _row(
    point: SurvivalAt, found: Figures, national: NationalLine | None, question: Question
) -> tuple[object, ...]:
    hidden = _("fewer than %(count)s", count=LEAST_IN_FILES)
    few = point.at_risk < LEAST_IN_FILES
    interval = point.beta_product
    shown: tuple[object, ...] = (
        (hidden, "", "", hidden)
        if few
        else (
            _rounded(point.survival),
            _rounded(interval.lower if interval else None),
            _rounded(interval.upper if interval else None),
            point.at_risk,
        )
    )
    return (
        int(point.time),
        *shown,
        _rounded(national.at(int(point.time)) if national else None),
        found.people if found.people >= LEAST_IN_FILES else hidden,
        question.as_of.isoformat(),
        question.known_by.isoformat(timespec="seconds"),
        question.source or _("all"),
        str(DEFINITIONS[question.definition]),
    )


def _rounded(share: float | None) -> object:
    return "" if share is None else round(share, 4)


@room.get("/statistics", lock=anybody, kept=True)
def statistics() -> ResponseReturnValue:
    """The figures of the last closed quarter, rounded so that they tell of nobody."""
    today = clock.today_in(TOKYO)
    following = quarter_of(today)
    return render_template(
        "retention/statistics.html",
        figures=figures.public_figures(),
        national=queries.national_line(today),
        least=LEAST_IN_PUBLIC,
        next_on=date(following.year + (following.month == 10), (following.month + 2) % 12 + 1, 1),
    )


@room.get("/staff/retention/releases", lock=analysts)
def releases() -> ResponseReturnValue:
    """What readers outside the staff were shown, what was hidden from them, and by which rule."""
    page = shown.releases(visitor(), after=request.args.get("after"))
    return render_template(
        "retention/releases.html",
        page=page,
        releases=[(one, table_name(one.what), _hidden(one)) for one in page.rows],
        readers=shown.readers_by_name({one.viewer for one in page.rows}),
        least=LEAST_IN_PUBLIC,
    )


def _hidden(one: FigureRelease) -> list[tuple[str, int]]:
    """Each rule in words, and how many figures it hid."""
    counts = Counter(cell.hidden_why for cell in one.cells if cell.hidden_why is not None)
    return [(words_for(why), count) for why, count in counts.most_common()]


def _part_name(fault: Fault) -> str:
    return {
        "as_of": _("Observed until before"),
        "known_by": _("As known by"),
        "size": _("Size of the company"),
        "start_year": _("Fiscal year of the first working day"),
        "definition": _("What counts as leaving"),
    }[fault.part]


def _choices(everybody: Iterable[Hire], question: Question) -> dict[str, list[Choice]]:
    hires = list(everybody)
    sources = sorted({hire.source for hire in hires if hire.source} | ({question.source} - {""}))
    countries = {hire.country for hire in hires if hire.country} | ({question.country} - {""})
    starts = {hire.record.start for hire in hires if hire.record is not None}
    began = {fiscal_year_of(start) for start in starts}
    years = sorted(began | {question.start_year} if question.start_year else began, reverse=True)
    return {
        "definition": [
            Choice(str(one), str(word), one is question.definition) for one, word in DEFINITIONS.items()
        ],
        "source": _with_all([(name, name) for name in sources], question.source),
        "country": _with_all(
            sorted(((code, country_name(code)) for code in countries), key=lambda pair: pair[1]),
            question.country,
        ),
        "size": _with_all([(str(size), words_for(size)) for size in EmployerSize], str(question.size or "")),
        "start_year": _with_all(
            [
                (str(year), _("April %(first)s to March %(last)s", first=year, last=year + 1))
                for year in years
                if year
            ],
            str(question.start_year or ""),
        ),
    }


def _with_all(pairs: Iterable[tuple[str, str]], chosen: str) -> list[Choice]:
    return [
        Choice("", _("All"), not chosen),
        *(Choice(value, label, value == chosen) for value, label in pairs),
    ]


def cohort_name(began_on: date) -> str:
    """A quarter by its first and last month."""
    last = date(began_on.year, began_on.month + 2, 1)
    return _("%(first)s to %(last)s", first=format_day(began_on, "month"), last=format_day(last, "month"))
