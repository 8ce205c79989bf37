"""Currencies and their rates in the database; a rate that is there already wins over the demo's."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from babel.numbers import get_currency_name, get_currency_precision
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from db.demo.company import Company
from db.demo.exchange import RATE_UNIT
from db.demo.places import CURRENCIES
from db.schema import reference

_DECIMALS = len(str(RATE_UNIT)) - 1
_ADD = text("""
INSERT INTO sales.rates (currency, to_currency, day, rate)
SELECT c, :company, d, r FROM unnest(CAST(:currencies AS text[]), CAST(:days AS date[]), CAST(:rates AS numeric[]))
    AS given(c, d, r)
ON CONFLICT DO NOTHING
""")
_READ = text("""
SELECT currency, day, rate FROM sales.rates
WHERE to_currency = :company AND currency = ANY (:currencies) AND day >= :start AND day < :today
""")


def settle_rates(connection: Connection, company: Company) -> Company:
    """Add what is missing of currencies and rates; gives the company with the rates as the database has them."""
    money, codes = company.money, dict.fromkeys((*CURRENCIES, company.money.company))
    currencies = [
        {"currency": code, "name": get_currency_name(code, locale="en"), "minor_digits": get_currency_precision(code)}
        for code in codes
    ]
    connection.execute(insert(reference.currencies).on_conflict_do_nothing(), currencies)
    _add(connection, company)
    rates = money.rates.copy()
    asked = {
        "company": money.company,
        "currencies": [CURRENCIES[position] for position in money.foreign],
        "start": company.span.start,
        "today": company.span.today,
    }
    for currency, day, rate in connection.execute(_READ, asked):
        rates[CURRENCIES.index(currency), company.span.day(day)] = int(Decimal(rate).scaleb(_DECIMALS))
    return replace(company, money=replace(money, rates=rates))


def _add(connection: Connection, company: Company) -> None:
    foreign = np.array(company.money.foreign)
    position, day = np.nonzero(company.money.rates[foreign])
    rates = company.money.rates[foreign[position], day]
    given = {
        "company": company.money.company,
        "currencies": [CURRENCIES[currency] for currency in foreign[position]],
        "days": company.span.dates()[day].tolist(),
        "rates": [Decimal(int(rate)).scaleb(-_DECIMALS) for rate in rates],
    }
    connection.execute(_ADD, given)
