"""What a shape has no room for, laid aside, so that another shape can have it back: breakdown, Other, calculation.

It stands in the address beside the question, as `aside`, in the words of links: the breakdown, what is kept beside
Other and the calculation, between tildes:

    week.territory~territory.5.net_sales.desc~cumulative.net_sales
"""

from dataclasses import dataclass, replace

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.errors import AskError
from sales_core.exploring import Shape, breakdown_of, fitting, foldable, grain_of, parts_of, shaped
from sales_core.links import to_parameters, to_query
from sales_core.periods import Period
from sales_core.planner import dimensions_of
from sales_core.query import Query

_NAMES = ("by", "fold", "calc")
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A question in its shape, and the question that it was made of where that asked for more."""

    asked: Query
    aside: Query | None


def reshaped(asked: Query, aside: Query | None, shape: Shape, period: Period) -> Reshaped:
    """The question in another shape: what was laid aside comes back as far as the shape has room for it."""
    whole = restored(asked, aside) if aside else asked
    found = shaped(whole, shape, period)
    return Reshaped(found, None if _wants(found) == _wants(whole) else whole)


def restored(asked: Query, aside: Query) -> Query:
    """The question with the breakdown laid aside; left out is what its metrics, of now, do not know."""
    known = [{d.name for d in dimensions_of(name)} for name in asked.metrics]
    by = tuple(name for name in aside.by if all(name in each for each in known))
    fold = aside.fold if aside.fold and aside.fold.dimension in by else None
    fold = replace(fold, metric=asked.metrics[0]) if fold else None
    calculations = tuple(c for c in aside.calculations if c.metric in asked.metrics)
    return fitting(replace(asked, by=by, fold=fold, calculations=calculations))


def followed(aside: Query | None, before: Query, after: Query) -> Query | None:
    """What stays aside after a choice that made `before` into `after`: what was chosen now is the newer wish."""
    if aside is None:
        return None
    grain = grain_of(aside) if grain_of(before) == grain_of(after) else grain_of(after)
    parts = parts_of(aside) if parts_of(before) == parts_of(after) else parts_of(after)
    by = (*((grain,) if grain else ()), *parts)
    fold = aside.fold if before.fold == after.fold else after.fold
    fold = fold if fold and fold.dimension in by else None
    calculations = aside.calculations if before.calculations == after.calculations else after.calculations
    found = replace(after, by=by, fold=fold, calculations=calculations)
    return None if _wants(found) == _wants(after) else found


def written(aside: Query) -> str:
    """What is laid aside, for an address."""
    parameters = to_parameters(aside)
    return _BETWEEN.join("".join(parameters.get(name, [])[:1]) for name in _NAMES)


def read(text: str | None, asked: Query) -> Query | None:
    """What an address laid aside for the question, None for nothing and for what can not be read or is not the page's.

    What comes back from it is a question of the page, so that a link to that opens the same.
    """
    parts = (text or "").split(_BETWEEN)
    if len(parts) != len(_NAMES):
        return None
    given = {name: [part] for name, part in zip(_NAMES, parts, strict=True) if part}
    rest = {name: values for name, values in to_parameters(asked).items() if name not in _NAMES}
    try:
        found = to_query(rest | given)
    except AskError:
        return None
    if any(name not in DIMENSIONS for name in found.by) or found.by != breakdown_of(found):
        return None
    return found if found.fold is None or found.fold.dimension in foldable(found) else replace(found, fold=None)


def _wants(asked: Query) -> tuple[object, ...]:
    return asked.by, asked.fold, asked.calculations
