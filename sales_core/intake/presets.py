"""The kinds of file that can be taken in. A new one is a declaration in a module of its own and a row here."""

from db.intake.shapes import Preset
from sales_core.errors import UnknownName
from sales_core.intake.adventureworks import ADVENTUREWORKS
from sales_core.intake.online_retail import ONLINE_RETAIL
from sales_core.intake.orders import ORDERS

PRESETS: dict[str, Preset] = {preset.name: preset for preset in (ONLINE_RETAIL, ADVENTUREWORKS, ORDERS)}


def preset_named(name: str) -> Preset:
    """The preset of that name. Raises UnknownName, which offers the nearest one."""
    if name not in PRESETS:
        raise UnknownName("preset", name, PRESETS)
    return PRESETS[name]
