"""Answers as files: CSV in pieces, a workbook with typed cells, a bundle of all figures of a page."""

from sales_core.export.bundle import bundle_of
from sales_core.export.csv_file import csv_chunks, csv_of
from sales_core.export.naming import file_name, file_stem
from sales_core.export.origin import slip_of
from sales_core.export.workbook import xlsx_of

__all__ = ["bundle_of", "csv_chunks", "csv_of", "file_name", "file_stem", "slip_of", "xlsx_of"]
