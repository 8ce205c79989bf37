"""What was sold to nobody known, held against all sales."""

from decimal import Decimal

from sales_core.catalog.model import Unit
from sales_core.result import Result
from sales_core.wording import grouped, number, percent, short


def of_guests(guests: Result, totals: Result, currency: str) -> str:
    """Sales to nobody known, with their share of all; both answers have one row and net sales in it."""
    sold, orders = (number(guests.frame[name].iloc[0]) for name in ("net_sales", "orders"))
    whole = number(totals.frame["net_sales"].iloc[0])
    if not orders and not sold:
        return "All of it was sold to known customers."
    said = f"Guest, who is nobody known and in no list: {short(sold, Unit.MONEY, currency)}"
    if sold is not None and whole is not None and whole > 0:
        said += f", {percent(Decimal(sold) / Decimal(whole), 1)} of net sales"
    return f"{said}, in {grouped(int(orders or 0))} orders."
