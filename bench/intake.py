"""The import of a whole file beside COPY of the same rows: into the same keyed tables, and into a bare heap."""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, make_url, text

from bench.table import Row, table
from db import embedded, migrate
from db.engine import acting_as, make_engine
from db.rules.roles import LOADER
from sales_core.settings import PROJECT

FILE = PROJECT.parent / "shared" / "data" / "online_retail" / "online_retail.csv.gz"
HEAPS = {
    "sales.orders": "public.orders",
    "sales.order_lines": "public.order_lines",
    "sales.returns": "public.returns",
}
FACTS = {name: name for name in HEAPS}
NAMED = ("sales.currencies", "sales.territories", "sales.channels", "sales.customers", "sales.products")
"""What the facts name, in an order that can be filled."""

MEASURED_COMMAND = """
import sys
from sales_core.intake.__main__ import main
code = main(sys.argv[1:])
with open("/proc/self/status") as status:
    print(*(line for line in status if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""
"""The command, with the peak of its own memory on stderr: what a parent sees counts its own memory at the fork."""

_ROUNDS = 2
_AIM = 0.4
_AIM_MEGABYTES = 1_000.0


@dataclass(frozen=True, slots=True)
class Import:
    """How the command did: seconds by its own clock, lines, and the peak memory of its process."""

    seconds: float
    lines: int
    peak_megabytes: float


def rows() -> list[Row]:
    """Lines a second, the better of two rounds each, taken in turns on one server; needs the published file."""
    if not FILE.is_file():
        where = os.path.relpath(FILE, PROJECT)
        raise RuntimeError(f"the import is measured on the published Online Retail file, which is not at {where}")
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as name, embedded.postgres(Path(name) / "pg") as url:
        imports, keyed, bare = [], [], []
        for turn in range(_ROUNDS):
            done, copies = _import(_database(url, f"import_{turn}"))
            imports.append(done)
            keyed.append(_seconds_of_copy(_database(url, f"keyed_{turn}"), copies, FACTS))
            bare.append(_seconds_of_copy(_bare(_database(url, f"bare_{turn}")), copies, HEAPS))
    return _rows(imports, imports[0].lines / min(keyed), imports[0].lines / min(bare))


def _rows(imports: list[Import], keyed: float, bare: float) -> list[Row]:
    rate = max(done.lines / done.seconds for done in imports)
    peak = max(done.peak_megabytes for done in imports)
    return [
        Row(
            f"import of {imports[0].lines:,} lines beside COPY into the keyed tables",
            rate, "lines/s", keyed, rate / keyed, f"at least {_AIM} of it",
        ),
        Row("the same beside COPY into bare heaps", rate, "lines/s", bare, rate / bare),
        Row("COPY into the keyed tables beside bare heaps", keyed, "lines/s", bare, keyed / bare),
        Row("seconds of the import, from its first byte to its commit", min(done.seconds for done in imports), "s"),
        Row("peak memory of the importing process", peak, "MB", aim=f"under {_AIM_MEGABYTES:,.0f}"),
    ]  # fmt: skip


def _database(url: str, name: str) -> str:
    """A migrated database of that name: its superuser's URL."""
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    made = make_url(url).set(database=name).render_as_string(hide_password=False)
    migrate.upgrade(made)
    return made


def _login(url: str) -> str:
    return make_url(url).set(username="dashboard").render_as_string(hide_password=False)


def _import(url: str) -> tuple[Import, dict[str, bytes]]:
    """Run the command; what it did, and the rows it made, as COPY writes them."""
    command = [sys.executable, "-c", MEASURED_COMMAND, str(FILE), "--preset", "online_retail"]
    variables = {"DATABASE_URL": _login(url), "COMPANY_CURRENCY": "GBP", "BUSINESS_TIME_ZONE": "Europe/London"}
    done = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    engine = create_engine(url)
    with engine.connect() as connection:
        lines = connection.execute(text("SELECT lines_loaded FROM app.imports")).scalar_one()
        copies = {name: b"".join(_copied_out(connection, name)) for name in (*NAMED, *FACTS)}
    engine.dispose()
    return Import(_seconds_in(done.stdout), lines, peak_megabytes(done.stderr)), copies


def peak_megabytes(complaints: str) -> float:
    """What a MEASURED_COMMAND wrote of its memory."""
    return int(complaints.split("VmHWM:")[1].split()[0]) * 1_024 / 1_000_000


def _seconds_in(report: str) -> float:
    return float(next(line.split()[0] for line in report.splitlines() if "rows a second" in line))


def _copied_out(connection: Connection, name: str) -> Iterator[bytes]:
    driver: Any = connection.connection.driver_connection
    where = " WHERE customer_id > 0" if name == "sales.customers" else ""
    columns = _written_columns(connection, name)
    with driver.cursor() as cursor, cursor.copy(f"COPY (SELECT {columns} FROM {name}{where}) TO STDOUT") as copy:
        yield from map(bytes, copy)


def _written_columns(connection: Connection, name: str) -> str:
    """The columns that are written, in order; not those that the database computes."""
    rows = connection.execute(
        text(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = CAST(:name AS regclass) AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
        ),
        {"name": name},
    )
    return ", ".join(rows.scalars())


def _copy_in(connection: Connection, name: str, content: bytes) -> None:
    driver: Any = connection.connection.driver_connection
    source = io.BytesIO(content)
    with driver.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        while block := source.read(1 << 18):
            copy.write(block)


def _seconds_of_copy(url: str, copies: dict[str, bytes], targets: dict[str, str]) -> float:
    """Seconds to fill the targets with the facts, in one transaction, everything they name being there."""
    engine = make_engine(_login(url), statement_timeout_ms=0)
    with acting_as(engine, LOADER) as connection:
        for name in NAMED:
            _copy_in(connection, name, copies[name])
    began = time.monotonic()
    with acting_as(engine, LOADER) as connection:
        for name, target in targets.items():
            _copy_in(connection, target, copies[name])
    seconds = time.monotonic() - began
    engine.dispose()
    return seconds


def _bare(url: str) -> str:
    """The same database with a heap beside each fact: its columns, and neither key, index, trigger nor check."""
    owner = create_engine(url)
    with owner.begin() as connection:
        for name, heap in HEAPS.items():
            columns = _written_columns(connection, name)
            connection.execute(text(f"CREATE TABLE {heap} AS SELECT {columns} FROM {name} WHERE false"))
            connection.execute(text(f"GRANT INSERT ON {heap} TO {LOADER}"))
    owner.dispose()
    return url


if __name__ == "__main__":
    print(table(rows()))
