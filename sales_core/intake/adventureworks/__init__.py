"""The folder of tables that Microsoft publishes as its AdventureWorks sample: orders, their lines, and who and what."""

from sales_core.intake.adventureworks.preset import ADVENTUREWORKS

__all__ = ["ADVENTUREWORKS"]
