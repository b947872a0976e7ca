"""The example's own HTTP server: answers what ``given.http`` says, and remembers what was asked."""

from __future__ import annotations

import json
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .matching import Entry, Request, choose, near_miss

LARGEST_BODY = 8 << 20
LONGEST_LOG = 2_000
CONTROL = "AIRSMITH"
HELD_SECONDS = 20


class ExampleServer:
    """Serves on 127.0.0.1; ``handed_over`` is the number of a listening socket to use where no port may be bound."""

    def __init__(self, kill_after=None, handed_over=None):
        self.entries = []
        self.unmatched = []
        self.requests = 0
        self.answers = 0
        self.kill_after = kill_after
        self.answered = threading.Event()
        self.begun = threading.Event()
        self.closing = False
        self._lock = threading.Lock()
        self._http = _listen(handed_over)
        self._http.world = self
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, given):
        """Begins to answer with the entries of ``given.http``."""
        self.entries = [Entry(number, entry) for number, entry in enumerate(given, 1)]
        self._thread.start()

    def close(self):
        self.closing = True
        self.answered.set()
        self.begun.set()
        if self._thread.is_alive():
            self._http.shutdown()
        self._http.server_close()

    def answer(self, request):
        """The response for a request as (status, headers, body), or None when it must stay without an answer."""
        with self._lock:
            if self.requests >= LONGEST_LOG:
                return 429, {}, b"the example's server answers no more than %d requests" % LONGEST_LOG
            held = self.kill_after is not None and self.answers >= self.kill_after and not self.begun.is_set()
            if not held:
                return self._take(request)
        # Between the N-th answer and the kill a task may get one more request out. Whether it does is a race, so
        # such a request is neither answered nor counted: the task that sent it is about to end.
        self.begun.wait(HELD_SECONDS)
        return None

    def _take(self, request):
        self.requests += 1
        self.answers += 1
        entry = choose(self.entries, request)
        if entry is None:
            reason = near_miss(self.entries, request)
            if len(self.unmatched) < 20:
                self.unmatched.append(reason)
            return 418, {"Content-Type": "text/plain; charset=utf-8"}, reason.encode("utf-8", "replace")
        entry.used += 1
        return _response(entry.response)

    def sent(self):
        """The bytes of an answer have left."""
        if self.kill_after is not None and self.answers >= self.kill_after:
            self.answered.set()

    def control(self, path):
        """``/answered`` waits for the N-th answer; ``/begun`` says that the kill has begun. True unless closing."""
        if path == "/begun":
            self.begun.set()
        else:
            self.answered.wait()
        return not self.closing


def _response(given):
    headers = {str(name): str(value) for name, value in (given.get("headers") or {}).items()}
    kinds = {name.lower() for name in headers}
    if "json" in given:
        body = json.dumps(given["json"], ensure_ascii=False).encode("utf-8")
        kind = "application/json"
    else:
        body = str(given.get("body") if given.get("body") is not None else "").encode("utf-8")
        kind = "text/plain; charset=utf-8"
    if "content-type" not in kinds:
        headers["Content-Type"] = kind
    return int(given.get("status", 200)), headers, body


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A client that went away is the component's business, and shows in its own result."""


def _listen(handed_over):
    if handed_over is None:
        return _Server(("127.0.0.1", 0), _Handler)
    server = _Server(("127.0.0.1", 0), _Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = socket.socket(fileno=os.dup(handed_over))
    server.server_address = server.socket.getsockname()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "airsmith-example"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or len(self.raw_requestline) > 65536 or not self.parse_request():
            self.close_connection = True
            return
        if self.server.world.closing:
            # A client may keep a connection beyond the end of the world.
            self.close_connection = True
            return
        if self.command == CONTROL:
            self._respond(200 if self.server.world.control(self.path) else 204, {}, b"")
            return
        body = self._body()
        if body is None:
            self._respond(413, {}, b"the body is too large or not framed")
            self.close_connection = True
            return
        answer = self.server.world.answer(Request(self.command, self.path, self.headers.items(), body))
        if answer is None:
            self.close_connection = True
            return
        self._respond(*answer)
        self.server.world.sent()

    def _body(self):
        if "chunked" in (self.headers.get("Transfer-Encoding") or "").lower():
            return self._chunks()
        try:
            size = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            return None
        return self.rfile.read(size) if 0 <= size <= LARGEST_BODY else None

    def _chunks(self):
        body = b""
        while True:
            try:
                size = int(self.rfile.readline(100).split(b";")[0].strip() or b"x", 16)
            except ValueError:
                return None
            if size < 0 or len(body) + size > LARGEST_BODY:
                return None
            body += self.rfile.read(size)
            self.rfile.readline(4)
            if size == 0:
                return body

    def _respond(self, status, headers, body):
        bare = status in (204, 304) or 100 <= status < 200
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if not bare and "content-length" not in {name.lower() for name in headers}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not bare and self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format, *args):
        """Nothing: what was asked is kept by the world, not printed."""
