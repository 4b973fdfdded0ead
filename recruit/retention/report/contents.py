"""A report as it is read, in the language of the moment: paragraphs, drawings and tables, for paper and workbook alike."""

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
import tomllib

from flask_babel import gettext as _

from recruit.core.clock import day_in
from recruit.core.disclosure.limits import ROUNDED_TO
from recruit.core.disclosure.tables import ALL
from recruit.organisations.rules import Support
from recruit.retention.comparing.words import names_of
from recruit.retention.lost_contact import BOUNDS_ABOVE
from recruit.retention.report import drawings
from recruit.retention.report.explaining import definitions, log_of
from recruit.retention.report.figures import Yearly
from recruit.retention.report.rules import EARLIER, MONTHS, Edition, Outcome, Readers, Told
from recruit.retention.report.sections import Contents, Grid, Section
from recruit.retention.report.tables import BREAKDOWNS, Part
from recruit.retention.report.words import (
    OUTCOMES,
    PARTS,
    READERS,
    count_words,
    interval_words,
    said_words,
    share_words,
)
from recruit.retention.rules import TOKYO
from recruit.surveys.words import WAVES
from recruit.web.times import format_clock, format_day, format_number, format_share
from recruit.web.words import words_for

YEAR = 12


def contents_of(report: Yearly) -> Contents:
    """The report in words."""
    edition = report.edition
    sections = (
        _summary(report),
        _curve(report),
        _exits(report),
        *(_breakdown(report, part) for part in BREAKDOWNS),
        _follow_up(report),
        definitions(),
        log_of(report),
    )
    return Contents(
        title=_("How long people stay"),
        subtitle=_year_words(edition),
        answer=_answer(report),
        facts=_facts(report),
        sections=sections,
    )


def _year_words(edition: Edition) -> str:
    return _(
        "Report on the fiscal year from April %(first)s to March %(last)s",
        first=edition.year,
        last=edition.year + 1,
    )


def _facts(report: Yearly) -> tuple[tuple[str, str], ...]:
    edition = report.edition
    facts = [
        (_("For whom"), str(READERS[edition.readers])),
        (_("Observed until before"), format_day(edition.as_of)),
        (
            _("Known by"),
            f"{format_day(day_in(edition.known_by, TOKYO))} {format_clock(edition.known_by, TOKYO)}",
        ),
        (_("Data (SHA-256)"), report.data_hash),
        (_("Program"), f"recruit {program_version()}"),
    ]
    if report.national is not None:
        source = _(
            "Ministry of Health, Labour and Welfare: how new graduates stay (university, March 2021, construction)"
        )
        facts.append((_("National"), f"{source}. {report.national.source}"))
    return tuple(facts)


def _answer(report: Yearly) -> str:
    found = report.at.get(YEAR)
    if found is None or found.share is None:
        return _("There are too few people to say how many stay for a year.")
    return _(
        "12 months after the first working day, %(share)s still work at the same company.",
        share=share_words(found),
    )


def _summary(report: Yearly) -> Section:
    found = report.at.get(YEAR)
    said = []
    if found is not None and found.interval is not None:
        low, high = (format_share(limit / 100, 0) for limit in found.interval)
        said.append(
            _(
                "The %(level)s interval runs from %(low)s to %(high)s.",
                level=format_share(0.95, 0),
                low=low,
                high=high,
            )
        )
    if report.national is not None:
        said.append(
            _(
                "Among all university graduates who join construction it is %(share)s.",
                share=format_share(report.national.at(YEAR) or 0),
            )
        )
    if report.people is not None:
        said.append(
            _(
                "The figures rest on %(people)s hired through this programme.",
                people=_about(report, report.people),
            )
        )
    if report.started is not None:
        said.append(_("In the year, %(people)s began.", people=_about(report, report.started)))
    if report.left is not None:
        said.append(_("In the year, %(people)s left their company.", people=_about(report, report.left)))
    if report.response.share is not None:
        said.append(
            _(
                "Of the surveys that reached somebody and ended in the year, %(share)s were answered.",
                share=share_words(report.response),
            )
        )
    hidden = sum(sum(counts.values()) for counts in report.log.values())
    said.append(
        _(
            "Figures hidden or told as a bound: %(count)s. The last page says by which rule.",
            count=format_number(hidden),
        )
    )
    return Section(_("Summary"), tuple(said))


def _about(report: Yearly, people: int) -> str:
    count = format_number(people)
    if report.edition.readers is Readers.PARTNERS:
        return _("%(count)s people", count=count)
    return _("about %(count)s people", count=count)


