"""What the folder knows beside lines: rates by day, special offers, and the quotas of salespeople."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from babel.numbers import get_currency_precision

from db.intake.extras import Promotion, Quota, Rate
from sales_core.intake.adventureworks.lookups import Person, Tables, Territory
from sales_core.intake.adventureworks.preset import UNASSIGNED

NO_DISCOUNT = "No Discount"
"""The type of the offer that every line without one has."""

_QUARTER = timedelta(days=91)
"""How long a quota lasts where no two of anybody's tell."""


def currencies(tables: Tables, rates: Sequence[Rate]) -> list[tuple[str, str, int]]:
    """Code, name and decimals of the currencies that have a rate."""
    used = {rate.currency for rate in rates} | {rate.to_currency for rate in rates}
    return [
        (row["CurrencyCode"], row["Name"], get_currency_precision(row["CurrencyCode"]))
        for row in tables["Currency"].rows(("CurrencyCode", "Name"))
        if row["CurrencyCode"] in used
    ]


def rates(tables: Tables) -> list[Rate]:
    """The average rate of each day, as it is given: from US dollars to others."""
    columns = ("CurrencyRateDate", "FromCurrencyCode", "ToCurrencyCode", "AverageRate")
    return [
        Rate(row["FromCurrencyCode"], row["ToCurrencyCode"], row.day("CurrencyRateDate"), row.number("AverageRate"))
        for row in tables["CurrencyRate"].rows(columns)
        if row["FromCurrencyCode"] != row["ToCurrencyCode"]
    ]


def offers(tables: Tables) -> tuple[dict[str, str], list[Promotion]]:
    """The offers' names by SpecialOfferID, empty of the one that is none; and the others as promotions."""
    named, promotions = {}, []
    columns = ("SpecialOfferID", "Description", "DiscountPct", "Type", "StartDate", "EndDate")
    for row in tables["SpecialOffer"].rows(columns):
        is_none = row["Type"] == NO_DISCOUNT
        named[row.id("SpecialOfferID")] = "" if is_none else row["Description"]
        if not is_none:
            ends = row.day("EndDate") + timedelta(days=1)
            promotions.append(Promotion(row["Description"], row.number("DiscountPct"), row.day("StartDate"), ends))
    return named, promotions


def quotas(tables: Tables, people: Mapping[str, Person], places: Mapping[str, Territory]) -> list[Quota]:
    """Each quota is in force from its date until the person's next one; the last for as long as quotas usually are.

    Usually: the median of the days between a person's quotas, over all people, the lower of two middle ones. It is of
    the territory that the person had on its date by SalesTerritoryHistory, else of the one in SalesPerson, else of
    UNASSIGNED.
    """
    rows = list(tables["SalesPersonQuotaHistory"].rows(("BusinessEntityID", "QuotaDate", "SalesQuota")))
    dates: dict[str, list[date]] = {}
    for row in rows:
        dates.setdefault(row.id("BusinessEntityID"), []).append(row.day("QuotaDate"))
    ends = _ends(dates)
    held = _held(tables)
    found = []
    for row in rows:
        one, starts = row.id("BusinessEntityID"), row.day("QuotaDate")
        person = people.get(one)
        if person is None:
            raise row.wrong("BusinessEntityID", "is not in SalesPerson")
        own = next((t for first, last, t in held.get(one, ()) if first <= starts <= last), person.territory_id)
        place = places.get(own, Territory(UNASSIGNED, UNASSIGNED, ""))
        found.append(
            Quota(
                person.name, person.team or None, place.name, place.group, place.country or None, starts,
                ends[one, starts], row.number("SalesQuota"),
            )
        )  # fmt: skip
    return found


def _ends(dates: Mapping[str, Sequence[date]]) -> dict[tuple[str, date], date]:
    """The day that each person's quota ends before."""
    ordered = {one: sorted(days) for one, days in dates.items()}
    gaps = [later - earlier for days in ordered.values() for earlier, later in pairwise(days)]
    usual = median_low(gaps) if gaps else _QUARTER
    return {
        (one, starts): next_one
        for one, days in ordered.items()
        for starts, next_one in zip(days, (*days[1:], days[-1] + usual), strict=True)
    }


def _held(tables: Tables) -> dict[str, list[tuple[date, date, str]]]:
    """Which territory each person had, from when until when, both inclusive."""
    held: dict[str, list[tuple[date, date, str]]] = {}
    for row in tables["SalesTerritoryHistory"].rows(("BusinessEntityID", "TerritoryID", "StartDate", "EndDate")):
        last = row.day("EndDate") if row["EndDate"] else date.max
        held.setdefault(row.id("BusinessEntityID"), []).append((row.day("StartDate"), last, row.id("TerritoryID")))
    return held


def notices(found: Sequence[Quota], orders_without_lines: int, lines_without_cost: int) -> Iterator[str]:
    """What is to be told of the folder."""
    people = sorted({quota.person for quota in found if quota.territory == UNASSIGNED})
    if people:
        yield f"quotas of {', '.join(people)}, who have no territory, stand in the territory {UNASSIGNED}"
    if orders_without_lines:
        yield f"{orders_without_lines:,} orders have no line and were left out"
    if lines_without_cost:
        yield f"{lines_without_cost:,} lines have no cost: none of their product was in force on their day"
