"""Files of sales into facts: `python -m sales_core.intake FILE --preset online_retail`. See docs/intake.md."""

from sales_core.intake.answers import Answers, Dates, Decimals, Delimiter, Encoding, Unanswered
from sales_core.intake.importing import take_in
from sales_core.intake.journal import Import, RejectedLine, import_of, imports, rejects
from sales_core.intake.presets import PRESETS, preset_named
from sales_core.intake.progress import Progress, Stage
from sales_core.intake.report import ImportReport, Reject
from sales_core.intake.withdrawing import Withdrawal, withdraw

__all__ = [
    "PRESETS",
    "Answers",
    "Dates",
    "Decimals",
    "Delimiter",
    "Encoding",
    "Import",
    "ImportReport",
    "Progress",
    "Reject",
    "RejectedLine",
    "Stage",
    "Unanswered",
    "Withdrawal",
    "import_of",
    "imports",
    "preset_named",
    "rejects",
    "take_in",
    "withdraw",
]
