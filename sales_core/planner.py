"""From a question and a viewer to a plan, in visible steps; each looks at one thing and names what it refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from sales_core.books import Books
from sales_core.calculable import check_calculations, levels_of, runs_of, sightings_of
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Dimension, Metric, SourceName
from sales_core.catalog.sources import SOURCES
from sales_core.errors import AskError, NotPermitted, UnknownName
from sales_core.filter_rules import check_filter
from sales_core.formulas import all_metrics, measures_of
from sales_core.periods import Grain, Period
from sales_core.plan import BEFORE, NOW, Leg, Plan, Ranking
from sales_core.query import Comparison, Filter, Operator, Order, Query
from sales_core.reckoning import CurrencyView, ReturnsBy
from sales_core.result import BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX
from sales_core.viewer import Viewer

_DATED_BY_SALE = {
    SourceName.RETURNS_OF_SALES: tuple(ReturnsBy),
    SourceName.RETURNS: (ReturnsBy.SALE_DATE,),
    SourceName.NET_BY_CUSTOMER: (ReturnsBy.SALE_DATE,),
    SourceName.NET_BY_PRODUCT: (ReturnsBy.SALE_DATE,),
}
"""The sources that date returns by their sale, and when; returns whose sale is not known are in none of them."""


_USUAL_BOOKS = Books()


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan in the making."""

    query: Query
    viewer: Viewer
    today: date
    grain: Grain | None = None
    period: Period | None = None
    before: Period | None = None
    measures: frozenset[str] = field(default_factory=frozenset)
    legs: tuple[Leg, ...] = ()
    books: Books = _USUAL_BOOKS
    rankings: tuple[Ranking, ...] = ()


def prepare(query: Query, viewer: Viewer, today: date, books: Books = _USUAL_BOOKS) -> Plan:
    """The plan of a question; `today` is the date now, by the reckoning's clock. Raises AskError and its kinds."""
    draft = Draft(query, viewer, today, books=books)
    for step in STEPS:
        draft = step(draft)
    return finish(draft)


def visible_metrics(viewer: Viewer) -> tuple[Metric, ...]:
    """The metrics offered to the viewer, in the catalog's order; what the role may not see is absent."""
    return tuple(m for m in METRICS.values() if viewer.can(m.permission) and not m.hidden)


def dimensions_of(metric: str) -> tuple[Dimension, ...]:
    """What a metric can be broken down and filtered by: what every one of its sources knows."""
    keys = [SOURCES[MEASURES[m].source].keys for m in measures_of(metric)]
    return tuple(d for d in DIMENSIONS.values() if d.grain or all(d.key in known for known in keys))


def _named(query: Query) -> tuple[str, ...]:
    return (*query.by, *(f.dimension for f in query.filters))


def check_names(draft: Draft) -> Draft:
    """Every metric and dimension is declared."""
    query = draft.query
    offered = visible_metrics(draft.viewer)
    for name in query.metrics:
        if name not in METRICS:
            also = {word: m.name for m in offered for word in m.also}
            raise UnknownName("metric", name, [m.name for m in offered], also)
    for name in _named(query):
        if name not in DIMENSIONS:
            raise UnknownName("dimension", name, DIMENSIONS)
    return draft


def check_uses(draft: Draft) -> Draft:
    """Filters ask of their dimension what it has, only values are folded, and there is at most one grain."""
    query = draft.query
    for condition in query.filters:
        check_filter(DIMENSIONS[condition.dimension], condition)
    if query.fold and DIMENSIONS[query.fold.dimension].grain:
        raise AskError(f"time has no Other; {query.fold.dimension!r} can not be folded")
    grains = [g for g in (DIMENSIONS[name].grain for name in query.by) if g]
    if len(grains) > 1:
        raise AskError(f"one time grain at a time, not {' and '.join(grains)}")
    return replace(draft, grain=grains[0] if grains else None)


def check_permissions(draft: Draft) -> Draft:
    """The viewer's role carries what each metric needs."""
    for name in draft.query.metrics:
        if not draft.viewer.can(METRICS[name].permission):
            raise NotPermitted(f"{name!r} is for those who may {METRICS[name].permission}; ask an admin for that role")
    return draft


def check_dimensions(draft: Draft) -> Draft:
    """Every metric knows every dimension that it is broken down or filtered by."""
    for metric in draft.query.metrics:
        known = [d.name for d in dimensions_of(metric)]
        for name in _named(draft.query):
            if name not in known:
                raise AskError(f"{metric!r} has no {name!r}; it knows {', '.join(known)}")
    return draft


def choose_rankings(draft: Draft) -> Draft:
    """What has to be ranked first: questions of their own, asked by the same viewer of the same days and facts.

    A ranked filter is ranked by what the others leave that are not ranked; what is kept beside Other, by all of them.
    """
    query = draft.query
    plain = tuple(f for f in query.filters if not f.ranked)
    found = []
    for f in query.filters:
        if f.ranked:
            order = Order(f.values[1], descending=f.operator is Operator.TOP)
            found.append(Ranking(f, _ranked(draft, f.dimension, plain, order, f.count)))
    if fold := query.fold:
        order = Order(fold.metric, fold.descending)
        found.append(Ranking(fold, _ranked(draft, fold.dimension, query.filters, order, fold.count)))
    return replace(draft, rankings=tuple(found))


