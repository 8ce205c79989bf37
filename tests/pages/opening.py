"""One page opened as a viewer, in a process that has just started."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import asking, session
from sales_core.access import access_engine
from sales_core.viewer import Viewer
from tests.conftest import as_login


@contextmanager
def opening(
    monkeypatch: pytest.MonkeyPatch, url: str, viewer: Viewer, name: str, address: Mapping[str, list[str]]
) -> Iterator[AppTest]:
    """The page, not run yet, on a database that the superuser's URL names."""
    _forget()
    monkeypatch.setenv("DATABASE_URL", as_login(url))
    monkeypatch.setattr(session, "find_viewer", lambda: viewer)
    page = AppTest.from_file(f"../../pages/{name}.py", default_timeout=60)
    for parameter, values in address.items():
        page.query_params[parameter] = values
    yield page
    asking._opened().engine.dispose()
    access_engine().dispose()
    _forget()


def _forget() -> None:
    asking._opened.cache_clear()
    asking._fixed.clear()
    access_engine.cache_clear()
