"""Which further figures to hide so that what is hidden stays uncertain: secondary suppression by linear programs.

For every hidden figure a program looks for the cheapest way in which it could be larger by enough people while all that is
shown stays true. The shown figures that would have to move on that way are hidden. What remains is attacked as a reader would;
if anything still lies too close, it goes on, and in the end the whole table is hidden rather than one person shown.
"""

from collections.abc import Sequence
from dataclasses import replace

from recruit.core.disclosure.attacking import INFINITE, Place, Program, intervals, together
from recruit.core.disclosure.figures import Release, Why
from recruit.core.disclosure.tables import ALL, Key

ROUNDS = 8
_MOVED = 1e-6
# A sum says more than a cell: it is hidden only when nothing else helps.
_SUM_COSTS = 1_000


def what_else_to_hide(made: Release, earlier: Sequence[Release]) -> set[Key]:
    """The figures of `made` to hide besides those that are hidden."""
    hidden: set[Key] = set()
    # What stays narrow though nothing of this table is shown was told before, and cannot be taken back.
    everything = set(made.figures) - made.table.known
    silent = [*earlier, _without(made, everything)]
    releases = [*earlier, made]
    asked = [(place, key) for place, one in enumerate(releases) for key in one.closed]
    for _round in range(ROUNDS):
        exposed = _exposed(releases, asked)
        if exposed:
            told = set(_exposed(silent, exposed))
            exposed = [place for place in exposed if place not in told]
        if not exposed:
            return hidden
        more = _partners(releases, exposed)
        if not more:
            break
        before = {key: releases[-1].left_open(key) for key in releases[-1].closed}
        hidden |= more
        releases[-1] = _without(made, hidden)
        # Hiding makes nothing narrower: only these, and what must be wider from now on, can still lie too close.
        now = {key: releases[-1].left_open(key) for key in releases[-1].closed}
        asked = [*exposed, *((len(earlier), key) for key, wide in now.items() if before.get(key) != wide)]
    return everything


def _without(made: Release, hidden: set[Key]) -> Release:
    """The release with these figures hidden, and every share of a hidden number with it."""
    gone = hidden | {
        key for key in made.figures if made.table.is_answer(key) and made.table.asked(key) in hidden
    }
    blank = {key: replace(made.figures[key], low=0, high=None, number=None, said=None) for key in gone}
    closed = {key: replace(one, why=one.why or Why.SECONDARY) for key, one in blank.items()}
    return replace(made, figures={**made.figures, **closed})


def _exposed(releases: Sequence[Release], asked: Sequence[Place]) -> list[Place]:
    found = intervals(releases, asked)
    return [(place, key) for place, key in asked if found[place, key].width < releases[place].left_open(key)]


def _partners(releases: Sequence[Release], exposed: Sequence[Place]) -> set[Key]:
    """The shown figures of the last release that have to go so that the exposed ones could be otherwise."""
    here = len(releases) - 1
    cut = together([one.table for one in releases])
    program = Program([-float(people) for people in cut.people])
    moves: list[tuple[Key, int, int]] = []
    for place, one in enumerate(releases):
        for key, figure in one.figures.items():
            if figure.high is None:
                continue
            pieces = cut.of(place, key)
            if not pieces:
                continue
            now = one.table.count(key)
            least, most = figure.low - now, figure.high - now
            if place < here or key in one.table.known:
                program.row(pieces, least, most)
                continue
            cost = 1.0 + now + _SUM_COSTS * sum(part == ALL for part in key)
            up, down = program.column(cost, 0.0, INFINITE), program.column(cost, 0.0, INFINITE)
            program.row([*pieces, up, down], least, most, [1.0] * len(pieces) + [-1.0, 1.0])
            moves.append((key, up, down))
    found: set[Key] = set()
    for place, key in exposed:
        pieces = cut.of(place, key)
        figure, now = releases[place].figures[key], releases[place].table.count(key)
        room_up = INFINITE if figure.high is None else figure.high - now
        room_down = now - figure.low
        best: tuple[float, set[Key]] | None = None
        for up, down in _ways(releases[place].left_open(key), room_up, room_down):
            way = _way(program, moves, pieces, [step for step in (up, -down) if step])
            if way is not None and (best is None or way[0] < best[0]):
                best = way
        if best is None:
            continue
        for shown, more, fewer in moves:
            if shown in best[1] and shown != key:
                found.add(shown)
                # What is hidden already costs nothing on the next way.
                program.solver.changeColCost(more, 0.0)
                program.solver.changeColCost(fewer, 0.0)
    return found


def _ways(wanted: int, room_up: float, room_down: float) -> list[tuple[float, float]]:
    """How far up and down together make a range wide enough: all up, all down, and as far down as it goes."""
    found = {(up, wanted - up) for up in (wanted, 0, wanted - min(wanted, room_down), min(wanted, room_up))}
    return sorted((up, down) for up, down in found if 0 <= up <= room_up and 0 <= down <= room_down)


def _way(
    program: Program, moves: Sequence[tuple[Key, int, int]], pieces: Sequence[int], steps: Sequence[float]
) -> tuple[float, set[Key]] | None:
    """What it costs, and which shown figures move, when the pieces change by each of these steps; None: they cannot."""
    cost, moved = 0.0, set()
    for step in steps:
        row = program.row(pieces, step, step)
        is_possible = program.solve()
        if is_possible:
            values = program.solver.getSolution().col_value
            cost += program.solver.getInfo().objective_function_value
            moved |= {shown for shown, more, fewer in moves if values[more] + values[fewer] > _MOVED}
        program.solver.changeRowBounds(row, -INFINITE, INFINITE)
        if not is_possible:
            return None
    return cost, moved
