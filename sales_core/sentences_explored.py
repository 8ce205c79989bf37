"""What a figure of the sales page says, in a sentence under it, made of the cells that it draws."""

from collections.abc import Sequence
from decimal import Decimal

from sales_core.catalog.model import Direction, Metric
from sales_core.grids import Cell, Grid, Line
from sales_core.result import LEVEL, Result
from sales_core.wording import short

_WEEK = "week of"


def of_lines(grid: Grid, metric: Metric, currency: str) -> str:
    """Who was first and last in the newest whole bucket; of one line, its best and weakest bucket."""
    whole = [i for i, cut in enumerate(grid.cut) if not cut and any(_known(line, i) for line in grid.lines)]
    if not whole:
        return "No bucket lies whole in the period yet."
    if len(grid.lines) == 1:
        return _extremes(grid, grid.lines[0], whole, metric, currency)
    last = whole[-1]
    ranked = _ranked([(line.label, line.cells[last]) for line in grid.lines if not line.rest], metric)
    if not ranked:
        return "Only the values beyond the first have anything in these days."
    when = _columns(grid)[last]
    said = (
        f"{'On' if _of_days(grid) else 'In'} {when}, {ranked[0][0]} led with {_amount(ranked[0][1], metric, currency)}"
    )
    if len(ranked) > 1:
        said += f"; {ranked[-1][0]} came last of those drawn with {_amount(ranked[-1][1], metric, currency)}"
    return said + "." + _open(grid)


def _of_days(grid: Grid) -> bool:
    return len(grid.starts) > 1 and (grid.starts[1] - grid.starts[0]).days == 1


def of_bars(grid: Grid, metric: Metric, currency: str, whole: Decimal | None) -> str:
    """The longest and the shortest bar; with `whole`, the total of an additive metric, the first's share of it."""
    cells = [
        (f"{line.label}, {name}" if line.label else name, None if line.rest or rest else cell)
        for line in grid.lines
        for (name, cell), rest in zip(_of(grid, line), grid.rest, strict=True)
    ]
    ranked = _largest_first(cells)
    if not ranked:
        return "None of these has a value."
    name, first = ranked[0]
    said = f"{_begun(name)} leads with {_amount(first, metric, currency)}"
    if whole and whole > 0 and first.now is not None and 0 < first.now <= whole:
        said += f", {Decimal(first.now) / whole:.0%} of the whole"
    if len(ranked) > 1:
        said += f"; {ranked[-1][0]} is last of {len(ranked)} with {_amount(ranked[-1][1], metric, currency)}"
    return said + "." + _open(grid)


def of_heatmap(grid: Grid, metric: Metric, currency: str) -> str:
    """The largest and the smallest pair, whichever way is good, and how many have nothing."""
    cells = [(f"{line.label}, {name}", cell) for line in grid.lines for name, cell in _of(grid, line)]
    ranked = _largest_first(cells)
    if not ranked:
        return "None of these pairs has a value."
    said = f"Most is at {ranked[0][0]} with {_amount(ranked[0][1], metric, currency)}"
    if len(ranked) > 1:
        said += f", least at {ranked[-1][0]} with {_amount(ranked[-1][1], metric, currency)}"
    empty = len(grid.lines) * len(grid.columns) - len(ranked)
    return said + "." + (f" {empty} of {len(grid.lines) * len(grid.columns)} pairs have nothing." if empty else "")


def of_table(result: Result) -> str:
    """How many rows stand under how many totals."""
    total = len(result.frame)
    details = int((result.frame[LEVEL] == len(result.plan.by)).sum()) if LEVEL in result.frame.columns else total
    subtotals = total - details
    if not subtotals:
        return f"{details:,} {'row' if details == 1 else 'rows'}."
    return (
        f"{details:,} {'row' if details == 1 else 'rows'} and {subtotals:,} "
        f"{'total' if subtotals == 1 else 'totals'}, each total counted by itself and not summed from its rows."
    )


def _extremes(grid: Grid, line: Line, whole: Sequence[int], metric: Metric, currency: str) -> str:
    ranked = _ranked([(_columns(grid)[i], line.cells[i]) for i in whole], metric)
    said = f"The best was {ranked[0][0]} with {_amount(ranked[0][1], metric, currency)}"
    if len(ranked) > 1:
        said += f", the weakest {ranked[-1][0]} with {_amount(ranked[-1][1], metric, currency)}"
    return said + "." + _open(grid)


def _ranked(cells: Sequence[tuple[str, Cell | None]], metric: Metric) -> list[tuple[str, Cell]]:
    """The best first, by the metric's own direction; what is missing is in no rank."""
    found = _largest_first(cells)
    return found[::-1] if metric.direction is Direction.DOWN else found


def _largest_first(cells: Sequence[tuple[str, Cell | None]]) -> list[tuple[str, Cell]]:
    known = [(name, cell) for name, cell in cells if cell is not None and cell.now is not None]
    return sorted(known, key=lambda pair: Decimal(pair[1].now or 0), reverse=True)


def _of(grid: Grid, line: Line) -> list[tuple[str, Cell | None]]:
    return list(zip(_columns(grid), line.cells, strict=True))


def _columns(grid: Grid) -> list[str]:
    """The columns as they stand in a sentence: the week of 2 Mar 2026, Mar 2026, Shop."""
    return [f"the {name}" if grid.starts and name.startswith(_WEEK) else name for name in grid.columns]


def _begun(name: str) -> str:
    """The name at the head of a sentence; names given by people keep their own letters."""
    return f"T{name[1:]}" if name.startswith(f"the {_WEEK}") else name


def _known(line: Line, position: int) -> bool:
    cell = line.cells[position]
    return cell is not None and cell.now is not None


def _amount(cell: Cell, metric: Metric, currency: str) -> str:
    return short(cell.now, metric.unit, currency)


def _open(grid: Grid) -> str:
    cut = sum(grid.cut)
    return f" {cut} {'buckets are' if cut > 1 else 'bucket is'} not whole." if cut else ""
