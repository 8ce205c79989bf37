"""A receipt in words: what the numbers mean, which rows are behind them, how old they are, and the SQL."""

import streamlit as st

from pages.ui.words import plain
from sales_core.result import Result
from sales_core.sentences import of_days
from sales_core.wording import grouped, moment


def receipt(result: Result) -> None:
    """Everything the receipt holds."""
    slip = result.receipt
    for definition in slip.definitions:
        st.markdown(f"**{plain(definition.label)}** v{definition.version}: {plain(definition.text)}")
    st.markdown("\n".join(f"- {plain(line)}" for line in _lines(result)))
    with st.expander("SQL", icon=":material/code:"):
        for statement in slip.sql:
            st.code(statement, language="sql", wrap_lines=True)


def _lines(result: Result) -> list[str]:
    slip, plan = result.receipt, result.plan
    lines = [f"Days: {of_days(plan.period)}"]
    if plan.before:
        lines.append(f"Compared with {of_days(plan.before)}")
    lines += [f"Filter: {text}" for text in slip.filters] or ["No filter"]
    lines += [
        f"{grouped(slip.rows)} rows of facts are behind it",
        f"Newest source row: {moment(slip.newest_source_row) if slip.newest_source_row else 'none'}",
        f"Answered {moment(slip.answered_at)}, {'from the cache' if slip.from_cache else 'computed now'}",
        f"{grouped(slip.unconverted)} rows without a rate to the company's currency",
        *slip.notes,
        f"Version {slip.version} of the facts this depends on, checksum {slip.checksum}",
    ]
    return lines
