"""What of a table may be shown: `release`.

First what rests on too few people is hidden, and what would leave too few beside it; shares near their ends become bounds.
Then what a reader has been shown before is held against it. Last, other figures are hidden until nothing that was shown,
now or before, narrows down what is not. Every figure that is not shown plainly says which rule that was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from recruit.core.disclosure import protecting
from recruit.core.disclosure.figures import Figure, Release, Why
from recruit.core.disclosure.limits import Audience, Limits, limits_of
from recruit.core.disclosure.shares import said_of
from recruit.core.disclosure.tables import Key, Table


def release(
    table: Table, audience: Audience, earlier: Sequence[Release] = (), *, as_of: date | None = None
) -> Release:
    """What these readers may be shown of the table after all that they have been shown `earlier`."""
    limits = limits_of(audience)
    figures = {key: _first_look(table, key, limits) for key in table.figures}
    _hide(figures, _small_rests(table, figures, limits), Why.REMAINDER)
    _say_shares(table, figures)
    _hide(figures, _small_differences(table, figures, earlier, limits), Why.OVERLAP)
    made = Release(table, audience, _with_answers_hidden(table, figures), as_of)
    more = protecting.what_else_to_hide(made, earlier)
    if more:
        figures = dict(made.figures)
        _hide(figures, more, Why.SECONDARY)
        made = replace(made, figures=_with_answers_hidden(table, figures))
    return made


def renew(
    table: Table, audience: Audience, earlier: Sequence[Release], *, as_of: date | None = None
) -> tuple[Release, bool]:
    """What is shown from now on, and whether that is new.

    While fewer people have come, left or changed than a figure must rest on, the last release of this table stays.
    """
    last = next((one for one in reversed(earlier) if one.table.name == table.name), None)
    if last is not None and changed(table, last.table) < limits_of(audience).least:
        return last, False
    return release(table, audience, earlier, as_of=as_of), True


def changed(table: Table, before: Table) -> int:
    """How many people stand elsewhere than before, or in only one of the two tables."""
    return sum(
        table.people.get(mark) != before.people.get(mark) for mark in table.people.keys() | before.people
    )


def _first_look(table: Table, key: Key, limits: Limits) -> Figure:
    count = table.count(key)
    if table.is_answer(key):
        return Figure(count, count)
    if key in table.known:
        return Figure(count, count, number=count)
    if 0 < count < limits.least:
        return Figure(why=Why.FEW)
    if limits.rounded_to == 1 or not count:
        return Figure(count, count, number=count)
    step = limits.rounded_to
    number = step * ((2 * count + step) // (2 * step))
    return Figure(max(number - step // 2, limits.least), number + step // 2, number=number)


def _small_rests(table: Table, figures: Mapping[Key, Figure], limits: Limits) -> Iterable[Key]:
    """Figures beside which too few people are left of a larger one that is shown."""
    shown = [key for key, figure in figures.items() if not figure.is_hidden and not table.is_answer(key)]
    by_size = sorted(shown, key=table.count)
    for place, key in enumerate(by_size):
        if not table.count(key) or key in table.known:
            continue
        for larger in by_size[place + 1 :]:
            rest = table.count(larger) - table.count(key)
            if 0 < rest < limits.least and table.figures[key] < table.figures[larger]:
                yield key
                break


def _say_shares(table: Table, figures: dict[Key, Figure]) -> None:
    for key in figures:
        if not table.is_answer(key):
            continue
        asked = figures[table.asked(key)]
        if asked.is_hidden:
            figures[key] = Figure(why=asked.why)
        elif people := table.count(table.asked(key)):
            said = said_of(table.count(key), people)
            why = Why.DOMINANCE if said.is_bound else None
            figures[key] = Figure(said.low, said.high, said=said, why=why)
        else:
            figures[key] = Figure(0, 0)


def _with_answers_hidden(table: Table, figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """A share says nothing where it is not said of how many."""
    found = dict(figures)
    for key, figure in figures.items():
        if table.is_answer(key) and not figure.is_hidden:
            asked = figures[table.asked(key)]
            if asked.is_hidden:
                found[key] = Figure(why=asked.why)
    return found


def _small_differences(
    table: Table, figures: Mapping[Key, Figure], earlier: Sequence[Release], limits: Limits
) -> Iterable[Key]:
    """Figures that differ from an earlier one by fewer people than a figure must rest on."""
    before = [
        (one.table.is_answer(key), one.table.name, key, one.table.marks(key))
        for one in earlier
        for key, figure in one.figures.items()
        if not figure.is_hidden
    ]
    for key, figure in figures.items():
        if figure.is_hidden or key in table.known:
            continue
        marks, is_answer = table.marks(key), table.is_answer(key)
        for was_answer, name, other, known in before:
            # Of answers only the same one, asked again: whoever changed a mind is not to be found.
            if is_answer != was_answer or (is_answer and (name, other) != (table.name, key)):
                continue
            if 0 < len(marks ^ known) < limits.least:
                yield key
                break


def _hide(figures: dict[Key, Figure], keys: Iterable[Key], why: Why) -> None:
    for key in list(keys):
        figures[key] = Figure(why=why)
