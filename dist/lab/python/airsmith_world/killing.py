"""Ends a task after the N-th answer of the example's server, as Airflow would: SIGTERM, `on_kill`, then the end."""

from __future__ import annotations

import http.client
import signal
import sys
import threading
import time

from .server import CONTROL

STEADY_SAMPLES = 10
SAMPLE_SECONDS = 0.025


class TaskKilled(BaseException):
    """Ends the task after `on_kill`; not an Exception, so that no component keeps on living by catching it."""


class Killer:
    """While entered, waits for the N-th answer, then lets the component come to rest and sends it SIGTERM.

    The rest matters: right after the answer a component may not have stored yet what the answer told it. It is
    at rest when its main thread stays at one instruction, which is where it waits for something.
    `on_kill` says whether the task ends right there; a trigger's loop has to end by itself.
    """

    def __init__(self, port, on_kill):
        self.port = port
        self.on_kill = on_kill
        self.killed = False
        self._done = threading.Event()
        self._main = threading.main_thread()
        self._handler = None

    def __enter__(self):
        self._handler = signal.signal(signal.SIGTERM, self._terminate)
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._done.set()
        signal.signal(signal.SIGTERM, self._handler or signal.SIG_DFL)

    def _watch(self):
        if not self._control("/answered"):
            return
        while not self._done.is_set() and not self._at_rest():
            pass
        if not self._done.is_set():
            signal.pthread_kill(self._main.ident, signal.SIGTERM)

    def _at_rest(self):
        place = self._place()
        for _ in range(STEADY_SAMPLES):
            time.sleep(SAMPLE_SECONDS)
            if self._done.is_set() or self._place() != place:
                return False
        return True

    def _place(self):
        frame = sys._current_frames().get(self._main.ident)
        return (id(frame), frame.f_lasti) if frame else None

    def _terminate(self, *_):
        if self.killed:
            return
        self.killed = True
        self._control("/begun")
        if self.on_kill():
            raise TaskKilled()

    def _control(self, path):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
            connection.request(CONTROL, path)
            return connection.getresponse().status == 200
        except OSError:
            return False
