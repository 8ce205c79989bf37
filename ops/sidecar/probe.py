"""Exit code 0 when an address answers 200, else 1: `python -m ops.sidecar.probe [URL]`, for HEALTHCHECK.

The image has no curl. Without a URL the app of the same container is asked. Standard library only, to be quick.
"""

import os
import sys
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

_SECONDS = 2.0


def healthy(url: str) -> bool:
    """Whether `url` answers 200 in time, asked directly and never by a proxy."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=_SECONDS) as answer:
            return bool(answer.status == 200)
    except (URLError, HTTPException, OSError) as error:
        print(f"{url}: {error}", file=sys.stderr)
        return False


def main(arguments: list[str]) -> int:
    """The exit code."""
    own_app = f"http://127.0.0.1:{os.environ.get('PORT') or 8501}/healthz"
    return 0 if healthy(arguments[0] if arguments else own_app) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
