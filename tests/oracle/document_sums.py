"""The control figures as arithmetic over lists of raw rows, from their definitions; with them, every metric."""

from fractions import Fraction

from tests.oracle import spread_sums
from tests.oracle.sums import METRICS, SOURCES, Facts, Number, amount, document, metric, number, priced

__all__ = ["METRICS", "SOURCES", "spread_sums"]


@metric("documents")
def document_total(f: Facts) -> Number:
    return amount(f["documents"], priced)


@metric("documents")
def document_lines(f: Facts) -> Number:
    return Fraction(len(f["documents"]))


@metric("documents")
def documents(f: Facts) -> Number:
    return number(document(r) for r in f["documents"])


@metric("documents")
def document_customers(f: Facts) -> Number:
    return number(r["customer_id"] for r in f["documents"] if r["customer_id"])


@metric("documents")
def stock_codes(f: Facts) -> Number:
    return number(r["product_id"] for r in f["documents"])


@metric("notes")
def cancelled_lines(f: Facts) -> Number:
    return Fraction(len(f["notes"]))


def charged(f: Facts, kind: str) -> Number:
    """Lines of another kind than goods."""
    return amount([r for r in f["lines"] if r["kind"] == kind], priced)


@metric("lines")
def fees(f: Facts) -> Number:
    return charged(f, "fee")


@metric("lines")
def adjustments(f: Facts) -> Number:
    return charged(f, "adjustment")


@metric("lines")
def bad_debt(f: Facts) -> Number:
    return charged(f, "bad_debt")


@metric("documents")
def not_counted(f: Facts) -> Number:
    return amount([r for r in f["documents"] if not r["counts"]], priced)
