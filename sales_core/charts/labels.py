"""Names of parts on their way into a figure: short, told apart, and never taken for markup."""

from collections.abc import Sequence
from html import escape

from sales_core.catalog.metrics import METRICS
from sales_core.slices import Slice
from sales_core.wording import exact

_LONGEST = 24


def names(parts: tuple[Slice, ...]) -> list[str]:
    """A name a part."""
    return told_apart([part.label for part in parts])


def told_apart(labels: Sequence[str]) -> list[str]:
    """The labels cut; equal ones are numbered, since Plotly would lay them together."""
    found: list[str] = []
    for label in labels:
        name, again = cut(label), 2
        while name in found:
            name, again = f"{cut(label)} ({again})", again + 1
        found.append(name)
    return found


def hover(part: Slice, metric: str, currency: str) -> str:
    """What the pointer tells of a part: every digit, and what it was."""
    unit = METRICS[metric].unit
    then = f"<br>before: {exact(part.before, unit, currency)}" if part.before is not None else ""
    return f"<b>{escape(part.label)}</b><br>{exact(part.now, unit, currency)}{then}"


def cut(label: str) -> str:
    """The label, short enough for a figure and never markup."""
    return escape(label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…")
