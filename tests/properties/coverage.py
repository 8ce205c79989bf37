"""The table of what was asked: metric × formula × leg × dimension × kind of filter, a line a metric."""

from collections.abc import Iterator

from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.formulas import measures_of
from sales_core.planner import dimensions_of
from sales_core.query import CalculationKind, Comparison, Operator
from tests.oracle.calendars import GRAINS
from tests.properties.labels import LABELS
from tests.properties.tally import Tally

_COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("dimension", (*GRAINS, *LABELS)),
    ("filter", tuple(operator.value for operator in Operator)),
    ("comparison", tuple(comparison.value for comparison in Comparison)),
    ("calculation", tuple(kind.value for kind in CalculationKind)),
)


def legs_of(metric: str) -> str:
    """The sources that a metric is aggregated over."""
    return " ".join(sorted({MEASURES[measure].source.value for measure in measures_of(metric)}))


def table(tally: Tally) -> Iterator[str]:
    """A line a metric: a digit a cell, how many bits its count has; 0 never asked, a dot where it can't be."""
    yield f"{'metric':<28} {'formula':<8} {'legs':<46} {' '.join(f'{kind:<{len(n)}}' for kind, n in _COLUMNS)}"
    for metric in METRICS:
        formula = type(METRICS[metric].formula).__name__.lower()
        known = {d.name for d in dimensions_of(metric)}
        cells = " ".join("".join(_cell(tally, metric, kind, n, known) for n in names) for kind, names in _COLUMNS)
        yield f"{metric:<28} {formula:<8} {legs_of(metric):<46} {cells}"
    for kind, names in _COLUMNS:
        yield f"{kind}: {', '.join(names)}"


def _cell(tally: Tally, metric: str, kind: str, name: str, known: set[str]) -> str:
    if kind == "dimension" and name not in known:
        return "."
    return str(min(9, tally.pairs[metric, kind, name].bit_length()))
