"""Frames with types from the catalog: Arrow schema, bytes for the cache, and back. Nothing is inferred."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b, sha256
from typing import Any

import pandas as pd
import pyarrow as pa

from sales_core.calculations import Calculation, CalculationKind
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.compiler import KEY
from sales_core.plan import Plan
from sales_core.result import BEFORE_SUFFIX, CHANGE_SUFFIX, GROWTH_SUFFIX, LEVEL, PARTIAL

DIGITS = 38
"""What a decimal of an answer can have, before and after the point."""

MONEY_SCALE = 17
"""Quantity at 3 decimals × price at 6 × rate at 8: sums are exact, nothing is rounded before display."""
SHARE_SCALE = 12
QUANTITY_SCALE = 3
RATIO_SCALE = 12

_TYPES: dict[Unit, pa.DataType] = {
    Unit.MONEY: pa.decimal128(DIGITS, MONEY_SCALE),
    Unit.SHARE: pa.decimal128(DIGITS, SHARE_SCALE),
    Unit.QUANTITY: pa.decimal128(DIGITS, QUANTITY_SCALE),
    Unit.COUNT: pa.int64(),
    Unit.NUMBER: pa.decimal128(DIGITS, RATIO_SCALE),
}
_GROWTH = pa.decimal128(DIGITS, SHARE_SCALE)


def schema(plan: Plan) -> pa.Schema:
    """The columns of the plan's frame, in order, with their types; totals and notes travel in other ways."""
    fields: list[tuple[str, pa.DataType]] = []
    for name in plan.by:
        if DIMENSIONS[name].grain:
            fields += [(name, pa.date32()), (PARTIAL, pa.bool_())]
        else:
            fields += [(name, pa.string()), (name + KEY, pa.string())]
    if plan.totals:
        fields.append((LEVEL, pa.int64()))
    for name in plan.metrics:
        kind = _TYPES[METRICS[name].unit]
        fields.append((name, kind))
        if plan.before:
            fields += [(name + BEFORE_SUFFIX, kind), (name + CHANGE_SUFFIX, kind), (name + GROWTH_SUFFIX, _GROWTH)]
    return pa.schema([*fields, *((c.column, _calculated(c)) for c in plan.calculations)])


def _calculated(calculation: Calculation) -> pa.DataType:
    match calculation.kind:
        case CalculationKind.CUMULATIVE | CalculationKind.ROLLING:
            return _TYPES[METRICS[calculation.metric].unit]
        case CalculationKind.SHARE:
            return _TYPES[Unit.SHARE]
        case CalculationKind.RANK:
            return pa.int64()
        case CalculationKind.PARETO:
            return pa.string()


def table(plan: Plan, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """The columns as an Arrow table of the plan's schema."""
    types = schema(plan)
    return pa.table([pa.array(columns[f.name], type=f.type) for f in types], schema=types)


_SEAL = 16
"""Bytes of the digest that stands before a kept answer."""


def to_bytes(answer: pa.Table, key: str) -> bytes:
    """A digest of key and stream, then one Arrow stream, uncompressed: small answers decode faster than they unpack."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, answer.schema) as writer:
        writer.write_table(answer)
    stream: bytes = sink.getvalue().to_pybytes()
    return _seal(key, stream) + stream


def from_bytes(content: bytes, key: str) -> pa.Table:
    """The table back; raises pyarrow.ArrowInvalid where the bytes are not what was kept under `key`, bit for bit."""
    stream = memoryview(content)[_SEAL:]
    if content[:_SEAL] != _seal(key, stream):
        raise pa.ArrowInvalid("the seal is broken")
    with pa.ipc.open_stream(stream) as reader:
        return reader.read_all()


def _seal(key: str, stream: bytes | memoryview) -> bytes:
    return blake2b(stream, digest_size=_SEAL, key=sha256(key.encode()).digest()).digest()


def to_frame(answer: pa.Table) -> pd.DataFrame:
    """A pandas frame over the same Arrow memory; decimals stay exact, missing stays missing."""
    frame: pd.DataFrame = answer.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def checksum(answer: pa.Table) -> str:
    """Sixteen hex digits of the answer's values and types; equal answers have equal ones."""
    digest = sha256(str(answer.schema).encode())
    for row in answer.to_pylist():
        digest.update(repr(tuple(row.values())).encode())
    return digest.hexdigest()[:16]
