"""A small choice in a figure's head that changes the page's question; the question says what is chosen."""

from collections.abc import Callable

import streamlit as st

from pages.ui import session


def switch(
    page: str,
    name: str,
    label: str,
    options: tuple[str, ...],
    now: str,
    say: Callable[[str], str],
    take: Callable[[str], None],
) -> None:
    """Draw the choice; `take` is called with another option when it is pressed."""
    key = f"{page}.{name}"
    session.keep(key, now)

    def chosen() -> None:
        option = session.kept(key)
        if option:
            take(option)

    st.segmented_control(
        label, options, key=key, required=True, label_visibility="collapsed", format_func=say, on_change=chosen
    )
