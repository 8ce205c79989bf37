"""The three addresses of the sidecar."""

import asyncio
from collections.abc import Iterable

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ops.sidecar.doorman import Doorman
from ops.sidecar.findings import WELL, Finding, Part, State, body, can_serve
from ops.sidecar.headers import Headed
from ops.sidecar.watch import Watch

_log = structlog.get_logger("sidecar")
_FOR_READINESS = (Part.DATABASE, Part.REPLICA, Part.MIGRATIONS)


class Sidecar:
    """What is watched, and what is answered."""

    def __init__(self, watches: dict[Part, Watch], doorman: Doorman) -> None:
        self._watches = watches
        self._doorman = doorman
        self._told: dict[Part, State] = {}

    async def health(self, request: Request) -> JSONResponse:
        """All parts: states only, with detail for a signed-in admin. 200 while the app answers questions, else 503."""
        findings, admin = await asyncio.gather(self._look(self._watches), self._doorman.admits(request.cookies))
        return JSONResponse(body(findings, in_detail=admin), 200 if can_serve(findings) else 503)

    async def live(self, _request: Request) -> JSONResponse:
        """This process answers; nothing else is asked."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> JSONResponse:
        """Database up and migrations at head: 200, else 503."""
        findings = await self._look(part for part in _FOR_READINESS if part in self._watches)
        ready = can_serve(findings)
        return JSONResponse({"status": "ok" if ready else "down"}, 200 if ready else 503)

    async def _look(self, parts: Iterable[Part]) -> dict[Part, Finding]:
        looked_at = tuple(parts)
        found = await asyncio.gather(*(self._watches[part].finding() for part in looked_at))
        findings = dict(zip(looked_at, found, strict=True))
        self._log_changes(findings)
        return findings

    def _log_changes(self, findings: dict[Part, Finding]) -> None:
        """One line when a part's state is another than before, so that the log tells when what began and why."""
        for part, found in findings.items():
            before, self._told[part] = self._told.get(part), found.state
            if before is not found.state:
                log = _log.info if found.state in WELL else _log.warning
                log("part changed", part=part.value, state=found.state.value, before=before, **found.detail)


def application(watches: dict[Part, Watch], doorman: Doorman) -> Starlette:
    """The ASGI application."""
    sidecar = Sidecar(watches, doorman)
    routes = [
        Route("/api/health", sidecar.health),
        Route("/health/live", sidecar.live),
        Route("/health/ready", sidecar.ready),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Headed)])
