"""An answer as a file: every row, every digit, one heading a column."""

import csv
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from sales_core.plain import digits
from sales_core.result import BEFORE_SUFFIX, GROWTH_SUFFIX, PARTIAL, Result
from sales_core.wording import number


def columns_of(result: Result) -> tuple[str, ...]:
    """The columns of an answer that people read, in order; inner keys are not among them."""
    plan = result.plan
    ends = ("", BEFORE_SUFFIX, GROWTH_SUFFIX) if plan.before else ("",)
    return (
        *plan.by,
        *((PARTIAL,) if plan.grain else ()),
        *(name + end for name in plan.metrics for end in ends),
    )


def csv_of(result: Result) -> bytes:
    """All rows of the answer as UTF-8 CSV (RFC 4180) with a byte order mark; missing is an empty cell.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    names = columns_of(result)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    texts = set(result.plan.by) - ({result.plan.grain.value} if result.plan.grain else set())
    columns = [[_text(v) if n in texts else _plain(v, n) for v in result.frame[n]] for n in names]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def file_name(result: Result) -> str:
    """A name that says what is in it, and of which state: net_sales_by_month_2011-01-01_2011-12-31_3f9a21c0.csv.

    The last part differs for other questions, viewers and states: Streamlit tells large files apart by little more.
    """
    plan = result.plan
    what = plan.metrics[0] if len(plan.metrics) == 1 else f"{len(plan.metrics)}_metrics"
    by = f"_by_{'_'.join(plan.by)}" if plan.by else ""
    state = sha256(f"{plan.key}:{result.receipt.version}".encode()).hexdigest()[:8]
    return f"{what}{by}_{str(plan.period).replace(' to ', '_')}_{state}.csv"


def bundle_of(results: Iterable[Result]) -> bytes:
    """A ZIP with a CSV an answer, and one text that says where each number comes from."""
    out = io.BytesIO()
    slips = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for result in results:
            bundle.writestr(file_name(result), csv_of(result))
            slips.append(f"{file_name(result)}\n\n{slip_of(result)}\n")
        bundle.writestr("receipts.txt", "\n\n".join(slips))
    return out.getvalue()


def slip_of(result: Result) -> str:
    """The receipt as text, the SQL last."""
    slip = result.receipt
    defined = [f"{d.label} (definition {d.version}): {d.text}" for d in slip.definitions]
    facts = [
        f"Days: {result.plan.period}" + (f", compared with {result.plan.before}" if result.plan.before else ""),
        *(f"Filter: {text}" for text in slip.filters),
        f"Rows of facts behind it: {slip.rows}; without a rate: {slip.unconverted}",
        f"Newest source row: {slip.newest_source_row}; answered {slip.answered_at}",
        f"Version of the facts this depends on: {slip.version}; checksum {slip.checksum}",
        *slip.notes,
    ]
    return "\n".join([*defined, *facts, *slip.sql])


def _plain(value: object, name: str) -> str:
    if name == PARTIAL:
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    found = number(value)
    if found is None:
        return ""
    return digits(found) if isinstance(found, Decimal) else str(found)


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
