"""Headers that every answer of the sidecar carries, errors included."""

from starlette.types import ASGIApp, Receive, Scope, Send

from ops.web.headers import SafeHeaders

HEADERS = SafeHeaders(
    {
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
)


class Headed:
    """Nothing is stored, framed, sniffed or read by another origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app inside does, under the headers."""
        await self._app(scope, receive, HEADERS.around(send, private=False))
