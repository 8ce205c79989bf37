"""Control figures: what a loaded file can be held against, and the parts between them and net sales."""

from sales_core.catalog.model import FINANCE, Count, Direction, Metric, Sum, Unit

MONEY, COUNT, QUANTITY, SHARE = Unit.MONEY, Unit.COUNT, Unit.QUANTITY, Unit.SHARE
UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL

DOCUMENTS: tuple[Metric, ...] = (
    Metric(
        "document_total",
        "Document total",
        Sum("document_total"),
        MONEY,
        NEUTRAL,
        "Quantity × price over every line as it came, less order discounts; fees, bad debt, adjustments, "
        "cancellations, cancelled and test orders included.",
        also=("invoiced",),
        owner=FINANCE,
    ),
    Metric(
        "document_lines",
        "Document lines",
        Count("document_lines"),
        COUNT,
        NEUTRAL,
        "Lines as they came, of every kind.",
        owner=FINANCE,
    ),
    Metric(
        "documents",
        "Documents",
        Count("documents"),
        COUNT,
        NEUTRAL,
        "Distinct documents, credit notes included.",
        owner=FINANCE,
    ),
    Metric(
        "document_customers",
        "Customers on documents",
        Count("document_customers"),
        COUNT,
        NEUTRAL,
        "Distinct known customers over every line as it came.",
        owner=FINANCE,
    ),
    Metric(
        "stock_codes",
        "Stock codes",
        Count("stock_codes"),
        COUNT,
        NEUTRAL,
        "Distinct stock codes over every line as it came; case counts.",
        owner=FINANCE,
    ),
    Metric(
        "cancelled_lines",
        "Cancelled lines",
        Count("cancelled_lines"),
        COUNT,
        NEUTRAL,
        "Lines of credit notes, of every kind.",
        owner=FINANCE,
    ),
    Metric(
        "fees",
        "Fees",
        Sum("fees"),
        MONEY,
        NEUTRAL,
        "Lines that are charges, not goods: postage, commissions and the like.",
        owner=FINANCE,
    ),
    Metric(
        "adjustments",
        "Adjustments",
        Sum("adjustments"),
        MONEY,
        NEUTRAL,
        "Lines with a price at or below zero.",
        owner=FINANCE,
    ),
    Metric(
        "bad_debt",
        "Bad debt",
        Sum("bad_debt"),
        MONEY,
        NEUTRAL,
        "Lines of documents that write debt off.",
        owner=FINANCE,
    ),
    Metric(
        "not_counted",
        "Cancelled and test orders",
        Sum("not_counted"),
        MONEY,
        NEUTRAL,
        "Quantity × price of documents that are cancelled or tests; in the document total, in no sales figure. Those "
        "chosen to count are not among them.",
        owner=FINANCE,
    ),
)
