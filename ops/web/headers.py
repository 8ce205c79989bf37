"""Headers of every answer: what the browser may load, and what it must not do with it."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_YEAR = 31_536_000


def content_policy() -> str:
    """Content-Security-Policy: everything from here; of inline scripts only Streamlit's own, by its hash."""
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in _INLINE.findall(index))
    rules = (
        "default-src 'self'",
        f"script-src 'self' {hashes}".rstrip(),
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
    def computed(cls, *, secure: bool) -> "SafeHeaders":
        """For the installed version of Streamlit."""
        values = {
            "content-security-policy": content_policy(),
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


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
