"""Shorthand for numpy: the array types, weighted draws, and sharing out whole numbers exactly."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NONE = -1
"""Stands for 'nobody' or 'nothing' in an array of positions."""


def draw(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    """`count` positions of `weights`, each as likely as its weight; a weight of 0 is never drawn."""
    sums = np.cumsum(weights)
    found = np.searchsorted(sums, rng.random(count) * sums[-1], side="right")
    drawn: Ints = np.minimum(found, np.flatnonzero(weights)[-1]).astype(np.int64)
    return drawn


def share_out(total: int, weights: Floats) -> Ints:
    """`total` split by weight into whole parts that sum to it: the largest remainders get one more."""
    exact = total * weights / weights.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    left = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:left]] += 1
    return parts


def allocate(totals: Ints, weights: Ints, firsts: Ints) -> Ints:
    """Each group's total split over the group's members by weight, exactly.

    `firsts` holds where each group begins in `weights`; groups lie one after another and have members. Parts are
    whole, sum to their group's total, and what rounding leaves goes to the largest remainders, ties to the first.
    A group of zero weights gives everything to its first member.
    """
    sizes = np.diff(firsts, append=len(weights))
    group = np.repeat(np.arange(len(firsts)), sizes)
    sums = group_sums(weights, firsts)
    weights = weights.copy()
    weights[firsts[sums == 0]] = 1
    sums = np.maximum(sums, 1)
    whole, remainder = np.divmod(totals[group] * weights, sums[group])
    left = totals - group_sums(whole, firsts)
    order = np.lexsort((-remainder, group))
    rank = np.empty(len(weights), np.int64)
    rank[order] = np.arange(len(weights)) - np.repeat(firsts, sizes)
    # Remainders of a group have one denominator, so comparing them needs no fractions.
    result: Ints = whole + (rank < left[group])
    return result


def to_unit(amounts: Floats, unit: Ints) -> Ints:
    """Amounts in hundredths rounded to whole multiples of `unit` hundredths (1, or 100 where there are no cents)."""
    return np.rint(amounts / unit).astype(np.int64) * unit


def group_sums(values: Ints, firsts: Ints) -> Ints:
    """The sum of each group; groups lie one after another from `firsts` on and have members."""
    return np.add.reduceat(values, firsts) if len(firsts) else np.zeros(0, np.int64)
