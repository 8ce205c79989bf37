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
from sales_core.ask_words import arguments, link_of, question
from sales_core.compiler import KEY
from sales_core.errors import DashboardError
from sales_core.logs import configure_logs
from sales_core.plain import plain
from sales_core.result import Result
from sales_core.settings import load_settings
from sales_core.workspace import open_workspace


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
                "reckoning": receipt.reckoning,
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
    for sentence in receipt.reckoning:
        out.write(f"{sentence}\n")
    for note in receipt.notes:
        out.write(f"note: {note}\n")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; see the module for exit codes."""
    asked = arguments().parse_args(words)
    try:
        query = question(asked)
        if asked.print_link:
            print(link_of(query))
            return 0
        settings = load_settings()
        # On stderr, since what is answered goes into files; and only what is wrong: who asks has the answer.
        configure_logs("warning" if settings.log_level == "info" else settings.log_level, settings.log_format)
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
