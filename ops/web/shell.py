"""The HTML page around every page: Streamlit's own, told where its server is.

Left alone, Streamlit's script looks for its server below the page's address first (`/about/_stcore/health`), which
costs a round trip and leaves errors in the console. The page is also given our title, and addresses that hold
at any depth.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import streamlit

from sales_core.errors import DashboardError

_TITLE = "Sales dashboard"
_HERE = '<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin + "/" }</script>'
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_AGENTS = re.compile(r'\s*<link rel="service-desc"[^>]*>')


class ShellError(DashboardError):
    """The installed Streamlit's page is not as expected."""


@dataclass(frozen=True, slots=True)
class Shell:
    """`html` is the page; `script_hashes` are its inline scripts' hashes, as a content policy writes them."""

    html: str
    script_hashes: tuple[str, ...]

    @classmethod
    def of_streamlit(cls) -> "Shell":
        """Made from the index.html of the installed version."""
        html = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
        html = _replaced(html, "<title>Streamlit</title>", f"<title>{_TITLE}</title>")
        html = _replaced(html, '<script type="module"', f'{_HERE}\n    <script type="module"')
        html = _replaced(html, '="./', '="/')
        html = _AGENTS.sub("", html)
        return cls(html, tuple(f"'sha256-{_sha256(script)}'" for script in _INLINE.findall(html)))


def _replaced(html: str, old: str, new: str) -> str:
    if old not in html:
        raise ShellError(f"Streamlit {streamlit.__version__} has no {old!r} in its page; ops/web/shell.py expects it")
    return html.replace(old, new)


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
