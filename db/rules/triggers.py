"""Every trigger of the database, in an order that can be executed; `rollup.random_h` comes before the tables."""

from collections.abc import Iterator

from db.rules.headers import create_headers
from db.rules.marks import RANDOM_H, create_marks

__all__ = ["RANDOM_H", "create_triggers"]


def create_triggers() -> Iterator[str]:
    """The statements."""
    yield from create_marks()
    yield from create_headers()
