"""An answer: the plan it answers, its frame, and the receipt that says where each number comes from."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from sales_core.plan import Plan

BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX = "__before", "__change", "__growth"
PARTIAL = "partial"
"""Boolean column beside a grain: the bucket is not over yet, or the period's edge cuts it.

In a row of a total that is of no bucket: the period is not over yet.
"""

LEVEL = "level"
"""Integer column of an answer with totals: how many leading `by` columns are set; 0 is the grand total."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a metric means, as printed beside it."""

    name: str
    label: str
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the numbers of an answer come from.

    `rows` counts the facts of the period that were aggregated, over all sources; `unconverted` those left out of
    amounts for want of a rate; `newest_source_row` is the newest order, none dated ahead, that the viewer may see,
    whatever the period; both times are in the business time zone;
    `version` names the state of the facts; `checksum` is of the frame's values; `notes` tell limits, one sentence each.
    """

    definitions: tuple[Definition, ...]
    filters: tuple[str, ...]
    sql: tuple[str, ...]
    rows: int
    unconverted: int
    newest_source_row: datetime | None
    answered_at: datetime
    from_cache: bool
    version: str
    checksum: str
    notes: tuple[str, ...]
    total_rows: int
    """Rows of the answer before a limit cut it, totals not counted."""
    reckoning: tuple[str, ...] = ()
    """The choices of definition that the answer rests on, a sentence each."""


@dataclass(frozen=True, slots=True)
class Result:
    """A plan answered.

    `frame` holds the `by` columns (a dimension with its `__key`, a grain with `partial`), with totals `level`, then
    each metric, and with a comparison its `__before`, `__change` and `__growth`. Rows are in the order asked, else by
    their labels; the row of a total stands behind the last row shown of its part, the grand total at the end.
    """

    plan: Plan
    frame: pd.DataFrame
    receipt: Receipt
