"""The company's books and a viewer's own settings in words, with who may change them and why some are fixed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sales_core.company import Company
from sales_core.glossary import DAYS, MONTHS
from sales_core.manner import chosen
from sales_core.viewer import PERMISSIONS, Viewer


@dataclass(frozen=True, slots=True)
class Kept:
    """One setting of the books."""

    name: str
    value: str
    changed_by: str


_FIXED = "Nobody: orders are booked by it, and stored rates and days were made with it"
_OPEN = "Whoever runs the dashboard, by {}, until the first order is booked"
_STORED = "Whoever runs the dashboard, in the database's table app.settings ({})"


def of_company(company: Company, fixed: bool) -> tuple[Kept, ...]:
    """Every setting of the books; `fixed` says that orders are booked by them."""
    return (
        Kept("Currency", company.currency, _FIXED if fixed else _OPEN.format("COMPANY_CURRENCY")),
        Kept(
            "Clock",
            f"{company.time_zone}: its midnight ends a day",
            _FIXED if fixed else _OPEN.format("BUSINESS_TIME_ZONE"),
        ),
        Kept(
            "Fiscal year", f"begins in {MONTHS[company.fiscal_start_month - 1]}", _STORED.format("fiscal_start_month")
        ),
        Kept("Week", f"begins on {DAYS[company.week_start - 1]}", _STORED.format("week_start")),
    )


def of_viewer(viewer: Viewer, browser: str) -> Mapping[str, str]:
    """What holds for one who looks; `browser` is the language that the browser asks for."""
    manner = chosen(viewer.choices.locale, browser)
    return {
        "Name": viewer.name,
        "Role": str(viewer.role),
        "Rows": f"those of {viewer.scope}",
        "May": "; ".join(str(permission) for permission in sorted(PERMISSIONS[viewer.role])),
        "Numbers and dates": f"as in {manner.tag}" + ("" if viewer.choices.locale else ", by the browser"),
        "Figures are saved as": (viewer.choices.picture or "png").upper(),
    }
