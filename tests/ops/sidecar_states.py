"""What the sidecar says of an installation of the tests in which all is well."""

import time
from collections.abc import Callable

ALL_WELL = {
    "status": "ok",
    "app": "ok",
    "script": "ok",
    "database": "development only",
    "migrations": "ok",
    "newest_source_row": "absent",
    "sessions": "ok",
    "worker": "ok",
    "cache": "ok",
    "cache_hits": "absent",
    "memory": "ok",
    "disk": "ok",
    "rollup_lag": "absent",
    "replication": "absent",
}


def eventually(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it comes to be true in time: a look that hung is given up after about three seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False
