"""What a metric is made of, through every formula on the way."""

from collections.abc import Iterable
from typing import assert_never

from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Count, Linear, Quotient, Ratio, Sum


def parts_of(metric: str) -> tuple[str, ...]:
    """The metrics that its formula names."""
    match METRICS[metric].formula:
        case Sum() | Count() | Quotient():
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
    return frozenset(measure for name in all_metrics([metric]) for measure in _own_measures(name))


def _own_measures(metric: str) -> tuple[str, ...]:
    match METRICS[metric].formula:
        case Sum(measure) | Count(measure):
            return (measure,)
        case Quotient(numerator, denominator):
            return (numerator, denominator)
        case Linear() | Ratio():
            return ()
        case formula:
            assert_never(formula)
