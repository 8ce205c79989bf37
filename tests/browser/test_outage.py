"""What a browser shows while the database lets nobody new in."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import create_engine, make_url, text

from db.engine import make_engine
from sales_core import sessions
from tests.browser.visits import Visit
from tests.conftest import as_login
from tests.kept_secrets import PLANTED
from tests.ops.people import NAMES, account
from tests.ops.web_process import running


def test_a_page_that_apologizes_draws_itself_once_the_database_is_back(
    cluster: str, new_database: Callable[..., str], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    """The gate's connections go on, the pages get none: nobody is sent away, and nobody presses anything."""
    owner_url = new_database()
    engine = make_engine(as_login(owner_url))
    ann = account(engine, "ann")
    opened = sessions.enter(
        engine, sessions.issue_ticket(engine, ann.user_id, "/", "mine"), "mine", old_session=None, agent="", address=""
    )
    engine.dispose()
    assert opened is not None
    session_id = PLANTED.secret(opened.session_id)
    limit = f"ALTER DATABASE {make_url(owner_url).database} CONNECTION LIMIT"
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    browser = visit()
    with running("ops.web", as_login(owner_url), tmp_path / "log") as site, admin.connect() as connection:
        browser.context.add_cookies([{"name": NAMES.session, "value": session_id, "url": site.origin}])
        assert site.get("/about", {NAMES.session: session_id}).status == 200
        connection.execute(text(f"{limit} 0"))
        browser.page.goto(site.origin + "/about")
        expect(browser.page.get_by_role("heading", name="One moment, please")).to_be_visible()
        expect(browser.page.get_by_text("tries again by itself")).to_be_visible()
        connection.execute(text(f"{limit} -1"))
        expect(browser.page.get_by_role("heading", name=re.compile("About these numbers"))).to_be_visible()
        expect(browser.page.get_by_text("One moment")).to_have_count(0)
        browser.page.goto("about:blank")
    admin.dispose()
