"""Which numbers a spreadsheet's cell holds as they are.

A cell is a double, of which spreadsheets keep and show 15 significant digits. A number of no more digits than that
comes back as it was; any other is written to its 15 digits, and every digit of it as text in a column beside.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal

KEPT_DIGITS = 15
_FIFTEEN = Context(prec=KEPT_DIGITS, rounding=ROUND_HALF_EVEN)


def fits(value: Decimal | int | float) -> bool:
    """Whether a cell holds all digits of the number."""
    if isinstance(value, float):
        return True
    return _FIFTEEN.plus(Decimal(value)) == value


def held(value: Decimal | int | float) -> float | int:
    """What the cell gets: the number itself, or what 15 digits hold of it."""
    if isinstance(value, float) or (isinstance(value, int) and fits(value)):
        return value
    return float(_FIFTEEN.plus(Decimal(value)))
