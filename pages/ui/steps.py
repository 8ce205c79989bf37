"""The card of price realisation: from list price to what stays, a bar a step."""

from pages.ui import blocks
from pages.ui.asking import currency
from pages.ui.footers import footer
from pages.ui.states import ask
from sales_core.analysis.realisation import of_steps, steps_of
from sales_core.charts.waterfall import waterfall
from sales_core.export import file_stem
from sales_core.query import Query
from sales_core.twins import twin_of_totals
from sales_core.viewer import Viewer


def price_steps(query: Query, viewer: Viewer) -> None:
    """From list price over discounts and returns to net sales, and to the margin where costs may be seen."""
    with blocks.card("steps", "From list price to what stays", note=f"({currency()})"):
        result = ask("steps", query, viewer, 340)
        if result is None:
            return
        steps = steps_of(result)
        blocks.figure("steps", waterfall(steps, currency()), of_steps(steps, currency()), file=file_stem(result))
        footer("steps", result, currency(), table=twin_of_totals)
