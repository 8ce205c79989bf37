"""In which order the rows of an answer stand, which of them a limit leaves, and where the rows of totals go."""

from collections.abc import Sequence
from typing import Any

from sales_core.compiler import KEY
from sales_core.plan import Plan
from sales_core.tally import Key

Row = dict[str, Any]
Keyed = tuple[Key, Row]


def arranged(plan: Plan, rows: Sequence[Keyed]) -> tuple[list[Row], int]:
    """The rows in their order, and how many there were before the limit, totals not counted.

    Details come in the order asked for, else by their labels, and only they are cut. The row of a total stands
    behind the last detail shown of its part, the smaller part first; totals of parts of which no detail is shown
    follow by their labels; the grand total is last.
    """
    details = _ordered(plan, [row for row in rows if len(row[0]) == len(plan.by)])
    shown = details[: plan.limit] if plan.limit else details
    totals = [row for row in rows if len(row[0]) < len(plan.by)]
    return [row for _, row in (_merged(plan, shown, totals) if totals else shown)], len(details)


def _ordered(plan: Plan, rows: list[Keyed]) -> list[Keyed]:
    """By labels as code points, keys breaking ties; then by the order asked for, missing values last."""
    rows = sorted(rows, key=lambda r: _label_order(plan, r))
    if plan.order is None:
        return rows
    column = plan.order.column
    present = [r for r in rows if r[1][column] is not None]
    present.sort(key=lambda r: r[1][column], reverse=plan.order.descending)  # stable both ways: ties follow the labels
    return present + [r for r in rows if r[1][column] is None]


def _label_order(plan: Plan, row: Keyed) -> tuple[tuple[str, str], ...]:
    key, cells = row
    return tuple((str(cells[name]), str(cells.get(name + KEY))) for name in plan.by[: len(key)])


def _merged(plan: Plan, details: list[Keyed], totals: list[Keyed]) -> list[Keyed]:
    last = {key[:depth]: place for place, (key, _) in enumerate(details) for depth in range(1, len(plan.by))}
    behind: dict[int, list[Keyed]] = {}
    for row in sorted(totals, key=lambda r: (*((0, *part) for part in _label_order(plan, r)), (1, "", ""))):
        place = last.get(row[0], len(details)) if row[0] else len(details) + 1
        behind.setdefault(place, []).append(row)
    merged = []
    for place in range(len(details) + 2):
        merged += [*details[place : place + 1], *behind.get(place, ())]
    return merged
