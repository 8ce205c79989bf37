"""The addresses of the sidecar: some for everyone, some for the inside alone."""

import asyncio
from collections.abc import Iterable, Mapping

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ops.sidecar.doorman import Doorman
from ops.sidecar.exposition import exposition
from ops.sidecar.findings import NOT_BUILT, WELL, Finding, Part, State, body, can_serve, overall, together
from ops.sidecar.headers import Headed
from ops.sidecar.inside import from_inside
from ops.sidecar.security import Concern, verdict, with_what_is_not_built
from ops.sidecar.watch import Watched
from ops.sidecar.watches import Watches

_log = structlog.get_logger("sidecar")
_FOR_READINESS = (Part.DATABASE, Part.MIGRATIONS)
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Sidecar:
    """What is watched, and what is answered."""

    def __init__(self, watches: Watches, doorman: Doorman) -> None:
        self._watches = watches
        self._doorman = doorman
        self._told: dict[str, State] = {}

    async def health(self, request: Request) -> JSONResponse:
        """All parts: states only, with detail for a signed-in admin. 200 while the app answers questions, else 503."""
        findings, admin = await asyncio.gather(self._health(), self._doorman.admits(request.cookies))
        return _health(findings, in_detail=admin)

    async def health_inside(self, request: Request) -> Response:
        """The same with detail, for the inside."""
        return _health(await self._health(), in_detail=True) if from_inside(request) else _nothing_there()

    async def security(self, request: Request) -> JSONResponse:
        """Known fixes, secrets, failed sign-ins: states only, with detail for a signed-in admin. Always 200."""
        findings, admin = await asyncio.gather(self._security(), self._doorman.admits(request.cookies))
        return JSONResponse(body(findings, verdict(findings), in_detail=admin))

    async def security_inside(self, request: Request) -> Response:
        """The same with detail, for the inside."""
        if not from_inside(request):
            return _nothing_there()
        findings = await self._security()
        return JSONResponse(body(findings, verdict(findings), in_detail=True))

    async def metrics(self, request: Request) -> Response:
        """What Prometheus reads, for the inside."""
        if not from_inside(request):
            return _nothing_there()
        findings, figures, sign_ins = await asyncio.gather(
            self._health(), self._watches.figures.finding(), self._watches.security[Concern.SIGN_INS].finding()
        )
        return Response(exposition(findings, figures, sign_ins), media_type=_TEXT)

    async def live(self, _request: Request) -> JSONResponse:
        """This process answers; nothing else is asked."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> JSONResponse:
        """Database up and migrations at head: 200, else 503."""
        findings = await self._look(_chosen(self._watches.health, _FOR_READINESS))
        ready = can_serve(findings)
        return JSONResponse({"status": "ok" if ready else "down"}, 200 if ready else 503)

    async def _health(self) -> dict[str, Finding]:
        findings = together(await self._look(self._watches.health))
        return findings | {part.value: Finding(State.ABSENT) for part in NOT_BUILT}

    async def _security(self) -> dict[str, Finding]:
        return with_what_is_not_built(await self._look(self._watches.security))

    async def _look(self, watches: Mapping[str, Watched]) -> dict[str, Finding]:
        found = await asyncio.gather(*(watch.finding() for watch in watches.values()))
        findings = dict(zip(map(str, watches), found, strict=True))
        self._log_changes(findings)
        return findings

    def _log_changes(self, findings: Mapping[str, Finding]) -> None:
        """One line when a part's state is another than before, so that the log tells when what began and why."""
        for part, found in findings.items():
            before, self._told[part] = self._told.get(part), found.state
            if before is not found.state:
                log = _log.info if found.state in WELL else _log.warning
                log("part changed", part=part, state=found.state.value, before=before, **found.detail)


def application(watches: Watches, doorman: Doorman) -> Starlette:
    """The ASGI application."""
    sidecar = Sidecar(watches, doorman)
    routes = [
        Route("/api/health", sidecar.health),
        Route("/health/live", sidecar.live),
        Route("/health/ready", sidecar.ready),
        Route("/health/security", sidecar.security),
        Route("/internal/health", sidecar.health_inside),
        Route("/internal/security", sidecar.security_inside),
        Route("/metrics", sidecar.metrics),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Headed)])


def _chosen(watches: Mapping[str, Watched], parts: Iterable[Part]) -> dict[str, Watched]:
    return {part: watches[part] for part in parts if part in watches}


def _health(findings: Mapping[str, Finding], *, in_detail: bool) -> JSONResponse:
    return JSONResponse(body(findings, overall(findings), in_detail=in_detail), 200 if can_serve(findings) else 503)


def _nothing_there() -> Response:
    return PlainTextResponse("Not Found", 404)
