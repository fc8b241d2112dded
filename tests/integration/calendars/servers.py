"""Servers on this machine that answer as a test tells them to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """Where it is, and what was asked of it: the path and the Host header."""

    port: int
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def address(self, path: str = "/kalender.ics", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(answer: Answering) -> Iterator[Server]:
    """A server that answers every GET with `answer`."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Host"]))
            answer(self)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Server(server.server_port, asked)
        finally:
            server.shutdown()
            thread.join()


def content(body: bytes, *, status: int = 200, **headers: str) -> Answering:
    """An answer with this content."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer
