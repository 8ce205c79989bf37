"""The site that every test of the gate shares."""

from collections.abc import Callable, Iterator

import pytest

from db.engine import make_engine
from sales_core.viewer import Role
from tests.conftest import as_login
from tests.ops.gate.house import House
from tests.ops.people import account
from tests.ops.web_process import running


@pytest.fixture(scope="session")
def house(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Built once; tests open sessions of their own in it."""
    folder = tmp_path_factory.mktemp("gate")
    owner_url = new_database()
    url = as_login(owner_url)
    engine = make_engine(url)
    ann, bob = account(engine, "ann"), account(engine, "bob", Role.VIEWER)
    presses = folder / "presses"
    presses.touch()
    probe = {"PROBE_PRESSES": str(presses)}
    with (
        running("tests.ops.probe_site", url, folder / "first.log", **probe) as first,
        running("tests.ops.probe_site", url, folder / "second.log", **probe) as second,
    ):
        yield House(first, second, owner_url, engine, ann, bob, presses)
    engine.dispose()
