"""Print docs/metrics.md: `python -m sales_core.catalog > docs/metrics.md`. A test holds the file to this."""

from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Count, Dimension, Formula, Linear, Quotient, Ratio, Sum
from sales_core.catalog.oracles import TABLES
from sales_core.viewer import PERMISSIONS, Permission, Role

_HEAD = """# Metrics and dimensions

What each number means. Printed by `python -m sales_core.catalog > docs/metrics.md`, held true by a test.

- Amounts are in the company's currency, each order at the rate of its own day; a line without a rate is left out of
  amounts and counted as unconverted on the receipt, never taken at 1.
- Periods are half-open, in days of the business time zone. A day without a sale between two that have one is zero.
- Cancelled and test orders are in no figure but the document figures, where `not_counted` names them.
- A question can be reckoned otherwise, and the answer says so: by another clock, whose midnights end the days (quotas
  keep theirs); with other states of orders counting; with returns on the day of the sale they take back, those without
  a known sale left out and told; at the mean of each period's daily rates, to eight decimals, or at the rates of one
  day or the latest before it, the company's own currency at 1 and what has no rate unconverted.
- Ratios are ratios of totals, divided last, at twelve decimals; distinct counts are never summed.
- The bridge: document total = net sales + fees + adjustments + bad debt + cancelled and test orders, to the cent.
"""


def words(formula: Formula) -> str:
    """The formula as it is read aloud."""
    match formula:
        case Sum(measure):
            return f"sum of {measure}"
        case Count(measure):
            return f"count of {measure}"
        case Linear(plus, minus):
            return " + ".join(plus) + "".join(f" − {part}" for part in minus)
        case Ratio(numerator, denominator):
            return f"{numerator} ÷ {denominator}"
        case Quotient(numerator, denominator, factor):
            return f"{numerator} ÷ {denominator}" if factor == 1 else f"{factor:,} × {numerator} ÷ {denominator}"


def document() -> str:
    """The whole page."""
    lines = [
        _HEAD,
        "## Metrics",
        "",
        "| name | label | unit | good | formula | definition | version | for | owner |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for m in METRICS.values():
        seen = "all" if m.permission is Permission.VIEW_SALES else _roles(m.permission)
        label = f"{m.label} (a part of others)" if m.hidden else m.label
        lines.append(
            f"| `{m.name}` | {label} | {m.unit} | {m.direction} | {words(m.formula)} | {m.definition} | "
            f"{m.version} | {seen} | {m.owner} |"
        )
    lines += ["", "## Dimensions", "", "| name | label | from | meaning |", "|---|---|---|---|"]
    for d in DIMENSIONS.values():
        path = " → ".join((d.key, *(f"{p.table}.{p.column}" for p in d.path)))
        lines.append(f"| `{d.name}` | {d.label} | {path} | {_meaning(d)} |")
    lines += ["", *oracles()]
    return "\n".join(lines) + "\n"


def oracles() -> list[str]:
    """The SQL that every metric is held against."""
    lines = [
        "## Oracles",
        "",
        "SQL that gives each number another way, over the days `:first` to before `:after` and the territories",
        "`:territories`; a test runs it beside the engine. A sum over no row is zero. All read these tables:",
        "",
        "```sql",
        TABLES.rstrip(),
        "```",
        "",
        "| name | SELECT |",
        "|---|---|",
    ]
    return lines + [f"| `{m.name}` | `{m.oracle}` |" for m in METRICS.values()]


def _meaning(dimension: Dimension) -> str:
    listed = ", ".join(label for _, label in dimension.words)
    return " ".join(part for part in (dimension.definition, f"One of: {listed}." if listed else "") if part)


def _roles(permission: Permission) -> str:
    return ", ".join(role for role in Role if permission in PERMISSIONS[role])


if __name__ == "__main__":
    print(document(), end="")
