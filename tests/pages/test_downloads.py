"""What a page offers for later is made with the rights of later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st
from sqlalchemy import Engine

from pages.ui import footers, session
from sales_core import sessions
from sales_core.access import access_engine
from sales_core.accounts import book
from sales_core.errors import NotPermitted
from sales_core.periods import PeriodSpec
from sales_core.planner import prepare
from sales_core.query import Query
from sales_core.viewer import EVERYTHING, NOTHING, Role, Viewer
from tests.conftest import as_login
from tests.ops.people import NAMES, account


@pytest.fixture
def signed_in(engine: Engine, owner_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The pages' process, with the cookie of a manager who has just signed in; the manager's name."""
    monkeypatch.setenv("DATABASE_URL", as_login(owner_url))
    access_engine.cache_clear()
    max_ = account(engine, "max", Role.MANAGER)
    ticket = sessions.issue_ticket(engine, max_.user_id, "/", "a browser")
    opened = sessions.enter(engine, ticket, "a browser", old_session=None, agent="", address="")
    assert opened is not None
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: {NAMES.session: opened.session_id}))
    yield max_.name
    access_engine().dispose()
    access_engine.cache_clear()


def test_what_was_offered_before_a_grant_was_taken_away_is_made_no_more(engine: Engine, signed_in: str) -> None:
    offered = session.with_rights_of_then(lambda viewer: f"{viewer.role} sees {viewer.scope}")
    assert offered() == "manager sees all territories"
    book.grant(engine, signed_in, NOTHING, actor="command line")
    with pytest.raises(NotPermitted, match="sign in again"):
        offered()


def test_the_files_of_a_whole_page_are_for_those_who_may_take_them() -> None:
    assert footers._bundle((), Viewer("ann", "Ann", Role.ANALYST, EVERYTHING))[:2] == b"PK"
    with pytest.raises(NotPermitted, match="viewer may not take all figures"):
        footers._bundle((), Viewer("vic", "Vic", Role.VIEWER, EVERYTHING))


def test_a_figure_drawn_under_other_rights_is_no_file_any_more() -> None:
    manager = Viewer("max", "Max", Role.MANAGER, EVERYTHING)
    margin = Query(("gross_margin",), PeriodSpec.parse("2011"))
    drawn = prepare(margin, manager, date(2011, 12, 31))
    footers.refuse_other_rights(drawn, manager)
    for changed in (replace(manager, role=Role.ANALYST), replace(manager, scope=NOTHING)):
        with pytest.raises(NotPermitted, match="has changed since this figure was drawn"):
            footers.refuse_other_rights(drawn, changed)
    sales = prepare(replace(margin, metrics=("net_sales",)), manager, date(2011, 12, 31))
    footers.refuse_other_rights(sales, replace(manager, role=Role.ANALYST))