def _ranked(draft: Draft, dimension: str, filters: tuple[Filter, ...], order: Order, count: int) -> Plan:
    period, reckoning = draft.query.period, draft.query.reckoning
    query = Query((order.column,), period, (dimension,), filters, order=order, limit=count, reckoning=reckoning)
    return prepare(query, draft.viewer, draft.today, draft.books)


def resolve_periods(draft: Draft) -> Draft:
    """The days meant, and those compared with; what is not over is held against as many days, where that is asked."""
    asked, reckoning = draft.query.period, draft.query.reckoning
    period, whole = asked.resolve(draft.today, reckoning), asked.whole(draft.today, reckoning)
    match draft.query.comparison:
        case Comparison.NONE:
            return replace(draft, period=period)
        case Comparison.PREVIOUS_PERIOD:
            before = whole.previous()
        case Comparison.YEAR_BEFORE:
            before = whole.year_before()
        case Comparison.WEEKS_BEFORE:
            before = whole.weeks_before()
    if draft.query.like_for_like and period.start <= draft.today:
        so_far = period.cut((draft.today - period.start).days + 1)
        if so_far != whole:
            year_before = draft.query.comparison is Comparison.YEAR_BEFORE
            before = so_far.year_before() if year_before else before.cut(so_far.days)
    return replace(draft, period=period, before=before)


def choose_measures(draft: Draft) -> Draft:
    """What has to be aggregated for the metrics asked, and the witnesses of what a source leaves out."""
    measures = frozenset().union(*(measures_of(name) for name in draft.query.metrics))
    if any(METRICS[name].permission is not METRICS["net_sales"].permission for name in draft.query.metrics):
        measures |= measures_of("cost_coverage")
    sources = {MEASURES[m].source for m in measures}
    if any(draft.query.reckoning.returns_by in _DATED_BY_SALE.get(source, ()) for source in sources):
        measures |= {_witness(draft)}
    return replace(draft, measures=measures)


def _witness(draft: Draft) -> str:
    """The measure that tells of returns which no sale's day can hold, from the cheapest source that has them."""
    reckoning = draft.query.reckoning
    own_clock = reckoning.zone in ("", draft.books.zone)
    return (
        "returns_without_sale" if own_clock and reckoning.returns_by is ReturnsBy.RETURN_DATE else "returns_not_placed"
    )


def choose_legs(draft: Draft) -> Draft:
    """One leg a source, period and level; measures that share a source share a leg. Totals have levels of their own."""
    assert draft.period is not None  # noqa: S101  resolve_periods came before
    sources = sorted({MEASURES[m].source for m in draft.measures})
    levels = levels_of(draft.query)
    periods = [(NOW, draft.period)] + ([(BEFORE, draft.before)] if draft.before else [])
    legs = tuple(
        Leg(source, when, period, tuple(sorted(m for m in draft.measures if MEASURES[m].source == source)), level)
        for level in levels
        for when, period in periods
        for source in sources
    )
    sightings = sightings_of(draft.query, draft.grain, draft.period)
    return replace(draft, legs=(*legs, *sightings, *runs_of(draft.query, draft.grain, draft.period)))


def check_order(draft: Draft) -> Draft:
    """The answer has the column that it is to be ordered by."""
    order = draft.query.order
    endings = ("", BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX) if draft.before else ("",)
    calculations = (calculation.column for calculation in draft.query.calculations)
    columns = (*draft.query.by, *(n + ending for n in draft.query.metrics for ending in endings), *calculations)
    if order and order.column not in columns:
        raise UnknownName("column to order by", order.column, columns)
    return draft


def check_calculated(draft: Draft) -> Draft:
    """Every calculation can be made of the answer."""
    check_calculations(draft.query, draft.grain)
    return draft


STEPS: tuple[Callable[[Draft], Draft], ...] = (
    check_names,
    check_uses,
    check_permissions,
    check_dimensions,
    choose_rankings,
    check_calculated,
    resolve_periods,
    choose_measures,
    choose_legs,
    check_order,
)


def finish(draft: Draft) -> Plan:
    """The plan with the viewer's scope in it."""
    assert draft.period is not None  # noqa: S101  resolve_periods came before
    query = draft.query
    rankings = draft.rankings
    return Plan(
        metrics=query.metrics,
        by=query.by,
        grain=draft.grain,
        filters=query.filters,
        period=draft.period,
        before=draft.before,
        comparison=query.comparison,
        unfinished_from=draft.today if draft.today < draft.period.end else None,
        scope=draft.viewer.scope.setting,
        costs=any(MEASURES[m].costs for m in draft.measures) or any(r.plan.costs for r in rankings),
        legs=draft.legs,
        topics=tuple(sorted(_topics(draft))),
        order=query.order,
        limit=query.limit,
        fold=query.fold,
        totals=query.totals,
        calculations=query.calculations,
        reckoning=query.reckoning,
        definitions=tuple((name, METRICS[name].version) for name in sorted(all_metrics(query.metrics))),
        books=draft.books,
        rankings=rankings,
    )


def _topics(draft: Draft) -> frozenset[str]:
    """The reference data that can change the answer."""
    names = [DIMENSIONS[name].topics for name in _named(draft.query)]
    read = [SOURCES[leg.source].topics for leg in draft.legs]
    ranked = [frozenset(ranking.plan.topics) for ranking in draft.rankings]
    rates = frozenset[str]() if draft.query.reckoning.currency is CurrencyView.BOOKED else frozenset({"rates"})
    return frozenset().union(rates, *names, *read, *ranked)
