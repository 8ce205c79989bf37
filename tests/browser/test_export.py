"""A page's figures as one file, taken in a real browser by whoever may, with the rights of that moment."""

import zipfile
from collections.abc import Callable, Iterator

import pytest

from sales_core.accounts import book
from sales_core.viewer import NOTHING, Role
from tests.browser.shop import Shop, come_in, demo_shop
from tests.browser.visits import Visit
from tests.ops.gate.house import taken_up
from tests.ops.people import account, cookies_of
from tests.ops.streamlit_client import session_of, tab

pytestmark = pytest.mark.browser
LINES = 2_000


@pytest.fixture(scope="module")
def shop(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A small demo company, ending today."""
    log = tmp_path_factory.mktemp("export") / "web.log"
    with demo_shop(new_database(), LINES, log) as made:
        yield made


def test_a_manager_takes_every_figure_of_the_page_away(shop: Shop, visit: Callable[..., Visit]) -> None:
    ada = visit(width=1440, height=1000)
    come_in(ada, shop, shop.ada)
    with ada.page.expect_download() as begun:
        ada.page.get_by_role("button", name="Export").click()
    with zipfile.ZipFile(begun.value.path()) as bundle:
        names = bundle.namelist()
        assert "receipts.txt" in names
        assert sum(name.endswith(".csv") for name in names) >= 5
        assert b"gross_margin" in bundle.read(names[0])


def test_an_export_offered_to_a_manager_is_not_made_for_the_viewer_they_have_become(shop: Shop) -> None:
    max_ = account(shop.engine, "max", Role.MANAGER)
    with tab(shop.site, cookies_of(shop.site, shop.engine, max_)) as before:
        before.ask()
        heard = before.listen(seconds=60)
    elements = [m.delta.new_element for m in heard if m.WhichOneof("type") == "delta"]
    offers = {e.download_button.label: str(e.download_button.deferred_file_id) for e in elements}
    assert {"Export", "CSV"} <= set(offers)
    book.change_role(shop.engine, "max", Role.VIEWER, actor="command line")
    book.grant(shop.engine, "max", NOTHING, actor="command line")
    with tab(shop.site, cookies_of(shop.site, shop.engine, max_)) as after:
        after.ask("account")
        now = session_of(after.listen(seconds=60))
        for label in ("Export", "CSV"):
            assert taken_up(after, offers[label], now) == ""
