"""Our own addresses: where a ticket becomes a session, where a dead session's cookie goes, and health."""

from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ops.web.apology import apology
from ops.web.entrance import Entrance
from sales_core.access import access_engine
from sales_core.errors import SourceUnavailable
from sales_core.places import SIGN_IN, local_path, sign_in_address
from sales_core.sessions import Opened, enter

_NO_STORE = {"cache-control": "no-store"}


class Routes:
    """The endpoints, on one entrance."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def listing(self) -> list[Route]:
        """For the application's table of routes."""
        return [
            Route("/auth/session", self.session),
            Route("/auth/bye", self.bye),
            Route("/healthz", self.health),
        ]

    async def session(self, request: Request) -> Response:
        """Take the ticket, set the cookie, go on; without a good ticket, back to the sign-in page."""
        cookies = self._entrance.cookies
        try:
            opened = await self._entered(request)
        except SourceUnavailable:
            return apology(page=True)
        if opened is None:
            return RedirectResponse(SIGN_IN, 303, _NO_STORE)
        answer = RedirectResponse(local_path(opened.next_path), 303, _NO_STORE)
        answer.headers.append("set-cookie", cookies.give_session(opened.session_id))
        answer.headers.append("set-cookie", cookies.take_browser())
        return answer

    async def bye(self, request: Request) -> Response:
        """Remove the cookie of a session that is over, then offer to sign in; a living session stays."""
        cookies = self._entrance.cookies
        wanted = local_path(request.query_params.get("next"))
        try:
            alive = await self._entrance.store.user_of(cookies.session_id(request))
        except SourceUnavailable:
            return apology(page=True)
        answer = RedirectResponse(wanted if alive else sign_in_address(wanted), 303, _NO_STORE)
        if not alive:
            answer.headers.append("set-cookie", cookies.take_session())
        return answer

    async def health(self, request: Request) -> Response:
        """Whether this process can answer people: it runs, and the database answers."""
        del request
        if await self._entrance.store.answers():
            return PlainTextResponse("ok", headers=_NO_STORE)
        return PlainTextResponse("the database is not reachable", 503, _NO_STORE)

    async def _entered(self, request: Request) -> Opened | None:
        ticket, browser = request.query_params.get("t"), self._entrance.cookies.browser(request)
        if not ticket or not browser:
            return None
        work = partial(
            enter,
            access_engine(),
            ticket,
            browser,
            old_session=self._entrance.cookies.session_id(request),
            agent=request.headers.get("user-agent", ""),
            address=request.client.host if request.client else "",
        )
        return await self._entrance.store.in_thread(work)
