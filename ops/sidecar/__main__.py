"""Serve health on SIDECAR_PORT until told to stop: `python -m ops.sidecar`."""

import logging
import sys

import uvicorn

from ops.sidecar.app import application
from ops.sidecar.doorman import Doorman
from ops.sidecar.looks import looking_engine
from ops.sidecar.watches import watches_for
from sales_core.logs import configure_logs
from sales_core.observing import observe_or_exit
from sales_core.settings import settings_or_exit

_CONNECTIONS = 200
"""More at once are refused with 503: health is asked by a few."""

_HEAD_BYTES = 64 * 1024
"""Of one request's line and headers."""


def main() -> int:
    """Exit code 2 when a setting is wrong or missing."""
    settings = settings_or_exit()
    if settings.database_url is None:
        print("settings: DATABASE_URL is not set; the sidecar must know which database to look at", file=sys.stderr)
        return 2
    configure_logs(settings.log_level, settings.log_format)
    observe_or_exit(settings, "ops.sidecar")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each look at the migrations
    primary = looking_engine(settings.database_url)
    watches = watches_for(settings, primary)
    watches.begin()
    served = application(watches, Doorman(primary))
    uvicorn.run(
        served,
        host=settings.listen_address,
        port=settings.sidecar_port,
        limit_concurrency=_CONNECTIONS,
        http="h11",
        h11_max_incomplete_event_size=_HEAD_BYTES,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
