"""What `recruit retention curve` writes: one plain structure, as JSON or as tables."""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

from recruit.retention.analysis.comparisons import LogRank, log_rank
from recruit.retention.analysis.competing import CumulativeIncidence, aalen_johansen
from recruit.retention.analysis.csv_input import LifetimeTable
from recruit.retention.analysis.curves import SurvivalCurve, kaplan_meier
from recruit.retention.analysis.intervals import Interval

Json = dict[str, Any]


def retention_report(table: LifetimeTable, at: Sequence[float], restricted_to: Sequence[float]) -> Json:
    """The retention format. Cumulative incidence is given at the asked times, else at every time of an exit."""
    groups = table.by_group()
    curves = [(label, kaplan_meier(lifetimes)) for label, lifetimes in groups]
    report: Json = {
        "time_unit": "as given",
        "curves": [_curve(label, curve, at, restricted_to) for label, curve in curves],
        "logrank": None,
        "cumulative_incidence": [],
    }
    if table.groups:
        report["logrank"] = _log_rank(table.groups, log_rank([lifetimes for _, lifetimes in groups]))
    if table.lifetimes.cause is not None:
        codes = list(range(1, len(table.causes) + 1))
        report["cumulative_incidence"] = [
            _incidence(label, aalen_johansen(lifetimes, codes), table.causes, at)
            for label, lifetimes in groups
        ]
    return report


def _curve(label: str, curve: SurvivalCurve, at: Sequence[float], restricted_to: Sequence[float]) -> Json:
    table = curve.table
    plain, exact = curve.log_log, curve.beta_product
    points = [
        {
            "t": _time(time),
            "at_risk": at_risk,
            "events": exits,
            "censored": censored,
            "survival": survival,
            "se": _known(error),
            "loglog": _pair(plain_lower, plain_upper),
            "bpcp": _pair(exact_lower, exact_upper),
        }
        for time, at_risk, exits, censored, survival, error, plain_lower, plain_upper, exact_lower, exact_upper in zip(
            *(column.tolist() for column in (table.times, table.at_risk, table.exits, table.censored)),
            *(column.tolist() for column in (curve.survival, curve.standard_error, *plain, *exact)),
            strict=True,
        )
    ]
    return {
        "group": label,
        "n": curve.people,
        "events": curve.exits,
        "late_entries": curve.late_entries,
        "median": curve.median,
        "points": points,
        "at": [
            {
                "t": _time(answer.time),
                "estimable": answer.estimable,
                "at_risk": answer.at_risk,
                "survival": answer.survival,
                "loglog": _interval(answer.log_log),
                "bpcp": _interval(answer.beta_product),
            }
            for answer in (curve.at(at) if at else [])
        ],
        "rmst": [{"to": _time(to), "value": curve.restricted_mean(to).value} for to in restricted_to],
        "bpcp_approximate": curve.beta_product_is_approximate,
        "emptied_at": None if curve.emptied_at is None else _time(curve.emptied_at),
    }


def _log_rank(labels: Sequence[str], test: LogRank) -> Json:
    return {
        "statistic": test.statistic,
        "df": test.degrees,
        "p": test.p,
        "groups": [
            {"group": label, "observed": count.observed, "expected": count.expected}
            for label, count in zip(labels, test.groups, strict=True)
        ],
    }


def _incidence(
    label: str, incidence: CumulativeIncidence, causes: Sequence[str], at: Sequence[float]
) -> Json:
    moments: list[float] = list(at) or incidence.exit_times.tolist()
    return {
        "group": label,
        "at": [
            {
                "t": _time(answer.time),
                "estimable": answer.estimable,
                "causes": {causes[code - 1]: share for code, share in answer.by_cause.items()},
                "intervals": {
                    causes[code - 1]: [interval.lower, interval.upper] if interval else None
                    for code, interval in answer.intervals.items()
                },
                "survival": answer.survival,
            }
            for answer in (incidence.at(moments) if moments else [])
        ],
    }


def report_tables(report: Json) -> str:
    """The same report for people: shares as percentages, "not yet estimable" in words."""
    parts: list[str] = []
    for curve in report["curves"]:
        parts.append(_heading(curve))
        parts.append(
            _grid(
                ["time", "at risk", "left", "censored", "still there", "95 % log-log", "95 % BPCP"],
                _points(curve),
            )
        )
        if curve["at"]:
            parts.append(
                _grid(["at", "at risk", "still there", "95 % log-log", "95 % BPCP"], _answers(curve))
            )
        if curve["rmst"]:
            means = ([_shown(row["to"]), _mean(row["value"])] for row in curve["rmst"])
            parts.append(_grid(["to", "restricted mean"], means))
    test = report["logrank"]
    if test is not None:
        counts = ([row["group"], f"{row['observed']}", f"{row['expected']:.4f}"] for row in test["groups"])
        parts.append(_grid(["group", "left", "expected"], counts))
        said = "log-rank: cannot be computed from these groups"
        if test["statistic"] is not None:
            said = f"log-rank: chi-square {test['statistic']:.6f}, {test['df']} df, p = {test['p']:.4g}"
        parts.append(said)
    for incidence in report["cumulative_incidence"]:
        if incidence["at"]:
            causes = list(incidence["at"][0]["causes"])
            rows = (
                [
                    f"{row['t']}",
                    *(_percent(row["causes"][cause]) for cause in causes),
                    _percent(row["survival"]),
                ]
                for row in incidence["at"]
            )
            title = f"group {incidence['group']}: left by then, by cause\n"
            parts.append(
                title + _grid(["time", *(f"cause {cause}" for cause in causes), "still there"], rows)
            )
    return "\n\n".join(parts)


def _heading(curve: Json) -> str:
    median = "not reached" if curve["median"] is None else _shown(curve["median"])
    counts = f"n = {curve['n']}, left = {curve['events']}, observed late = {curve['late_entries']}"
    lines = [f"group {curve['group']}: {counts}, median = {median}"]
    if curve["bpcp_approximate"]:
        lines.append("With late entries the BPCP interval is approximate.")
    if curve["emptied_at"] is not None:
        lines.append(
            f"Everybody observed at {_shown(curve['emptied_at'])} had left before the others were registered: "
            "from there on this curve says nothing."
        )
    return "\n".join(lines)


def _points(curve: Json) -> Iterable[list[str]]:
    for row in curve["points"]:
        counts = [f"{row[key]}" for key in ("at_risk", "events", "censored")]
        yield [
            _shown(row["t"]),
            *counts,
            _percent(row["survival"]),
            _range(row["loglog"]),
            _range(row["bpcp"]),
        ]


def _answers(curve: Json) -> Iterable[list[str]]:
    for row in curve["at"]:
        yield [
            _shown(row["t"]),
            f"{row['at_risk']}",
            _percent(row["survival"]),
            _range(row["loglog"]),
            _range(row["bpcp"]),
        ]


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )


def _percent(share: float | None) -> str:
    return "not yet estimable" if share is None else f"{100.0 * share:.1f} %"


def _mean(value: float | None) -> str:
    return "not yet estimable" if value is None else f"{value:.6f}"


def _range(limits: list[float] | None) -> str:
    return "-" if limits is None else f"{100.0 * limits[0]:.1f}-{100.0 * limits[1]:.1f} %"


def _time(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _shown(time: float) -> str:
    return f"{time:.6g}"


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _pair(lower: float, upper: float) -> list[float] | None:
    return None if isnan(lower) or isnan(upper) else [lower, upper]


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.lower, interval.upper]
