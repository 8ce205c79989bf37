"""Coroutines of a test, run where no loop is yet: a session that drives a browser keeps one in its own thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

T = TypeVar("T")


def run_apart(coroutine: Coroutine[Any, Any, T]) -> T:
    """What it comes to, in a thread of its own that knows what this one follows. Raises what the coroutine raises."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(copy_context().run, asyncio.run, coroutine).result()
