"""Facts of one period under the keys of an answer, and how their values are told: exactly, or to which decimal."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle.document_sums import METRICS, SOURCES
from tests.oracle.parties import Record
from tests.oracle.sums import RATIOS, SHARES, Facts, Number

Key = tuple[Any, ...]


@dataclass(slots=True)
class Side:
    """Facts of one period by key and source. A total's key has the leading parts alone."""

    facts: dict[Key, dict[str, list[Record]]] = field(default_factory=dict)

    def of(self, key: Key, metric: str) -> Facts:
        """What a metric is made of at a key; no row where there is none."""
        found = self.facts.get(key, {})
        return {source: found.get(source, []) for source in SOURCES[metric]}

    def value(self, key: Key, metric: str) -> Number:
        """The metric at a key."""
        return METRICS[metric](self.of(key, metric))

    def add(self, key: Key, source: str, fact: Record) -> None:
        """One fact more."""
        self.facts.setdefault(key, {}).setdefault(source, []).append(fact)


def rounded(metric: str, value: Number) -> Decimal | None:
    """As an answer states it: ratios at twelve decimals, half to even; all else exactly."""
    if value is None:
        return None
    if metric in RATIOS:
        return twelve(value)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    assert Fraction(exact) == value, "sums of stored numbers end"
    return exact


def twelve(value: Fraction) -> Decimal:
    """Twelve decimals, half to even."""
    return Decimal(round(value * 10**12)).scaleb(-12)


def less(now: Number, before: Number) -> Number:
    """The change; missing where either is."""
    return None if now is None or before is None else now - before


def growth(metric: str, now: Number, before: Number) -> Decimal | None:
    """How much more than before, as a share of it; shares change by their difference."""
    if now is None or before is None:
        return None
    if metric in SHARES:
        return twelve(now - before)
    return twelve((now - before) / before) if before > 0 else None
