"""A receipt in words: what the numbers mean, how they were counted, which rows are behind them, and the SQL."""

from collections.abc import Iterable

import streamlit as st

from pages.ui.words import plain
from sales_core.result import Result
from sales_core.slips import asked_lines, counted_lines, origin_lines


def receipt(result: Result) -> None:
    """Everything the receipt holds."""
    for definition in result.receipt.definitions:
        st.markdown(f"**{plain(definition.label)}** v{definition.version}: {plain(definition.text)}")
    _listed(asked_lines(result.plan, result.receipt))
    st.markdown("**Counted**")
    _listed(counted_lines(result.plan))
    st.markdown("**Behind it**")
    _listed(origin_lines(result))
    with st.expander("SQL", icon=":material/code:"):
        for statement in result.receipt.sql:
            st.code(statement, language="sql", wrap_lines=True)


def _listed(lines: Iterable[str]) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
