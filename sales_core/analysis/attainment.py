"""Credited sales against quota, one by one: who reached it, what is missing, who has none."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from sales_core.arithmetic import added
from sales_core.catalog.dimensions import UNKNOWN
from sales_core.catalog.model import Unit
from sales_core.compiler import KEY
from sales_core.result import Result
from sales_core.wording import MISSING, Number, column, number, percent, short


@dataclass(frozen=True, slots=True)
class Held:
    """One who sells. `quota` is None where there is none; `attained` is the answer's own ratio; `row` is in it."""

    label: str
    key: str
    credited: Decimal
    quota: Decimal | None
    attained: Number | None
    row: int

    @property
    def gap(self) -> Decimal | None:
        """What is credited beyond the quota; below zero where it is not reached."""
        return None if self.quota is None else added(self.credited, -self.quota)


@dataclass(frozen=True, slots=True)
class Attainment:
    """Those with a quota, the best attained first; those without; and what is credited to nobody of them."""

    held: tuple[Held, ...]
    without: tuple[Held, ...]


def attainment_of(result: Result) -> Attainment:
    """Out of an answer by one level; what is neither credited nor has a quota is left out."""
    (level,) = result.plan.by
    frame = result.frame
    columns = (frame[name] for name in (level, level + KEY, "credited_sales", "quota", "quota_attainment"))
    found = []
    for row, (label, key, credited, quota, attained) in enumerate(zip(*columns, strict=True)):
        wanted = number(quota)
        one = Held(
            label=str(label),
            key="" if pd.isna(key) else str(key),
            credited=Decimal(number(credited) or 0),
            quota=Decimal(wanted) if wanted else None,
            attained=number(attained) if wanted else None,
            row=row,
        )
        if one.quota is not None or one.credited:
            found.append(one)
    held = sorted((one for one in found if one.quota is not None), key=lambda one: -Decimal(one.attained or 0))
    return Attainment(tuple(held), tuple(one for one in found if one.quota is None))


def columns_of(found: Attainment, level: str, currency: str) -> dict[str, list[str]]:
    """Every one in words, those without a quota last; a column of amounts is in one form."""
    rows = (*found.held, *found.without)
    quotas = column([one.quota for one in rows], Unit.MONEY, currency)
    return {
        level: [one.label for one in rows],
        "Credited": column([one.credited for one in rows], Unit.MONEY, currency),
        "Quota": ["no quota" if one.quota is None else text for one, text in zip(rows, quotas, strict=True)],
        "Attainment": [percent(one.attained, 1) if one.attained is not None else MISSING for one in rows],
        "Gap": column([one.gap for one in rows], Unit.MONEY, currency),
    }


def of_attainment(found: Attainment, level: str, currency: str, most: int) -> str:
    """How many reached their quota, who leads, what those without one sold; and that only so many are drawn."""
    if not found.held:
        return "Nobody has a quota in these days."
    reached = sum(1 for one in found.held if (one.attained or 0) >= 1)
    first = found.held[0]
    said = f"{reached} of {len(found.held)} reached the quota"
    said += f"; {first.label} leads with {percent(first.attained or 0)}."
    if found.without:
        credited = short(sum((one.credited for one in found.without), Decimal(0)), Unit.MONEY, currency)
        named = [one.label for one in found.without if one.label != UNKNOWN]
        who = f"{len(named)} without a quota" if named else f"No {level} known, so no quota,"
        said += f" {who}: {credited} credited."
    rows = len(found.held) + len(found.without)
    return said + (f" The first {most} of {rows} are drawn." if rows > most else "")
