"""Files of sales into facts: `python -m sales_core.intake FILE --preset online_retail`. See docs/intake.md."""

from sales_core.intake.importing import take_in
from sales_core.intake.presets import PRESETS, preset_named
from sales_core.intake.report import ImportReport, Reject

__all__ = ["PRESETS", "ImportReport", "Reject", "preset_named", "take_in"]
