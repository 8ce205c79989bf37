"""Links that ask for more than their viewer may see: read without it, and told as long as the page shows the rest."""

from collections.abc import Callable

import streamlit as st

from pages.ui import session
from pages.ui.address import WITHHELD
from pages.ui.session import require_viewer
from pages.ui.words import plain
from sales_core.query import Query
from sales_core.viewer import Permission
from sales_core.withheld import of_withheld, permitted, withheld


def within_rights(page: str, default: Query, normal: Callable[[Query], Query]) -> Callable[[Query], Query]:
    """`normal`, of a link's question without what the viewer may not see; that is remembered for `tell_withheld`."""

    def read(link: Query) -> Query:
        viewer = require_viewer(Permission.VIEW_SALES)
        gone = withheld(link, viewer)
        shown = normal(permitted(link, gone, default.metrics[0]) if gone else link)
        session.keep(f"{page}.{WITHHELD}", (of_withheld(gone, viewer), shown.metrics))
        return shown

    return read


def tell_withheld(page: str, asked: Query) -> None:
    """What the page's last link asked for in vain; no more once other metrics were chosen."""
    said, metrics = session.kept(f"{page}.{WITHHELD}") or ("", ())
    if asked.metrics != metrics:
        session.drop(f"{page}.{WITHHELD}")
    elif said:
        st.info(plain(said), icon=":material/lock:")
