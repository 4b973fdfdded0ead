"""The page from which the yearly report is made, and its files."""

from dataclasses import dataclass
from datetime import date

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.disclosure.limits import limits_of
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE
from recruit.retention.report.figures import yearly
from recruit.retention.report.printing import as_pdf, as_xlsx, name_of
from recruit.retention.report.queries import first_year
from recruit.retention.report.rules import (
    AUDIENCES,
    LANGUAGES,
    Edition,
    Readers,
    ReportRefusal,
    edition_of,
    years_that_are_over,
)
from recruit.retention.report.words import READERS
from recruit.retention.room import analysts
from recruit.retention.rules import TOKYO, fiscal_year_of
from recruit.web.gate import current_language
from recruit.web.room import Room

room = Room("reports", __name__)
_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `year` None: there is no year to report on yet."""

    years: list[int]
    year: int | None
    language: str
    readers: Readers
    known_on: str
    kind: str


def _asked() -> Asked:
    first = first_year()
    years = [] if first is None else years_that_are_over(first - 1, clock.now())
    given = request.args.get("year", "")
    own = current_language() if current_language() in LANGUAGES else "en"
    return Asked(
        years=years,
        year=int(given) if given.isascii() and given.isdigit() and len(given) == 4 else (years or [None])[0],
        language=next((one for one in LANGUAGES if one == request.args.get("language")), own),
        readers=next((one for one in Readers if one == request.args.get("readers")), Readers.EVERYBODY),
        known_on=request.args.get("known_on", "").strip(),
        kind=request.args.get("kind", "pdf"),
    )


@room.get("/staff/retention/report", lock=analysts)
def ready() -> ResponseReturnValue:
    """One button: the report of the last year that is over; other years, languages and readers beside it."""
    return _page(_asked())


@room.get("/staff/retention/report/file", lock=analysts)
def file() -> ResponseReturnValue:
    """The report as PDF or XLSX; the page again where there is none."""
    asked = _asked()
    try:
        edition = _edition(asked)
    except Refused as refusal:
        return _page(asked, refusal), 422
    made = yearly(edition)
    kind = asked.kind if asked.kind in _TYPES else "pdf"
    content = as_xlsx(made, asked.language) if kind == "xlsx" else as_pdf(made, asked.language)
    response = Response(content, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name_of(made, asked.language)}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _edition(asked: Asked) -> Edition:
    if asked.year is None:
        raise Refused(ReportRefusal.NOT_A_YEAR, field="year")
    known_on = None
    if asked.known_on:
        try:
            known_on = date.fromisoformat(asked.known_on)
        except ValueError as wrong:
            raise Refused(ReportRefusal.KNOWN_TOO_EARLY, field="known_on") from wrong
    return edition_of(asked.year, now=clock.now(), readers=asked.readers, known_on=known_on)


def _page(asked: Asked, refusal: Refused | None = None) -> str:
    today = day_in(clock.now(), TOKYO)
    return render_template(
        "retention/report.html",
        asked=asked,
        refusal=refusal,
        next_on=date(fiscal_year_of(today) + 1, 4, 1),
        yesterday=date.fromordinal(today.toordinal() - 1),
        limits={one: limits_of(AUDIENCES[one]).least for one in Readers},
        tongues={code: BY_CODE[code].name for code in LANGUAGES},
        readers=READERS,
    )
