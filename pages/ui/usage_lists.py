"""Pages and how much they are used, with the course of their openings by day."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import blocks
from sales_core.usage_told import PageUse
from sales_core.wording import grouped

_WIDTHS = {"Page": 110, "Opened": 74, "People": 66, "Asked": 64}
"""In pixels: together they fit a telephone; what is left is the course's."""


def page_list(found: Sequence[PageUse]) -> None:
    """The most opened page first."""
    if not found:
        blocks.said("No page was opened in these days.")
        return
    st.dataframe(
        {
            "Page": [use.title for use in found],
            "Opened": [grouped(use.opened) for use in found],
            "People": [grouped(use.people) for use in found],
            "Asked": [grouped(use.asked) for use in found],
            "By day": [list(use.course) for use in found],
        },
        hide_index=True,
        height="content",
        row_height=34,
        key="list-usage-pages",
        column_config={
            "Page": st.column_config.TextColumn("Page", width=_WIDTHS["Page"]),
            **{
                name: st.column_config.TextColumn(name, width=_WIDTHS[name], alignment="right")
                for name in ("Opened", "People", "Asked")
            },
            "By day": st.column_config.AreaChartColumn("By day", color="blue"),
        },
    )
    blocks.said("Opened counts a visit once, however often the page is drawn anew; asked counts metrics.")
