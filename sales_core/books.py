"""By what the company's facts are booked: the clock that dates them and the currency that they are told in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Books:
    """`zone` is the IANA name whose midnight ends a business day, `currency` the ISO 4217 code of every answer."""

    zone: str = "UTC"
    currency: str = "USD"
