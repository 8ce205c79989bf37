"""What a metric is made of, through every formula on the way."""

from collections.abc import Iterable
from typing import assert_never

from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Count, Linear, Ratio, Sum


def parts_of(metric: str) -> tuple[str, ...]:
    """The metrics that its formula names."""
    match METRICS[metric].formula:
        case Sum() | Count():
            return ()
        case Linear(plus, minus):
            return (*plus, *minus)
        case Ratio(numerator, denominator):
            return (numerator, denominator)
        case formula:
            assert_never(formula)


def all_metrics(metrics: Iterable[str]) -> frozenset[str]:
    """The metrics and every metric they are made of."""
    named = frozenset(metrics)
    return named | frozenset(part for name in named for part in all_metrics(parts_of(name)))


def measures_of(metric: str) -> frozenset[str]:
    """The measures that a metric is made of."""
    formulas = (METRICS[name].formula for name in all_metrics([metric]))
    return frozenset(formula.measure for formula in formulas if isinstance(formula, Sum | Count))