def _curve(report: Yearly) -> Section:
    national = report.national
    rows = tuple(
        (
            _months(month),
            share_words(one),
            interval_words(one),
            count_words(report.at_risk.get(month)),
            format_share(national.at(month) or 0) if national and national.at(month) is not None else "",
        )
        for month, one in report.at.items()
    )
    notes = [_("Number at risk: to the nearest %(step)s.", step=ROUNDED_TO)]
    if report.bounds is not None:
        left, stayed = report.bounds
        notes.append(
            _(
                "Contact was lost with more than %(limit)s of them. If all of these had left, it would be %(left)s after 12 months; if all had stayed, %(stayed)s.",
                limit=format_share(BOUNDS_ABOVE, 0),
                left=share_words(left),
                stayed=share_words(stayed),
            )
        )
    if report.late_entries:
        notes.append(
            _("Some were registered late and count only from that day; the intervals are approximate.")
        )
    return Section(
        str(PARTS[Part.CURVE]),
        drawing=drawings.curve_drawing(report),
        grid=Grid(
            (
                _("Time"),
                _("Still at the same company"),
                _("%(share)s interval", share=format_share(0.95, 0)),
                _("Number at risk"),
                _("National"),
            ),
            rows,
        )
        if rows
        else None,
        notes=tuple(notes) if rows else (_nobody(),),
    )


def _exits(report: Yearly) -> Section:
    rows = tuple(
        (str(words_for(reason)), *(_with_interval(at[month]) for month in MONTHS))
        for reason, at in report.exits.items()
    )
    month = drawings.month_of_exits(report)
    said = (_("Cumulative shares by reason. Together they are what the curve lost."),)
    if month is not None:
        said += (_("The bar shows where people are after %(count)s months.", count=month),)
    return Section(
        str(PARTS[Part.EXITS]),
        said if rows else (_("No figure can be told of the reasons."),),
        drawings.exits_drawing(report),
        Grid((_("Reason"), *(_months(one) for one in MONTHS)), rows) if rows else None,
    )


def _breakdown(report: Yearly, part: Part) -> Section:
    groups = report.breakdowns[part]
    title = str(PARTS[part])
    if not groups:
        return Section(title, (_nobody(),))
    if all(group.people is None for group in groups):
        return Section(
            title,
            (
                _(
                    "All groups are hidden: too few people stand in each of them, or their numbers would give others away."
                ),
            ),
        )
    values = [group.value for group in groups if group.people is not None]
    by = BREAKDOWNS[part]
    names = (
        names_of(by, values, Support.MENTOR)
        if by is not None
        else {value: _quarter(value) for value in values}
    )
    rows = tuple(
        (
            names[group.value],
            count_words(group.people),
            *(_with_interval(group.at[month]) for month in MONTHS),
        )
        for group in groups
        if group.people is not None
    )
    hidden = sum(group.people is None for group in groups)
    return Section(
        title,
        drawing=drawings.bars_drawing(f"report-{part}", groups, names),
        grid=Grid((_("Group"), _("People"), *(_months(month) for month in MONTHS)), rows),
        notes=(_("Groups that are hidden: %(count)s.", count=hidden),) if hidden else (),
    )


def _with_interval(one: Told) -> str:
    words = share_words(one)
    return words if one.interval is None else f"{words} ({interval_words(one)})"


def _quarter(value: str) -> str:
    if value == EARLIER:
        return _("earlier")
    if not value:
        return _("not known")
    began = date.fromisoformat(value)
    ends = date(began.year, began.month + 2, 1)
    return _("%(first)s to %(last)s", first=format_day(began, "month"), last=format_day(ends, "month"))


def _follow_up(report: Yearly) -> Section:
    title = str(PARTS[Part.FOLLOW_UP])
    if not report.follow_up:
        return Section(title, (_("No survey ended in the year."),))
    rows = tuple(
        (
            _("All surveys") if row.wave == ALL else str(WAVES.get(row.wave, row.wave)),
            count_words(row.people),
            *(said_words(row.said[outcome]) for outcome in Outcome),
        )
        for row in report.follow_up
    )
    return Section(
        title,
        (
            _(
                "Counted are the surveys that fell due in the year and whose time had passed. What was never sent, or came back, counts against us."
            ),
        ),
        grid=Grid((_("Survey"), _("Surveys due"), *(str(OUTCOMES[outcome]) for outcome in Outcome)), rows),
    )


def _nobody() -> str:
    return _("There are no figures yet.")


def _months(count: int) -> str:
    return _("%(count)s months", count=count)


def program_version() -> str:
    """The version of this program, installed or run from its folder."""
    try:
        return version("recruit")
    except PackageNotFoundError:
        project = Path(__file__).parents[3] / "pyproject.toml"
        return str(tomllib.loads(project.read_text())["project"]["version"])
