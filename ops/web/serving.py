"""The server under the application: uvicorn, with the limits that suit Streamlit's WebSocket."""

from pathlib import Path

import uvicorn

from ops.web.application import SCRIPT, build
from sales_core.intake.upload_folders import remove_unowned
from sales_core.settings import Settings

_GRACE_SECONDS = 5
_MESSAGE_BYTES = 8 * 1024 * 1024
_PING_SECONDS = 30.0
_HEAD_BYTES = 64 * 1024
"""Of one request's line and headers: h11 refuses more, httptools would keep whatever comes."""


def serve(settings: Settings, script: Path = SCRIPT) -> None:
    """Serve on LISTEN_ADDRESS and PORT until a signal says stop.

    What a killed process left of uploads is removed first.

    What a proxy says of a request is for ops/web/proxies.py to judge, not for uvicorn.
    """
    remove_unowned()
    uvicorn.run(
        build(settings, script),
        host=settings.listen_address,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http="h11",
        h11_max_incomplete_event_size=_HEAD_BYTES,
        ws="websockets-sansio",
        ws_max_size=_MESSAGE_BYTES,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PING_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
