"""Ask by command: `python -m sales_core.ask --metrics net_sales,orders --by month --period 2011 --as USER`.

Exit codes: 0 answered, 1 the question or the database failed (one line on stderr), 2 the command was written wrong.
"""

import argparse
import csv
import json
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from sales_core.access import access_engine
from sales_core.accounts.directory import viewer_named
from sales_core.compiler import KEY
from sales_core.errors import DashboardError
from sales_core.logs import configure_logs
from sales_core.periods import PeriodSpec
from sales_core.plain import plain
from sales_core.query import Comparison, Filter, Order, Query
from sales_core.result import Result
from sales_core.settings import load_settings
from sales_core.workspace import open_workspace


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m sales_core.ask", description="Ask a question, get exact numbers.")
    add = parser.add_argument
    add("--metrics", required=True, help="names, with commas between: net_sales,orders")
    add("--by", default="", help="dimensions and at most one of day, week, month, quarter, year: month,territory")
    add(
        "--period",
        default="all",
        help="2011, 2011-Q2, 2011-03, 2011-01-01..2011-06-30, last_90_days, year_to_date, all",
    )
    add("--where", action="append", default=[], metavar="FILTER", help="'customer!=Guest' or 'territory=Spain|Italy'")
    add("--compare", default="none", choices=[c.value for c in Comparison], help="hold against another period")
    add("--whole", action="store_true", help="compare with the whole earlier period, though this one is not over")
    add("--order", help="a column of the answer; a leading minus for descending: --order=-net_sales")
    add("--limit", type=int, help="rows, after ordering")
    add("--as", dest="user", required=True, metavar="USER", help="the account whose rows and metrics these are")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--csv", action="store_true", help="the answer as CSV, every digit")
    forms.add_argument("--json", action="store_true", help="answer and receipt as JSON, amounts as strings")
    forms.add_argument("--explain", action="store_true", help="the plan and its SQL, not run")
    return parser


def question(asked: argparse.Namespace) -> Query:
    """The Query that the arguments mean."""
    order = Order(asked.order.removeprefix("-"), asked.order.startswith("-")) if asked.order else None
    return Query(
        metrics=_names(asked.metrics),
        period=PeriodSpec.parse(asked.period),
        by=_names(asked.by),
        filters=tuple(Filter.parse(text) for text in asked.where),
        comparison=Comparison(asked.compare),
        like_for_like=not asked.whole,
        order=order,
        limit=asked.limit,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def shown_columns(result: Result) -> list[str]:
    """The frame's columns without the keys that only tell equal labels apart."""
    return [str(name) for name in result.frame.columns if not str(name).endswith(KEY)]


def write_csv(result: Result, out: TextIO) -> None:
    """Every row of the answer, missing values empty."""
    columns = shown_columns(result)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in records(result, columns):
        writer.writerow(["" if value is None else value for value in row])


def records(result: Result, columns: Sequence[str]) -> list[tuple[str | int | bool | None, ...]]:
    """The rows as plain values."""
    values = (result.frame[name].astype(object).where(result.frame[name].notna(), None) for name in columns)
    return [tuple(plain(value) for value in row) for row in zip(*values, strict=True)]


def write_json(result: Result, out: TextIO) -> None:
    """Rows and receipt."""
    columns, receipt = shown_columns(result), result.receipt
    json.dump(
        {
            "rows": [dict(zip(columns, row, strict=True)) for row in records(result, columns)],
            "receipt": {
                "definitions": {d.name: f"{d.text} (v{d.version})" for d in receipt.definitions},
                "period": str(result.plan.period),
                "filters": receipt.filters,
                "rows_behind": receipt.rows,
                "unconverted": receipt.unconverted,
                "newest_source_row": plain(receipt.newest_source_row),
                "answered_at": plain(receipt.answered_at),
                "from_cache": receipt.from_cache,
                "version": receipt.version,
                "checksum": receipt.checksum,
                "notes": receipt.notes,
                "sql": receipt.sql,
            },
        },
        out,
        indent=2,
    )
    out.write("\n")


def write_table(result: Result, out: TextIO) -> None:
    """Aligned columns for people, then the receipt in a few lines."""
    columns, receipt = shown_columns(result), result.receipt
    rows = [["—" if v is None else str(v) for v in row] for row in records(result, columns)]
    widths = [max(len(text) for text in (name, *(r[i] for r in rows))) for i, name in enumerate(columns)]
    for row in [columns, *rows]:
        out.write("  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)).rstrip() + "\n")
    out.write(f"\n{result.plan.period}; {'; '.join(receipt.filters) or 'no filter'}\n")
    out.write(f"{receipt.rows:,} rows behind it; newest order {receipt.newest_source_row or '—'}\n")
    for note in receipt.notes:
        out.write(f"note: {note}\n")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; see the module for exit codes."""
    asked = arguments().parse_args(words)
    try:
        query, settings = question(asked), load_settings()
        configure_logs(settings.log_level, settings.log_format)  # on stderr: what is answered goes into files
        workspace = open_workspace(settings)
        # On the primary, wherever answers come from: a grant that was taken back is gone at once.
        viewer = viewer_named(access_engine(), asked.user)
        answer = workspace.explain(query, viewer) if asked.explain else workspace.run(query, viewer)
    except DashboardError as refused:
        print(f"ask: {refused}", file=sys.stderr)
        return 1
    try:
        _write(answer, asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has read enough. What is left would be complained of when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _write(answer: Result | str, asked: argparse.Namespace) -> None:
    if isinstance(answer, str):
        print(answer)
    else:
        write = write_csv if asked.csv else write_json if asked.json else write_table
        write(answer, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
