"""About these numbers: what each means, how fresh they are, and whether they agree with their source."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui import theme
from pages.ui.asking import currency, the_company, workspace
from pages.ui.blocks import card, said
from pages.ui.footers import footer, twin
from pages.ui.session import require_viewer
from pages.ui.states import ask, attempt, told
from pages.ui.words import plain
from sales_core import control, glossary
from sales_core.twins import twin_of_totals
from sales_core.viewer import Permission, Viewer
from sales_core.wellbeing import findings

viewer = require_viewer(Permission.VIEW_SALES)


def health(viewer: Viewer) -> None:
    """Database, cache, data, in words."""
    with card("health", "Health and freshness"):
        for found in attempt("health", lambda: findings(workspace(), viewer)) or ():
            colour, icon = ("green", "check_circle") if found.well else ("orange", "error")
            st.markdown(f":{colour}[:material/{icon}:] {plain(found.sentence)}")


def books() -> None:
    """How the company keeps its books."""
    with card("books", "How the books are kept"):
        company = attempt("books", the_company)
        if company:
            st.markdown("\n".join(f"- {plain(line)}" for line in glossary.company_in_words(company)))


def source(viewer: Viewer) -> None:
    """The raw figures, and the way from the document total to net sales."""
    left, right = st.columns(2, gap="small")
    with left, card("raw", "Check against the source"), told("raw"):
        said("What was loaded, over all days, as its publisher counts it.")
        raw = ask("raw", control.RAW, viewer, 240)
        if raw:
            twin(twin_of_totals(raw, currency()), "raw-figures")
            footer("raw", raw, currency(), table=twin_of_totals)
    with right, card("way", "From document total to net sales"), told("way"):
        answer = ask("way", control.WAY, viewer, 240)
        if answer:
            way = control.way_of(answer, currency())
            said(control.verdict(way, currency()))
            with st.container(key="twin-way-steps"):
                parts, amounts = [plain(s.label) for s in way.steps], [plain(s.value) for s in way.steps]
                st.table({"Part": parts, "Amount": amounts}, border="horizontal")
            said(control.parts_of_net(answer, currency()))
            footer("way", answer, currency(), table=twin_of_totals)


def listed(key: str, title: str, rows: Mapping[str, Sequence[str]]) -> None:
    """Words in columns."""
    with card(key, title), st.container(key=f"names-{key}"):
        st.table({plain(name): [plain(cell) for cell in cells] for name, cells in rows.items()}, border="horizontal")


theme.dress()
st.title("About these numbers", anchor=False)
st.caption("What each means, how fresh they are, and whether they agree with where they come from.")
beside = st.columns(2, gap="small")
with beside[0]:
    health(viewer)
with beside[1]:
    books()
source(viewer)
listed("metrics", "Metrics", glossary.metrics_in_words(viewer))
listed("dimensions", "Dimensions", glossary.dimensions_in_words())
