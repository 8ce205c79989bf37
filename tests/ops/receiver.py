"""A plain HTTP server on this machine that keeps what it is sent: a collector's and an error tracker's place."""

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Receiver:
    """What came, as path and body, decompressed."""

    port: int
    came: list[tuple[str, bytes]] = field(default_factory=list)

    def await_bodies(self, enough: Callable[[list[bytes]], bool], seconds: float = 30) -> list[bytes]:
        """The bodies, once there are enough."""
        end = time.monotonic() + seconds
        while not enough(bodies := [body for _, body in self.came]):
            assert time.monotonic() < end, [path for path, _ in self.came]
            time.sleep(0.05)
        return bodies


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port, until the block ends."""
    kept = Receiver(0)

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            match self.headers.get("content-encoding"):
                case "gzip":
                    body = gzip.decompress(body)
                case "deflate":
                    body = zlib.decompress(body)
            kept.came.append((self.path, body))
            self.send_response(200)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class calls it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keep)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
