"""What is remembered of answers: bytes under a key that names plan and state, so nothing in it can be stale.

A cache that is away, slow or full costs time, never an answer: each of its errors is a miss.
"""

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

import redis
import structlog

from sales_core.errors import DashboardError
from sales_core.telemetry import Remembered, looked_up

log = structlog.get_logger(__name__)

LIFETIME_S = 24 * 3600
LARGEST = 32 * 1024 * 1024
"""Bytes of an answer that is still worth keeping."""


class MakerFailed(Exception):
    """The one who was making the answer failed a moment ago; its message is this one's."""


class Cache(Protocol):
    """Gives the bytes under a key, made at most once at a time."""

    def get(self, key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
        """The bytes, and whether they were remembered. Errors of `make` are the caller's.

        MakerFailed when another was making them and failed: those who waited are told, and none tries in turn.
        """

    def forget(self, key: str) -> None:
        """Drop what is under a key, where it turned out not to be an answer."""


class ProcessCache:
    """A cache in this process, for when there is no Redis: the latest answers up to a number of bytes."""

    def __init__(self, capacity: int = 64 * 1024 * 1024) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
        """See Cache."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                looked_up(Remembered.HIT)
                return self._kept[key], True
        looked_up(Remembered.MISS)
        content = make()
        with self._lock:
            self._size += len(content) - len(self._kept.pop(key, b""))
            self._kept[key] = content
            while self._size > self._capacity:
                self._size -= len(self._kept.popitem(last=False)[1])
        return content, False

    def forget(self, key: str) -> None:
        """See Cache."""
        with self._lock:
            self._size -= len(self._kept.pop(key, b""))


_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_EXTEND = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0"


class RedisCache:
    """A cache shared by processes; while one makes an answer, others wait for it, but never longer than `patience_s`.

    The maker's lock lives one second and is renewed while the maker does, so that a killed maker costs a second.
    """

    def __init__(self, url: str, *, timeout_s: float = 0.5, patience_s: float = 10.0) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=timeout_s, socket_connect_timeout=timeout_s)
        self._patience_s = patience_s
        self._away_until = 0.0

    def get(self, key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
        """See Cache."""
        content, remembered = self._got(key, make)
        looked_up(Remembered.HIT if remembered else Remembered.AWAY if self._away else Remembered.MISS)
        return content, remembered

    def _got(self, key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
        deadline = time.monotonic() + self._patience_s
        pause, waited = 0.005, False
        while time.monotonic() < deadline:
            kept, failure = self._kept(key)
            if kept is not None:
                return kept, True
            if failure is not None and waited:
                raise MakerFailed(failure)
            token = uuid.uuid4().hex
            mine = self._ask(lambda token=token: self._client.set(f"{key}:lock", token, nx=True, px=1000))  # type: ignore[misc]
            if mine or self._away:
                with self._renewed(f"{key}:lock", token):
                    return self._make(key, make)
            time.sleep(pause)
            pause, waited = min(pause * 1.5, 0.05), True
        return make(), False  # twice is never wrong: the key names the state

    def forget(self, key: str) -> None:
        """See Cache."""
        self._ask(lambda: self._client.delete(key))

    @property
    def _away(self) -> bool:
        return time.monotonic() < self._away_until

    def _ask(self, call: Callable[[], object]) -> object:
        """What Redis answers, or None; after an error it is left alone for a second."""
        if self._away:
            return None
        try:
            return call()
        except redis.RedisError as error:
            self._away_until = time.monotonic() + 1.0
            log.warning("cache_away", error=type(error).__name__)
            return None

    def _kept(self, key: str) -> tuple[bytes | None, str | None]:
        """The bytes under the key, or how making them failed within the last second."""
        found = self._ask(lambda: self._client.mget(key, f"{key}:failed"))
        kept, failure = found if isinstance(found, list) else (None, None)
        return kept, failure.decode() if failure is not None else None

    def _make(self, key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
        kept, _ = self._kept(key)  # the maker before may have finished in between
        if kept is not None:
            return kept, True
        try:
            content = make()
        except Exception as error:
            message = str(error) if isinstance(error, DashboardError) else "making the answer failed; see the log"
            self._ask(lambda: self._client.set(f"{key}:failed", message, px=1000))
            raise
        if len(content) <= LARGEST:
            self._ask(lambda: self._client.set(key, content, ex=LIFETIME_S))
        return content, False

    @contextmanager
    def _renewed(self, lock: str, token: str) -> Iterator[None]:
        """Keeps the lock while the block runs, and gives it back."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(0.3):
                self._ask(lambda: self._client.eval(_EXTEND, 1, lock, token, "1000"))

        thread = threading.Thread(target=beat, name="cache-lock", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            with suppress(redis.RedisError):
                self._ask(lambda: self._client.eval(_RELEASE, 1, lock, token))


def make_cache(url: str | None) -> Cache:
    """The cache at a Redis URL, or one in this process."""
    return RedisCache(url) if url else ProcessCache()
