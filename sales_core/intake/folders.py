"""Folders of files: what they are known again by, and their way into the staging table."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from db.intake import staging
from db.intake.extras import Extras
from db.intake.shapes import Preset
from sales_core.errors import IntakeError
from sales_core.intake import reading, tables
from sales_core.intake.adventureworks import beside, lookups
from sales_core.intake.adventureworks.lines import Lines, Lookups
from sales_core.intake.answers import Answers
from sales_core.intake.presets import PRESETS
from sales_core.intake.progress import Course
from sales_core.intake.sources import Staged
from sales_core.intake.tables import Table


def fingerprint(path: Path, preset: Preset) -> str:
    """sha256 of a file's bytes, or of a folder's tables. Raises IntakeError where it is not what the preset takes."""
    if not preset.takes_folder:
        if path.is_dir():
            folders = ", ".join(one.name for one in PRESETS.values() if one.takes_folder)
            raise IntakeError(
                f"{path.name} is a folder; the preset {preset.name!r} takes a file; folders are taken by {folders}"
            )
        return reading.fingerprint(path)
    if path.is_file():
        raise IntakeError(
            f"{path.name} is a file; the preset {preset.name!r} takes a folder with {preset.tables[0]}.csv, …"
        )
    return tables.fingerprint(tables.found(path, preset.tables))


def stage(connection: Connection, path: Path, sha256: str, preset: Preset, answers: Answers, course: Course) -> Staged:
    """Stage the folder's lines. Raises IntakeError where a table can't be read, or the folder changed meanwhile."""
    files = tables.found(path, preset.tables)
    known = {name: Table(file, answers) for name, file in files.items()}
    places = lookups.territories(known)
    names = lookups.names(known)
    people = lookups.people(known, names, places)
    offers, promotions = beside.offers(known)
    rates = beside.rates(known)
    quotas = beside.quotas(known, people, places)
    lines = Lines(Lookups(lookups.products(known), lookups.customers(known, names), places, people, offers))
    lines.read_orders(known)
    meanings = [field.meaning for field in preset.fields]
    read = staging.stage(connection, meanings, _rows(lines, known, course, len(meanings)))
    if not read:
        raise IntakeError(f"{files['SalesOrderDetail'].name} has a header but no lines")
    if tables.fingerprint(files) != sha256:
        raise IntakeError(f"{path.name} changed while it was read; take it in again when it is finished")
    told = tuple(beside.notices(quotas, len(lines.orders.keys() - lines.met), lines.without_cost))
    extras = Extras(beside.currencies(known, rates), rates, promotions, quotas, told)
    return Staged(read, preset, staging.column_names(meanings), (), (), extras)


def _rows(lines: Lines, known: dict[str, Table], course: Course, width: int) -> Iterator[str]:
    return (record.copied(width) for record in lines.records(known, course))
