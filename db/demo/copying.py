"""Columns of numbers to COPY: Arrow writes the CSV, so that no row is ever a Python object."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from sqlalchemy import Connection

from db.demo.arrays import NONE, Bools, Ints
from db.demo.exchange import RATE_UNIT

_CSV = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
_RATE_DECIMALS = len(str(RATE_UNIT)) - 1


def whole(values: Ints) -> pa.Array:
    """Whole numbers; NONE is NULL."""
    return pa.array(values, mask=values == NONE)


def money(hundredths: Ints, missing: int | None = None) -> pa.Array:
    """Amounts with two decimals; `missing` is NULL."""
    return _decimal(hundredths, 2, np.zeros(len(hundredths), np.bool_) if missing is None else hundredths == missing)


def rates(eighths: Ints) -> pa.Array:
    """Rates with eight decimals; 0 is NULL."""
    return _decimal(eighths, _RATE_DECIMALS, eighths == 0)


def words(codes: Ints, vocabulary: Sequence[str]) -> pa.Array:
    """The word of each code; NONE is NULL."""
    return pa.array(vocabulary, pa.string()).take(whole(codes))


def numbered(prefix: str, numbers: Ints, digits: int) -> pa.Array:
    """Numbers like 'SO-0000123'."""
    padded = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), digits, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), padded, "")


def moments(start: np.datetime64, seconds: Ints) -> pa.Array:
    """Moments so many seconds after the midnight that `start` begins with, by the company's clock."""
    return pa.array(start.astype("datetime64[s]") + seconds.astype("timedelta64[s]"))


def days(start: np.datetime64, numbers: Ints, missing: Bools | None = None) -> pa.Array:
    """Dates so many days after `start`; NULL where `missing`."""
    return pa.array(start + numbers.astype("timedelta64[D]"), mask=missing)


def copy_rows(connection: Connection, table: str, columns: Mapping[str, pa.Array]) -> None:
    """COPY rows into `table` in the connection's transaction, in the order given."""
    rows = pa.table(dict(columns))
    if not rows.num_rows:
        return
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(rows, sink, _CSV)
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(memoryview(sink.getvalue()))


def _decimal(units: Ints, scale: int, missing: Bools) -> pa.Array:
    """Whole units of the last decimal as decimals: 128 bits, the lower 64 first, then the sign."""
    halves = np.empty((len(units), 2), np.int64)
    halves[:, 0] = units
    halves[:, 1] = units >> 63
    valid = pa.array(~missing).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(units), [valid, pa.py_buffer(halves)])
