"""Rows as columns of numbers, sorted by their id. Pure: numpy, no database."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[Any]


def sorted_by_id(rows: Rows) -> Rows:
    return rows[np.argsort(rows["id"], kind="stable")]


def put_over(rows: Rows, newer: Rows) -> Rows:
    """Rows with what was read since: a newer row takes the place of the older one. Both sorted by id."""
    if not len(newer):
        return rows
    left = rows[~np.isin(rows["id"], newer["id"])]
    return sorted_by_id(np.concatenate([left, newer]))


def places_of(ids: NDArray[Any], among: NDArray[Any]) -> tuple[NDArray[Any], Mask]:
    """For each id its place among sorted ids, and whether it is there at all."""
    if not len(among):
        return np.zeros(len(ids), np.int64), np.zeros(len(ids), np.bool_)
    places = np.minimum(np.searchsorted(among, ids), len(among) - 1)
    return places, among[places] == ids


def ids_in(text: str | None) -> NDArray[Any]:
    """Ids out of a text with commas between them, in which the database hands over many at once."""
    return np.fromstring(text or "", np.int32, sep=",")


def bits_of(codes: Sequence[Sequence[str]], place: dict[str, int], width: int) -> Rows:
    """Several codes a row as bits, eight to a byte; a code without a place is left out."""
    bits = np.zeros((len(codes), width * 8), np.bool_)
    pairs = [
        (row, place[code]) for row, several in enumerate(codes) for code in several if code in place
    ]  # fmt: skip
    if pairs:
        where = np.array(pairs)
        bits[where[:, 0], where[:, 1]] = True
    return np.packbits(bits, axis=1)


def has_bit(bits: Rows, place: int) -> Mask:
    """Which rows have the code of this place."""
    return (bits[:, place // 8] & (128 >> place % 8)) != 0


def count_bits(bits: Rows) -> NDArray[Any]:
    """How many rows have the code of each place."""
    return np.unpackbits(bits, axis=1).sum(axis=0, dtype=np.int64)
