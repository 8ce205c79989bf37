"""Combinations of choices in which every two choices of different kinds meet at least once."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

Row = dict[str, str]


def pairwise(kinds: Mapping[str, Sequence[str]]) -> list[Row]:
    """Rows of one choice a kind; greedy, always the same for the same kinds."""
    left = set(_pairs(kinds))
    rows = []
    while left:
        row = _row(kinds, left)
        left -= set(_met(row))
        rows.append(row)
    return rows


Pair = tuple[tuple[str, str], tuple[str, str]]


def _pairs(kinds: Mapping[str, Sequence[str]]) -> Iterator[Pair]:
    for one, other in combinations(kinds, 2):
        for mine, theirs in product(kinds[one], kinds[other]):
            yield (one, mine), (other, theirs)


def _met(row: Row) -> Iterator[Pair]:
    return ((one, other) for one, other in combinations(row.items(), 2))


def _row(kinds: Mapping[str, Sequence[str]], left: set[Pair]) -> Row:
    """Begin with a pair that is left, then choose of each kind what meets most of what is left."""
    first = min(left)
    row = dict(first)
    for kind, choices in kinds.items():
        if kind not in row:
            row[kind] = max(choices, key=lambda choice: _gain(kinds, {**row, kind: choice}, left))
    return {kind: row[kind] for kind in kinds}


def _gain(kinds: Mapping[str, Sequence[str]], row: Row, left: set[Pair]) -> int:
    ordered = {kind: row[kind] for kind in kinds if kind in row}
    return sum(pair in left for pair in _met(ordered))
