"""The way to single documents: one snapshot as a reader under the viewer's scope, as answers have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection

from db.engine import acting_as
from db.rules.roles import READER, READER_COSTS
from db.schema.base import FOLDED_LENGTH
from sales_core.errors import NotPermitted
from sales_core.source import translated
from sales_core.viewer import Permission, Viewer
from sales_core.workspace import Workspace


@contextmanager
def reader(workspace: Workspace, viewer: Viewer, *, costs: bool = False) -> Iterator[Connection]:
    """A snapshot of what the viewer may see. Raises NotPermitted, and SourceError's kinds."""
    if not viewer.can(Permission.VIEW_SALES) or (costs and not viewer.can(Permission.VIEW_COSTS)):
        needed = Permission.VIEW_COSTS if costs else Permission.VIEW_SALES
        raise NotPermitted(f"orders are for those who may {needed}; your role is {viewer.role}")
    role = READER_COSTS if costs else READER
    with translated(), acting_as(workspace.reading(), role, viewer.scope.setting, snapshot=True) as connection:
        yield connection


_LAST = "\U0010ffff"
"""Behind every text that begins alike, in code order."""


def folded(text: str) -> str:
    """A search as folded columns have it: lower case, single spaces, no longer than they are."""
    return " ".join(text.split()).lower()[:FOLDED_LENGTH]


def begins(column: ColumnElement[Any], text: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a folded column begins with the folded text, as a range: under row security only that uses its index."""
    return column >= text, column < text + _LAST
