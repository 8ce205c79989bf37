"""Exchange rates of the small company, with gaps and some that came late, and what was paid on its orders."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from tests.oracle.parties import CURRENCIES, Record

COMPANY_CURRENCY = "USD"


def drifting(currency: str, day: date) -> Decimal | None:
    """The currency's rate of a day; None where there never is one."""
    if currency not in CURRENCIES:
        return None
    drift = Decimal(day.toordinal() % 17) / 10_000
    return CURRENCIES[currency] + (drift if currency != COMPANY_CURRENCY else 0)


def rates(random: Random, first: date, days: int) -> list[Record]:
    """A rate a day and currency, some days left out; of yen none in summer, and each day's other way round too."""
    made = []
    for n in range(days):
        day = first + timedelta(days=n)
        for currency in ("GBP", "EUR", "JPY"):
            if random.random() < 0.1 or (currency == "JPY" and day.month in (6, 7, 8)):
                continue
            rate = drifting(currency, day)
            assert rate is not None
            there = {"currency": currency, "to_currency": COMPANY_CURRENCY, "day": day, "rate": rate}
            back = {"currency": COMPANY_CURRENCY, "to_currency": currency, "rate": round(1 / rate, 8), "day": day}
            made += [there, back]
    return made


def payments(random: Random, orders: list[Record], lines: list[Record]) -> list[Record]:
    """Nothing, a part, all, more than all, or all and back again; in one sum or two."""
    due: dict[tuple[int, int], Decimal] = {}
    for line in lines:
        worth = line["quantity"] * line["net_price"] - line["order_discount"]
        worth += line["tax"] + line["shipping"] + line["duties"]
        key = line["customer_id"], line["order_id"]
        due[key] = due.get(key, Decimal(0)) + worth
    made = []
    for order in orders:
        whole = due.get((order["customer_id"], order["order_id"]), Decimal(0))
        for number, amount in enumerate(_sums(random, whole), 1):
            made.append(
                {
                    "customer_id": order["customer_id"],
                    "order_id": order["order_id"],
                    "payment_no": number,
                    "paid_at": _later(order["ordered_at"], random.randint(0, 40)),
                    "territory_id": order["territory_id"],
                    "amount": amount,
                    "method": random.choice(("card", "transfer")),
                }
            )
    return made


def _sums(random: Random, whole: Decimal) -> Iterator[Decimal]:
    cent = Decimal("0.01")
    match random.randrange(6):
        case 0:
            return
        case 1:
            yield (whole / 3).quantize(cent)
        case 2:
            yield whole + cent
        case 3:
            yield whole
            yield -whole
        case 4:
            first = (whole / 2).quantize(cent)
            yield first
            yield whole - first
        case _:
            yield whole


def _later(moment: datetime, days: int) -> datetime:
    return moment + timedelta(days=days)
