"""Loading, empty, failed, forbidden: four states that nobody can take for one another."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.words import plain


def failing() -> None:
    from pages.ui.states import told
    from sales_core.errors import SourceUnavailable

    with told("here"):
        raise SourceUnavailable("the database is not reachable; try again in a moment")


def refusing() -> None:
    from pages.ui.states import told
    from sales_core.errors import NotPermitted

    with told("here"):
        raise NotPermitted("'gross_margin' is for those who may see costs and margins; ask an admin for that role")


def nothing() -> None:
    from pages.ui.states import empty

    empty("Nothing matches.", "Clear the filters.", button="Clear filters", press=lambda: None)


def trying_twice() -> None:
    import streamlit as st

    from pages.ui import session
    from pages.ui.states import attempt
    from sales_core.errors import SourceTimeout

    def get() -> str:
        if session.kept("second"):
            return "an answer"
        session.keep("second", True)
        raise SourceTimeout("the question took longer than allowed and was stopped; narrow the period")

    found = attempt("figure", get)
    if found:
        st.write(found)


def test_a_failure_says_what_failed_and_offers_to_try_again() -> None:
    page = AppTest.from_function(failing).run()
    assert [e.value for e in page.error] == [plain("The database is not reachable; try again in a moment.")]
    assert [b.label for b in page.button] == ["Try again"]
    assert not page.info


def test_a_refusal_names_the_permission_and_offers_nothing() -> None:
    page = AppTest.from_function(refusing).run()
    assert "see costs and margins" in page.info[0].value
    assert not page.error
    assert not page.button


def test_nothing_found_says_what_to_do_next() -> None:
    page = AppTest.from_function(nothing).run()
    assert not page.error
    assert not page.info
    assert [b.label for b in page.button] == ["Clear filters"]
    assert plain("Clear the filters.") in [c.value for c in page.caption]


def test_trying_again_after_a_failure_gets_the_answer() -> None:
    page = AppTest.from_function(trying_twice).run()
    assert page.error
    page.button[0].click().run()
    assert not page.error
    assert page.markdown[0].value == "an answer"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("5 * 3_2", r"5 \* 3\_2"),
        ("$a$ :red[x] ![y](z)", r"\$a\$ \:red\[x\] \!\[y\]\(z\)"),
        ("two\nlines", "two lines"),
        ("&lt;b>", r"\&lt;b\>"),
    ],
)
def test_names_are_written_so_that_markdown_leaves_them_alone(text: str, escaped: str) -> None:
    assert plain(text) == escaped
