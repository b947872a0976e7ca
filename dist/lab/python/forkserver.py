"""One warmed Airflow: reads jobs as JSON lines, does each in a forked, sandboxed child, writes results as JSON lines.

The process has one thread and imports no code of a user. Whatever a child does costs only its own verdict: it is
watched from here, killed with its whole process group, and believed only what follows the token of its job.
"""

from __future__ import annotations

import json
import os
import selectors
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import namespaces  # noqa: E402
import sandbox  # noqa: E402
from census import Census  # noqa: E402
from guard import stand_guard  # noqa: E402
from lending import Lender  # noqa: E402
from removal import remove  # noqa: E402
from supervised import Child, reap  # noqa: E402

TICK_SECONDS = 0.1
#: Processes that children left behind end here; they are collected even while there is nothing to do.
IDLE_SECONDS = 1.0
LARGEST_JOB = 64 << 20


class ForkServer:
    """Takes jobs from `source`, gives results to `sink` (both file descriptors)."""

    def __init__(self, source, sink, base, mode):
        self.source = source
        self.sink = sink
        self.base = base
        self.mode = mode
        self.children = {}
        self.census = Census()
        self.buffer = b""
        self.selector = selectors.DefaultSelector()
        self.selector.register(source, selectors.EVENT_READ, self._read_jobs)
        self.open = True

    def lend_sockets(self):
        """From now on gives listening sockets of this network to whoever asks in the server's folder."""
        lender = Lender(self.base)
        self.selector.register(lender, selectors.EVENT_READ, lambda _: lender.lend())

    def serve(self):
        """Until the source ends; then every child is killed."""
        while self.open:
            timeout = TICK_SECONDS if self.children else IDLE_SECONDS
            for key, _ in self.selector.select(timeout):
                key.data(key.fd)
            reap(self.children)
            self._weigh()
            self._settle()
        for child in list(self.children.values()):
            child.kill()
            child.close()
        reap(self.children)

    def _read_jobs(self, handle):
        chunk = os.read(handle, 1 << 16)
        if not chunk or len(self.buffer) > LARGEST_JOB:
            self.open = False
            return
        *lines, self.buffer = (self.buffer + chunk).split(b"\n")
        for line in lines:
            if line.strip():
                self._do(json.loads(line))

    def _do(self, job):
        if job["op"] == "ping":
            # Asked while something is awaited: that this is answered at all is the answer.
            self._write({"id": job["id"], "ok": True})
        else:
            self._start(job)

    def _start(self, job):
        try:
            child = Child(job, self.base, self.mode)
        except OSError as error:
            failure = {"kind": "killed", "stage": "fork", "message": f"no process could be started: {error}"}
            self._write({"id": job["id"], "ok": False, "failure": failure, "ms": 0, "output": ""})
            return
        self.children[child.pid] = child
        self.selector.register(child.results, selectors.EVENT_READ, lambda _: self._drain(child, child.results))
        self.selector.register(child.output, selectors.EVENT_READ, lambda _: self._drain(child, child.output))
        self.selector.register(child.alive, selectors.EVENT_READ, lambda _: self._ended(child))

    def _drain(self, child, handle):
        if not child.take(handle):
            self._forget(handle)

    def _ended(self, child):
        self._forget(child.alive)
        child.ended = True

    def _forget(self, handle):
        try:
            self.selector.unregister(handle)
        except KeyError:
            pass

    def _weigh(self):
        grown = [child for child in self.children.values() if not child.young]
        if not grown or not self.census.due():
            return
        uses = self.census.take([child.pid for child in grown])
        for child in grown:
            child.weigh(uses[child.pid])

    def _settle(self):
        for child in [child for child in self.children.values() if child.settled()]:
            child.kill()
            for handle in (child.results, child.output, child.alive):
                self._forget(handle)
            self._write(child.close())
            del self.children[child.pid]

    def _write(self, result):
        try:
            text = json.dumps(result, allow_nan=False)
        except (ValueError, RecursionError):
            # What a child sent may be JSON for Python alone: NaN, 1e999, or nested too deep.
            failure = {"kind": "protocol", "stage": "result", "message": "the result is not JSON"}
            text = json.dumps({"id": result["id"], "ok": False, "failure": failure, "ms": result["ms"], "output": ""})
        data = text.encode() + b"\n"
        while data:
            data = data[os.write(self.sink, data) :]


def main():
    base, choice = sys.argv[1], sys.argv[2]
    # The protocol has a descriptor of its own: libraries print, and a print must not look like a result.
    sink = os.dup(1)
    os.dup2(2, 1)
    started = time.monotonic()
    scratch = os.path.join(base, "scratch")
    # One that died before left its own.
    remove(scratch)
    try:
        mode = sandbox.choose(choice, base)
    except sandbox.Refused as refused:
        os.write(sink, json.dumps({"ready": False, "refused": str(refused)}).encode() + b"\n")
        return
    if mode.namespaces:
        namespaces.enter(base, [*sandbox.own_reads(), *sandbox.SYSTEM_READS])
    else:
        stand_guard()
    import warm

    facts = warm.up(base)
    ready = {"ready": True, **facts, "sandbox": mode.name, "ms": round((time.monotonic() - started) * 1000)}
    server = ForkServer(0, sink, base, mode)
    if mode.namespaces:
        server.lend_sockets()
        ready["network"] = base
    os.write(sink, json.dumps(ready).encode() + b"\n")
    server.serve()
    remove(scratch)


if __name__ == "__main__":
    main()
