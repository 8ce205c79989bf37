"""What took how long within what, for a tracer where one is set up (sales_core/otlp.py); nothing happens elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

Word = str | int | float | bool


class Ending(Protocol):
    """Ends a span that was begun, in the same thread, with what only its end knows."""

    def __call__(self, **words: Word) -> None:
        """Add words to the span that is open."""


class Tracer(Protocol):
    """Whatever takes spans in; it never raises."""

    def begin(self, name: str, words: dict[str, Word]) -> Ending:
        """Begin a span; what begins in this thread before its end lies within it."""


_tracers: list[Tracer] = []


def trace_with(tracer: Tracer) -> None:
    """Give every span from now on to this tracer; once a process."""
    _tracers[:] = [tracer]


def begin_span(name: str, **words: Word) -> Ending:
    """Begin a span that ends where `with` can not reach."""
    return _tracers[0].begin(name, words) if _tracers else _nothing


@contextmanager
def span(name: str, **words: Word) -> Iterator[None]:
    """Around a piece of work."""
    if not _tracers:
        yield
        return
    end = _tracers[0].begin(name, words)
    failed = ""
    try:
        yield
    except Exception as error:
        failed = type(error).__name__
        raise
    finally:
        end(**({"failed": failed} if failed else {}))


def _nothing(**_words: Word) -> None:
    return None
