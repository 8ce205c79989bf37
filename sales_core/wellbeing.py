"""How the dashboard is, told by asking it: the same small question twice, the way that every number goes."""

from dataclasses import dataclass

from sales_core.freshness import freshness_of
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.viewer import Viewer
from sales_core.wording import age, day, grouped, number
from sales_core.workspace import Workspace

_SMALL = Query(("documents",), PeriodSpec("all"))


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing looked at: whether it is well, and a sentence."""

    well: bool
    sentence: str


def findings(workspace: Workspace, viewer: Viewer) -> tuple[Remark, ...]:
    """Database, cache and data. Raises SourceError where the database does not answer."""
    first = workspace.run(_SMALL, viewer)
    again = workspace.run(_SMALL, viewer)
    documents = number(first.frame["documents"].iloc[0])
    newest, now = first.receipt.newest_source_row, first.receipt.answered_at
    fresh = freshness_of(newest, now)
    kept = again.receipt.from_cache
    told = f"{day(newest.date())}, {age((now - newest).total_seconds())}" if newest else "none yet"
    return (
        Remark(True, f"The database answers; {grouped(documents or 0)} documents lie within {viewer.scope}."),
        Remark(kept, f"Answers are {'remembered' if kept else 'computed each time: the cache does not keep them'}."),
        Remark(fresh.recent, f"The newest source row is of {told}."),
    )
