"""Headers of every answer: what the browser may load, and what it must not do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_YEAR = 31_536_000


def content_policy(script_hashes: Iterable[str]) -> str:
    """Content-Security-Policy: everything from here; of inline scripts only those of the page, by their hashes.

    Streamlit's protobuf compiles a few bytes of WebAssembly for 64-bit numbers; text is never evaluated.
    """
    rules = (
        "default-src 'self'",
        " ".join(("script-src 'self' 'wasm-unsafe-eval'", *script_hashes)),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
    return "; ".join(rules)


@dataclass(frozen=True, slots=True)
class SafeHeaders:
    """The headers by name. With `secure`, browsers are also told to come by TLS only, for a year."""

    values: dict[str, str]

    @classmethod
    def computed(cls, script_hashes: Iterable[str], *, secure: bool) -> "SafeHeaders":
        """For a page with these inline scripts."""
        values = {
            "content-security-policy": content_policy(script_hashes),
            "x-content-type-options": "nosniff",
            "x-frame-options": "SAMEORIGIN",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        return cls(values | ({"strict-transport-security": f"max-age={_YEAR}"} if secure else {}))

    def around(self, send: Send, *, private: bool, cookies: tuple[str, ...] = ()) -> Send:
        """`send` with the headers added; `private` answers are kept by no cache, `cookies` are set."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in self.values.items():
                    headers[name] = value
                if private:
                    headers["cache-control"] = "private, no-store"
                for cookie in cookies:
                    headers.append("set-cookie", cookie)
            await send(message)

        return with_headers
