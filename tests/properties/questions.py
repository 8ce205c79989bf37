"""Random questions that can be asked, random viewers, and the period of each question as days."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Comparison, Filter, Operator, Query
from sales_core.viewer import EVERYTHING, NOTHING, PERMISSIONS, Permission, Role, Scope, Viewer
from tests.oracle.company import FIRST, TODAY
from tests.oracle.parties import CATEGORIES, CHANNELS, SAME_CUSTOMER, SAME_PRODUCT, SEGMENTS, TEAMS, TERRITORIES
from tests.oracle.periods import Days
from tests.oracle.rows import GRAINS, UNKNOWN
from tests.oracle.sums import COSTS

LABELS: dict[str, tuple[str, ...]] = {
    "territory": tuple(t[1] for t in TERRITORIES),
    "region": ("Isles", "Mainland", "Élan"),
    "country": ("United Kingdom", "France", UNKNOWN),
    "channel": CHANNELS,
    "segment": (*SEGMENTS, "No such segment"),
    "customer": (SAME_CUSTOMER, "Guest", "Customer 05"),
    "category": (*CATEGORIES, UNKNOWN),
    "product": (SAME_PRODUCT, "Product 24", "Product 07"),
    "stock_code": ("003a", "004a", "004A"),
    "salesperson": ("Person 1", "Person 5", UNKNOWN),
    "team": (*TEAMS, UNKNOWN),
    "kind": ("sale", "return", "fee", "bad debt", "adjustment"),
    "quantity_sign": ("positive", "zero", "negative"),
    "price_sign": ("positive", "zero", "negative"),
}
"""Labels that filters name; some are nobody's."""

BY_LABEL = (Operator.IS, Operator.IS_NOT)
BY_CALENDAR = (Comparison.NONE, Comparison.PREVIOUS_PERIOD, Comparison.YEAR_BEFORE)

FIXED: tuple[tuple[str, Days], ...] = (
    ("all", (date(1970, 1, 1), date(2014, 1, 1))),
    ("2011", (date(2011, 1, 1), date(2012, 1, 1))),
    ("2012", (date(2012, 1, 1), date(2013, 1, 1))),
    ("2012-Q1", (date(2012, 1, 1), date(2012, 4, 1))),
    ("2012-02", (date(2012, 2, 1), date(2012, 3, 1))),
    ("2012-03", (date(2012, 3, 1), date(2012, 4, 1))),
    ("2012-03-26..2012-05-31", (date(2012, 3, 26), date(2012, 6, 1))),
    ("2012-02-29", (date(2012, 2, 29), date(2012, 3, 1))),
    ("2012-02-29..2012-03-05", (date(2012, 2, 29), date(2012, 3, 6))),
    ("year_to_date", (date(2012, 1, 1), TODAY + timedelta(days=1))),
    ("last_90_days", (TODAY - timedelta(days=90), TODAY)),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A query, its days, and who asks."""

    query: Query
    days: Days
    viewer: Viewer


@st.composite
def days_asked(draw: st.DrawFn) -> tuple[str, Days]:
    """A period as text and as days; mostly long enough to hold something."""
    if draw(st.booleans()):
        return draw(st.sampled_from(FIXED))
    first = FIRST + timedelta(days=draw(st.integers(0, 500)))
    last = first + timedelta(days=draw(st.sampled_from((0, 6, 27, 30, 89, 200, 364, 365))))
    return f"{first}..{last}", (first, last + timedelta(days=1))


@st.composite
def viewers(draw: st.DrawFn, metric: str) -> Viewer:
    """Any role that may see the metric, with everything, some territories, or, rarely, no grant at all."""
    some = st.sets(st.integers(1, 5), min_size=1, max_size=4).map(lambda ids: Scope(territories=frozenset(ids)))
    many = draw(st.integers(0, 19))
    scope = NOTHING if many == 19 else EVERYTHING if many < 12 else draw(some)
    roles = [role for role in Role if METRICS[metric].permission in PERMISSIONS[role]]
    return Viewer("someone", "Someone", draw(st.sampled_from(roles)), scope)


@st.composite
def filters(draw: st.DrawFn, offered: list[str]) -> tuple[Filter, ...]:
    """Up to two conditions; most questions have none, and most conditions leave rows."""
    made = []
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2)))):
        name = draw(st.sampled_from(offered))
        values = draw(st.lists(st.sampled_from(LABELS[name]), min_size=1, max_size=2, unique=True))
        made.append(Filter(name, draw(st.sampled_from(BY_LABEL)), tuple(values)))
    return tuple(made)


@st.composite
def questions(draw: st.DrawFn, first: str) -> Question:
    """A metric and others that the role may see, with dimensions that all of them know."""
    viewer = draw(viewers(first))
    costs = viewer.can(Permission.VIEW_COSTS)
    visible = [name for name in METRICS if costs or name not in COSTS]
    common = {d.name for d in dimensions_of(first)}
    alike = [m for m in visible if common <= {d.name for d in dimensions_of(m)} and m != first]
    more = draw(st.lists(st.sampled_from(alike), max_size=2, unique=True)) if alike else []
    offered = sorted(common & set(LABELS))
    by = draw(st.lists(st.sampled_from(offered), max_size=2, unique=True))
    grain = draw(st.sampled_from((None, None, *GRAINS)))
    if grain:
        by.insert(draw(st.integers(0, len(by))), grain)
    text, days = draw(days_asked())
    query = Query(
        (first, *more),
        PeriodSpec.parse(text),
        tuple(by),
        draw(filters(offered)),
        draw(st.sampled_from((Comparison.NONE, *BY_CALENDAR))),
        draw(st.booleans()),
    )
    return Question(query, days, viewer)


assert set(LABELS) == {d.name for d in DIMENSIONS.values() if not d.grain}, "every dimension is asked about"
