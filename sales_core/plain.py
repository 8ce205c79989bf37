"""Values as text that loses nothing: for CSV, JSON and tables of exact figures."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(value: Any) -> str | int | bool | None:
    """Decimals with every digit but trailing zeros, dates ISO, missing None; whole numbers and text as they are."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return digits(value)
        case _ if value != value:  # pandas' missing, dates included, is not equal to itself
            return None
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def digits(value: Decimal) -> str:
    """Every digit of the value, without trailing zeros after the point; `normalize` would round at 28 digits."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def harmless(text: str) -> str:
    """The text as a cell of a file: what a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
