"""The card of how few make how much: the Pareto curve, its classes, and how concentrated that is."""

from pages.ui import blocks, cards
from pages.ui.asking import currency
from pages.ui.footers import footer
from pages.ui.states import ask
from sales_core.analysis.pareto import curve_of, of_curve
from sales_core.charts.curve import pareto_curve
from sales_core.export import file_stem
from sales_core.query import Query
from sales_core.viewer import Viewer


def class_card(query: Query, concentration: Query, viewer: Viewer) -> None:
    """`query` has every value of one dimension with its class, `concentration` a few totals of how they spread."""
    with blocks.card("classes", "How few make how much"):
        result = ask("classes", query, viewer, 300)
        if result is None or cards.nothing(result):
            return
        curve = curve_of(result)
        sentence = of_curve(curve, query.by[0], query.metrics[0])
        blocks.figure("classes", pareto_curve(curve), sentence, file=file_stem(result))
        footer("classes", result, currency())
        cards.facts("concentration", concentration, viewer)
