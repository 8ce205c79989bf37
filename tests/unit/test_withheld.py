"""What a link asks for in vain is taken out everywhere it stands, and named once."""

from sales_core.catalog.metrics import METRICS
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, CalculationKind, Order, Query, Top
from sales_core.viewer import EVERYTHING, Permission, Role, Viewer
from sales_core.withheld import of_withheld, permitted, withheld

ANN = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)
MAX = Viewer("max", "Max", Role.MANAGER, EVERYTHING)
ASKED = Query(
    ("gross_margin", "orders"),
    PeriodSpec.parse("2025"),
    by=("territory",),
    order=Order("gross_margin"),
    fold=Top("territory", 3, "gross_margin"),
    calculations=(Calculation("gross_margin", CalculationKind.RANK), Calculation("orders", CalculationKind.RANK)),
)


def test_a_viewer_who_may_see_all_of_it_loses_nothing() -> None:
    assert withheld(ASKED, MAX) == ()
    assert of_withheld((), MAX) == ""


def test_a_metric_without_the_right_goes_with_all_that_hangs_on_it() -> None:
    gone = withheld(ASKED, ANN)
    assert gone == (METRICS["gross_margin"],)
    assert permitted(ASKED, gone, "net_sales") == Query(
        ("orders",),
        PeriodSpec.parse("2025"),
        by=("territory",),
        fold=Top("territory", 3, "orders"),
        calculations=(Calculation("orders", CalculationKind.RANK),),
    )


def test_where_nothing_would_be_left_the_page_s_own_metric_is_shown() -> None:
    alone = Query(("gross_margin",), PeriodSpec.parse("2025"))
    assert permitted(alone, withheld(alone, ANN), "net_sales").metrics == ("net_sales",)


def test_several_are_named_in_one_sentence_with_the_right_that_they_need() -> None:
    costly = tuple(m for m in METRICS.values() if m.permission is Permission.VIEW_COSTS)[:3]
    asked = Query(tuple(m.name for m in costly), PeriodSpec.parse("2025"))
    first, second, third = (m.label for m in costly)
    assert of_withheld(withheld(asked, ANN), ANN).startswith(
        f"{first}, {second} and {third} are left out of what this link shows: they are for those who may see costs and "
        "margins, and your role is analyst."
    )


def test_an_unknown_name_is_left_to_be_refused() -> None:
    asked = Query(("net_sale",), PeriodSpec.parse("2025"))
    assert withheld(asked, ANN) == ()
