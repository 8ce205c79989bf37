"""Wrong without an error: bytes in the cache that are not the answer they stand for."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pyarrow as pa
import pytest
import redis

from sales_core.cache import RedisCache
from tests.oracle.world import World
from tests.soundness.hand import asked, one, sold

DAY = date(2011, 3, 4)


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """The shared Valkey, emptied."""
    made = redis.Redis.from_url(redis_url)
    made.flushdb()
    yield made
    made.close()


def stream(table: pa.Table) -> bytes:
    """An Arrow stream, as an answer is kept."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


COUNTS = {b"counts": json.dumps({"rows": 1, "unconverted": 0, "total_rows": 1, "notes": []}).encode()}
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda kept: b"",
    "text": lambda kept: b"<html>an error page</html>",
    "half of it": lambda kept: kept[: len(kept) // 2],
    "its head": lambda kept: kept[:9],
    "zeros at the end": lambda kept: kept[:-64] + bytes(64),
    "no schema message": lambda kept: kept[200:],
    "another table": lambda kept: stream(pa.table({"x": [1]})),
    "another table with counts": lambda kept: stream(pa.table({"x": [1]}).replace_schema_metadata(COUNTS)),
    "a pickle": lambda kept: b"\x80\x04K\x01.",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_bytes_are_answered_anew_and_replaced(
    hand: World, redis_url: str, client: redis.Redis, damage: str
) -> None:
    sold(hand, 1, 1, DAY, "10")
    workspace = hand.workspace(RedisCache(redis_url))
    first = asked(workspace, "gross_sales orders", "2011", "month customer")
    (key,) = client.keys("answer:*")
    kept = client.get(key)
    assert isinstance(kept, bytes)
    client.set(key, DAMAGE[damage](kept))
    for _ in range(2):
        again = asked(workspace, "gross_sales orders", "2011", "month customer")
        assert one(again, "gross_sales") == 10
        assert again.receipt.checksum == first.receipt.checksum
    assert client.get(key) == kept


@pytest.mark.parametrize("position", [0.3, 0.6, 0.9])
def test_a_bit_turned_over_never_becomes_another_number(
    hand: World, redis_url: str, client: redis.Redis, position: float
) -> None:
    """The answer carries the checksum of its values."""
    for n in range(50):
        sold(hand, 1, n, DAY, "10")
    workspace = hand.workspace(RedisCache(redis_url))
    first = asked(workspace, "gross_sales orders", "2011")
    (key,) = client.keys("answer:*")
    kept = client.get(key)
    assert isinstance(kept, bytes)
    for place in range(int(len(kept) * position), len(kept), 97):
        client.set(key, kept[:place] + bytes([kept[place] ^ 4]) + kept[place + 1 :])
        again = asked(workspace, "gross_sales orders", "2011")
        assert (one(again, "gross_sales"), one(again, "orders")) == (500, 50)
        assert again.receipt.rows == first.receipt.rows


def test_another_type_under_the_key_is_no_answer(hand: World, redis_url: str, client: redis.Redis) -> None:
    sold(hand, 1, 1, DAY, "10")
    workspace = hand.workspace(RedisCache(redis_url))
    asked(workspace, "gross_sales", "2011")
    (key,) = client.keys("answer:*")
    client.delete(key)
    client.lpush(key, "x")
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 10
