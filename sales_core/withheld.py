"""What a link asks for that its viewer may not see: taken out of the question before anything is asked, and said."""

from collections.abc import Iterable
from dataclasses import replace

from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Metric
from sales_core.query import Query
from sales_core.viewer import Viewer


def withheld(asked: Query, viewer: Viewer) -> tuple[Metric, ...]:
    """The metrics that the question shows or calculates with and that the viewer's role may not see, each once.

    A filter that ranks by such a metric is none of them: without it other rows would be counted, so it is refused.
    """
    names = (*asked.metrics, *(c.metric for c in asked.calculations), *((asked.fold.metric,) if asked.fold else ()))
    known = (METRICS[name] for name in dict.fromkeys(names) if name in METRICS)
    return tuple(metric for metric in known if not viewer.can(metric.permission))


def permitted(asked: Query, gone: Iterable[Metric], instead: str) -> Query:
    """The question without these metrics; with `instead` where none would be left, and what was kept by one of them is
    kept by the first that is left.
    """
    names = {metric.name for metric in gone}
    metrics = tuple(name for name in asked.metrics if name not in names) or (instead,)
    fold, order = asked.fold, asked.order
    return replace(
        asked,
        metrics=metrics,
        fold=replace(fold, metric=metrics[0]) if fold and fold.metric in names else fold,
        order=None if order and order.column in names else order,
        calculations=tuple(c for c in asked.calculations if c.metric not in names),
    )


def of_withheld(gone: tuple[Metric, ...], viewer: Viewer) -> str:
    """What was left out and why; "" for nothing."""
    if not gone:
        return ""
    labels = [metric.label for metric in gone]
    named = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
    left, to_see = ("is", "it is") if len(labels) == 1 else ("are", "they are")
    needed = " and ".join(dict.fromkeys(metric.permission for metric in gone))
    return (
        f"{named} {left} left out of what this link shows: {to_see} for those who may {needed}, and your role is "
        f"{viewer.role}. Ask whoever keeps the accounts."
    )
