"""Charts as SVG, without a browser library: every word arrives translated, every length is an attribute.

Each chart comes twice, drawn for a desk and for a phone; the style sheet shows the one that fits. `only="desk"` gives one
drawing that stands alone, for downloads.
"""

from recruit.web.charts.bars import Bar, small_bars
from recruit.web.charts.curve import Benchmark, CurveWords, Series, Step, floor_for, retention_curve
from recruit.web.charts.day import DayWords, working_day
from recruit.web.charts.pairs import Pair, PairWords, paired_shares
from recruit.web.charts.stack import Layer, StackWords, stacked_incidence
from recruit.web.charts.whole import Piece, parts_of_whole

__all__ = [
    "Bar",
    "Benchmark",
    "CurveWords",
    "DayWords",
    "Layer",
    "Pair",
    "PairWords",
    "Piece",
    "Series",
    "StackWords",
    "Step",
    "floor_for",
    "paired_shares",
    "parts_of_whole",
    "retention_curve",
    "small_bars",
    "stacked_incidence",
    "working_day",
]
