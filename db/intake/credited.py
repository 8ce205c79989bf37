"""What a returned line credits a unit: returns have no column for money off the line as a whole, so the price holds it.

Quantity times the price kept is quantity times net price less the discount, to the last digit; a line where no price
of six decimals does that is rejected.
"""

from db.intake.meanings import Meaning
from db.intake.shapes import Preset
from db.intake.texts import says

_DECIMALS = 6
_OVER = 10**12
"""A price is kept below this, either way."""

_OFF = "abs(coalesce(discount, 0))"
"""Of the line, whichever sign it has: as its quantity is counted."""
_OFF_A_UNIT = f"round({_OFF} / nullif(abs(quantity), 0), {_DECIMALS})"


def credited(preset: Preset, net_price: str) -> str:
    """SQL for the price that a returned line keeps."""
    return f"{net_price} - {_OFF_A_UNIT}" if preset.has(Meaning.DISCOUNT) else net_price


def uncredited(preset: Preset, net_price: str) -> str:
    """SQL, as parts of a CASE, for the messages on returned lines whose credit no price says; "" without discounts."""
    if not preset.has(Meaning.DISCOUNT):
        return ""
    discount = preset.field(Meaning.DISCOUNT)
    rule = f"does not divide by the quantity at {_DECIMALS} decimals, as what a returned line credits a unit must"
    too_fine = says(discount, "trim_scale(discount)::text", rule)
    too_much = says(discount, "trim_scale(discount)::text", f"leaves {_OVER} or more credited a unit, either way")
    return f"""WHEN {_OFF_A_UNIT} * abs(quantity) <> {_OFF} THEN {too_fine}
               WHEN abs({credited(preset, net_price)}) >= {_OVER} THEN {too_much}"""
