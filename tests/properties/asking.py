"""Random questions by number: the same seed and number give the same question, whoever asks and in what order."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sales_core.catalog.metrics import METRICS
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of
from sales_core.query import Calculation, CalculationKind, Filter, Operator, Query, Top
from sales_core.reckoning import CurrencyView, FiscalName, Reckoning, RetailPattern, ReturnsBy
from sales_core.viewer import EVERYTHING, NOTHING, PERMISSIONS, Role, Scope, Viewer
from tests.oracle.calendars import GRAINS
from tests.oracle.company import FIRST
from tests.oracle.periods import Days
from tests.oracle.statements import SPREADS
from tests.oracle.sums import DISTINCT, RATIOS
from tests.properties.clocks import today_by
from tests.properties.features import (
    ASKED_GRAINS,
    CALCULATED,
    COMPARISONS,
    KINDS_OF_FILTER,
    RECKONED,
    SOME_CALCULATIONS,
    SOME_FOLDS,
    SOME_RECKONING,
    SOME_TOTALS,
    STATUSES,
    ZONES,
)  # fmt: skip
from tests.properties.labels import FIXED, KEYS, LABELS, to_date


@dataclass(frozen=True, slots=True)
class Question:
    """A query, its days, and who asks."""

    query: Query
    days: Days
    viewer: Viewer


def question(seed: int, number: int) -> Question:
    """The question of a number; numbers go around the metrics, so that each is asked first equally often."""
    names = list(METRICS)
    return Drawing(Random(f"{seed}:{number}")).question(names[number % len(names)])


@dataclass(slots=True)
class Drawing:
    """Draws one question."""

    random: Random

    def often(self, chance: float) -> bool:
        """True that often."""
        return self.random.random() < chance

    def question(self, first: str) -> Question:
        """About a metric, and others that the role may see, by what all of them know."""
        random, viewer = self.random, self.viewer(first)
        common = {d.name for d in dimensions_of(first)}
        visible = [m for m in METRICS if viewer.can(METRICS[m].permission) and m != first]
        alike = [m for m in visible if common <= {d.name for d in dimensions_of(m)}]
        metrics = (first, *random.sample(alike, min(len(alike), random.choice((0, 0, 1, 2)))))
        offered = sorted(common & set(LABELS))
        by = random.sample(offered, min(len(offered), random.choice((0, 1, 1, 2))))
        if self.often(0.55):
            by.insert(random.randint(0, len(by)), random.choice([g for g in ASKED_GRAINS if g in common]))
        reckoning = self.reckoning() if self.often(SOME_RECKONING) else Reckoning()
        text, days = self.days(today_by(reckoning))
        query = Query(
            metrics,
            PeriodSpec.parse(text),
            tuple(by),
            self.filters(offered, metrics),
            random.choice(COMPARISONS),
            self.often(0.5),
            totals=self.often(SOME_TOTALS),
            reckoning=reckoning,
        )
        return Question(self.computed(self.folded(query, metrics)), days, viewer)

    def days(self, today: date) -> tuple[str, Days]:
        """A period as text and as days; mostly long enough to hold something."""
        random = self.random
        if self.often(0.5):
            return random.choice((*FIXED, *to_date(today)))
        first = FIRST + timedelta(days=random.randint(0, 500))
        last = first + timedelta(days=random.choice((0, 6, 27, 30, 89, 200, 364, 365)))
        return f"{first}..{last}", (first, last + timedelta(days=1))

    def viewer(self, metric: str) -> Viewer:
        """Any role that may see the metric, with everything, some territories, or, rarely, no grant at all."""
        random = self.random
        some = Scope(territories=frozenset(random.sample(range(1, 6), random.randint(1, 4))))
        scope = random.choices((EVERYTHING, some, NOTHING), (65, 32, 3))[0]
        roles = [role for role in Role if METRICS[metric].permission in PERMISSIONS[role]]
        return Viewer("someone", "Someone", random.choice(roles), scope)

    def filters(self, offered: list[str], metrics: tuple[str, ...]) -> tuple[Filter, ...]:
        """Up to two conditions; most questions have none, and most conditions leave rows."""
        names = self.random.sample(offered, min(len(offered), self.random.choice((0, 0, 0, 1, 1, 2))))
        return tuple(self.condition(name, metrics) for name in names)

    def condition(self, name: str, metrics: tuple[str, ...]) -> Filter:
        """One condition of any kind."""
        random, labels = self.random, LABELS[name]
        operator = random.choice(KINDS_OF_FILTER)
        match operator:
            case Operator.EMPTY | Operator.NOT_EMPTY:
                return Filter(name, operator)
            case Operator.RANGE:
                low, high = sorted(random.choices(labels, k=2), key=labels.index)
                return Filter(name, operator, random.choice(((low, high), (low, ""), ("", high), (low, low))))
            case Operator.PREFIX:
                label = random.choice(labels)
                begun = label[: random.randint(1, len(label))]
                return Filter(name, operator, (random.choice((begun, begun.upper(), begun.lower())),))
            case Operator.TOP | Operator.BOTTOM:
                return Filter(name, operator, (str(random.randint(1, 4)), random.choice(metrics)))
            case Operator.KEY | Operator.NOT_KEY:
                keys = KEYS.get(name, tuple(str(n) for n in range(6)))
                return Filter(name, operator, tuple(random.sample(keys, random.randint(1, 2))))
        return Filter(name, operator, tuple(random.sample(labels, min(len(labels), random.randint(1, 2)))))

    def folded(self, query: Query, metrics: tuple[str, ...]) -> Query:
        """With an Other, now and then."""
        names = [name for name in query.by if name not in GRAINS]
        if not names or not self.often(SOME_FOLDS):
            return query
        name, metric = self.random.choice(names), self.random.choice(metrics)
        return replace(query, fold=Top(name, self.random.randint(1, 4), metric, self.often(0.7)))

    def computed(self, query: Query) -> Query:
        """With calculations, now and then: of those that say something true of the metric."""
        if not query.by or not self.often(SOME_CALCULATIONS):
            return query
        made: dict[str, Calculation] = {}
        for _ in range(2):
            metric = self.random.choice(query.metrics)
            kinds = [kind for kind in CALCULATED if self.meaningful(metric, kind, query)]
            kind = self.random.choice(kinds)
            window = self.random.choice((2, 3, 7)) if kind is CalculationKind.ROLLING else None
            calculation = Calculation(metric, kind, window)
            made[calculation.column] = calculation
        return replace(query, calculations=tuple(made.values()))

    def meaningful(self, metric: str, kind: CalculationKind, query: Query) -> bool:
        """Whether the metric can be calculated with so: ratios have no shares, and only sums have classes."""
        match kind:
            case CalculationKind.CUMULATIVE | CalculationKind.ROLLING:
                return any(n in GRAINS for n in query.by) and metric not in SPREADS
            case CalculationKind.SHARE:
                return metric not in RATIOS
            case CalculationKind.PARETO:
                return metric not in (*RATIOS, *DISTINCT)
            case CalculationKind.RANK:
                return True

    def reckoning(self) -> Reckoning:
        """One to three choices that are not the usual ones."""
        random, chosen = self.random, Reckoning()
        for name in random.sample(sorted(RECKONED), min(len(RECKONED), random.randint(1, 3))):
            match name:
                case "fiscal_start":
                    name_by = random.choice(list(FiscalName))
                    chosen = replace(chosen, fiscal_start=random.randint(1, 12), fiscal_name=name_by)
                case "week_start":
                    chosen = replace(chosen, week_start=random.randint(1, 7))
                case "retail":
                    chosen = replace(chosen, retail=random.choice(list(RetailPattern)))
                case "zone":
                    chosen = replace(chosen, zone=random.choice(ZONES))
                case "returns_by":
                    chosen = replace(chosen, returns_by=ReturnsBy.SALE_DATE)
                case "statuses":
                    chosen = replace(chosen, statuses=random.choice(STATUSES))
                case "currency":
                    chosen = self.currency(chosen)
        return chosen

    def currency(self, chosen: Reckoning) -> Reckoning:
        """An average of the period, or the rates of a day; of some days there is none."""
        if self.often(0.5):
            return replace(chosen, currency=CurrencyView.AVERAGE)
        day = FIRST + timedelta(days=self.random.randint(-3, 520))
        return replace(chosen, currency=CurrencyView.CONSTANT, constant_day=day)
