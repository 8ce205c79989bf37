"""A wish to stop is heard wherever the launcher is, also inside a library that swallows every Exception."""

import contextlib
import os
import signal

import pytest

from ops.launch.errors import StopAskedError
from ops.launch.signals import stopping_on_signals


def test_no_catch_of_errors_takes_the_wish_to_stop_for_one() -> None:
    with pytest.raises(StopAskedError), stopping_on_signals(), contextlib.suppress(Exception):
        os.kill(os.getpid(), signal.SIGTERM)
