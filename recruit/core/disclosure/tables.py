"""What is counted: people, the groups they stand in, and the sums of groups that somebody would like to read.

People are marks: any text that stands for one person and says nothing about who it is. Tables that share marks can be held
against each other, over time and over filters.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

Key = tuple[str, ...]
ALL = "*"
"""In the key of a figure: the sum over this dimension."""


@dataclass(frozen=True)
class Table:
    """`groups` holds every person once; `figures` are the sums that are wanted, each over some of the groups.

    `answer` is the dimension in which people answered, where there is one: its figures are shares of those asked. `known`
    figures are the reader's own knowledge (how many people a company employs): they are never hidden, and reckoned with.
    """

    name: str
    groups: Mapping[Key, frozenset[str]]
    figures: Mapping[Key, frozenset[Key]]
    answer: int | None = None
    known: frozenset[Key] = frozenset()

    def count(self, figure: Key) -> int:
        return self.counts[figure]

    @cached_property
    def counts(self) -> dict[Key, int]:
        return {key: sum(len(self.groups[group]) for group in sums) for key, sums in self.figures.items()}

    @cached_property
    def people(self) -> dict[str, Key]:
        """In which group each person stands."""
        return {mark: key for key, marks in self.groups.items() for mark in marks}

    def marks(self, figure: Key) -> frozenset[str]:
        return frozenset().union(*(self.groups[group] for group in self.figures[figure]))

    def is_answer(self, figure: Key) -> bool:
        return self.answer is not None and figure[self.answer] != ALL

    def asked(self, figure: Key) -> Key:
        """Of which figure an answer is a share."""
        assert self.answer is not None
        return (*figure[: self.answer], ALL, *figure[self.answer + 1 :])


def crossed(
    name: str, dimensions: Sequence[Sequence[str]], people: Mapping[str, Key], *, answer: int | None = None
) -> Table:
    """Every cell of a table and every sum along its margins. `people`: in which cell each person stands."""
    cells: dict[Key, set[str]] = {cell: set() for cell in product(*dimensions)}
    for mark, cell in people.items():
        cells[cell].add(mark)
    figures = {
        key: frozenset(
            cell for cell in cells if all(part in (ALL, here) for part, here in zip(key, cell, strict=True))
        )
        for key in product(*((*categories, ALL) for categories in dimensions))
    }
    return Table(name, {cell: frozenset(marks) for cell, marks in cells.items()}, figures, answer)


def counted(
    name: str, dimensions: Sequence[Sequence[str]], counts: Mapping[Key, int], *, answer: int | None = None
) -> Table:
    """The same out of numbers alone: it can stand beside no other table, because nobody in it is known again."""
    people = {
        f"{name}/{'/'.join(cell)}/{place}": cell for cell, count in counts.items() for place in range(count)
    }
    return crossed(name, dimensions, people, answer=answer)


def overlapping(name: str, sets: Mapping[str, Collection[str]], *, known: Collection[str] = ()) -> Table:
    """Figures whose people may be the same: all, those of them who came, those of them who applied."""
    stands_in: dict[str, list[str]] = {}
    for label, marks in sets.items():
        for mark in marks:
            stands_in.setdefault(mark, []).append(label)
    groups: dict[Key, set[str]] = {}
    for mark, labels in stands_in.items():
        groups.setdefault(tuple(labels), set()).add(mark)
    figures: dict[Key, frozenset[Key]] = {
        (label,): frozenset(key for key in groups if label in key) for label in sets
    }
    groups_of_marks = {key: frozenset(marks) for key, marks in groups.items()}
    return Table(name, groups_of_marks, figures, known=frozenset((label,) for label in known))
