"""A forked child as its parent sees it: pipes, deadline, process group, and how little of it is believed."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import signal
import time

import child as inside
from census import free_bytes, more_files_than
from lending import listener
from removal import remove

LARGEST_RESULT = 8 << 20
LARGEST_OUTPUT = 1 << 20
MEGABYTE = 1 << 20
#: For all processes of a child together.
MOST_TASKS = 96
MOST_MEMORY = 1536 * MEGABYTE
MOST_WRITTEN = 512 * MEGABYTE
MOST_FILES = 20_000
#: A job that takes no longer is not counted: it has no time to do much.
YOUNG_SECONDS = 0.2
ENTRIES_AT_ONCE = 200
TEXTS = ("stage", "exception", "message", "traceback", "path")
PLACES = ("line", "column")
LONGEST_TEXT = 64 << 10
SUBREAPER = 36

ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


class Child:
    """Forks at once. `take` reads what comes, `settled` says when to `kill` and `close`."""

    def __init__(self, job, base, mode):
        self.job = job
        self.started = time.monotonic()
        self.deadline = self.started + float(job["deadline"])
        self.scratch = os.path.join(base, "scratch", str(job["id"]))
        os.makedirs(self.scratch, mode=0o700)
        self.token = secrets.token_hex(16).encode()
        self.stage = "start"
        self.stack = None
        self.answer = None
        self.trouble = None
        self.ended = False
        self.status = None
        self.received = 0
        self.partial = b""
        self.printed = b""
        self.flooded = False
        self.folders = [self.scratch, *job.get("writes", [])]
        self._free_before = free_bytes(self.scratch)
        self._fork(mode)

    def _fork(self, mode):
        # Tests open their own example server, but may bind nothing: they get a socket that listens already.
        lent = listener() if self.job["op"] == "tests" else None
        self.results, result_end = os.pipe()
        self.output, output_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            ends = (result_end, output_end, lent.fileno() if lent else None)
            port = lent.getsockname()[1] if lent else self.job.get("port")
            inside.live(self.job, self.token, self.scratch, ends, port, mode)
        os.close(result_end)
        os.close(output_end)
        if lent:
            lent.close()
        os.set_blocking(self.results, False)
        os.set_blocking(self.output, False)
        self.alive = os.pidfd_open(self.pid)

    def take(self, handle):
        """Reads once from one of the two pipes; false at its end."""
        try:
            data = os.read(handle, 1 << 16)
        except BlockingIOError:
            return True
        if handle == self.output:
            self._print(data)
        elif data:
            self._believe(data)
        return bool(data)

    def _print(self, data):
        room = LARGEST_OUTPUT - len(self.printed)
        self.printed += data[: max(room, 0)]
        self.flooded = self.flooded or len(data) > room

    def _believe(self, data):
        self.received += len(data)
        if self.received > LARGEST_RESULT:
            self.trouble = self.trouble or ("protocol", f"the result has more than {LARGEST_RESULT >> 20} MB")
            return
        *lines, self.partial = (self.partial + data).split(b"\n")
        for line in lines:
            if self.answer is None and self.trouble is None:
                self._read(line)

    def _read(self, line):
        token, _, text = line.partition(b" ")
        if not secrets.compare_digest(token, self.token):
            self.trouble = ("protocol", "something was written to the result pipe that is no result")
            return
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            self.trouble = ("protocol", "the result is not JSON")
            return
        # The token says who speaks, not what: a component can find it, and say anything under it.
        if not isinstance(message, dict):
            self.trouble = ("protocol", "the result is no message")
            return
        if isinstance(message.get("stage"), str):
            self.stage = message["stage"][:40]
        if isinstance(message.get("stack"), dict):
            self.stack = message["stack"]
        self.answer = message.get("answer")

    @property
    def young(self):
        return time.monotonic() < self.started + YOUNG_SECONDS

    def weigh(self, use):
        """Ends it for what all its processes use together."""
        if self.trouble is not None:
            return
        # Memory disks are not counted as written, and pipes are; a disk that fills meanwhile tells them apart.
        written = max(use.to_disk, min(use.written, self._free_before - free_bytes(self.scratch)))
        if use.tasks > MOST_TASKS:
            self.trouble = ("killed", f"started more than {MOST_TASKS} processes and threads")
        elif use.memory > MOST_MEMORY:
            self.trouble = ("killed", f"took more than {MOST_MEMORY // MEGABYTE} MB of memory in all its processes")
        elif written > MOST_WRITTEN:
            self.trouble = ("killed", f"wrote more than {MOST_WRITTEN // MEGABYTE} MB")
        elif more_files_than(MOST_FILES, self.folders):
            self.trouble = ("killed", f"made more than {MOST_FILES} files")

    def settled(self):
        """Whether nothing more is to be expected of this child."""
        if self.answer is not None or self.trouble is not None:
            return True
        if self.ended:
            self._read_rest()
            return True
        if time.monotonic() > self.deadline:
            self.trouble = ("timeout", f"did not end within {float(self.job['deadline']):g} s")
            return True
        return False

    def _read_rest(self):
        while self.take(self.results) and self._more(self.results):
            pass

    def _more(self, handle):
        import select

        return bool(select.select([handle], [], [], 0)[0])

    def kill(self):
        """Ends the whole process group, for whoever forked stays in it (see `syscalls.PRETENDED`)."""
        for end in (os.killpg, os.kill):
            try:
                end(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        if self.status is None:
            try:
                self.status = os.waitpid(self.pid, 0)[1]
            except ChildProcessError:
                pass

    def close(self):
        """The result of the job; pipes and scratch folder are gone afterwards."""
        for _ in range(LARGEST_OUTPUT >> 16):
            if not self._more(self.output) or not self.take(self.output):
                break
        for handle in (self.results, self.output, self.alive):
            os.close(handle)
        _clear(self.scratch)
        return {
            "id": self.job["id"],
            **self._verdict(),
            "ms": round((time.monotonic() - self.started) * 1000, 1),
            "output": self.printed.decode("utf-8", "replace"),
            "flooded": self.flooded,
        }

    def _verdict(self):
        # Nothing but these: another `id` would be the answer to another job.
        said = self.answer if isinstance(self.answer, dict) else {}
        if said.get("ok") is True:
            return {"ok": True, "value": said.get("value")}
        if said.get("ok") is False and isinstance(said.get("failure"), dict):
            blank = {"kind": "exception", "stage": self.stage, "message": ""}
            return {"ok": False, "failure": {**blank, **_tame(said["failure"])}}
        kind, message = self.trouble or ("killed", self._ending())
        failure = {"kind": kind, "stage": self.stage, "message": message}
        stack = _tame(self.stack or {})
        failure.update({key: stack[key] for key in ("traceback", "line") if key in stack})
        return {"ok": False, "failure": failure}

    def _ending(self):
        if self.status is None:
            return "the process ended without a result"
        if os.WIFSIGNALED(self.status):
            name = signal.Signals(os.WTERMSIG(self.status)).name
            why = {"SIGXCPU": " (too much processor time)", "SIGSYS": " (a forbidden system call)"}.get(name, "")
            return f"the process was ended by {name}{why} before it had a result"
        return f"the process ended with status {os.WEXITSTATUS(self.status)} before it had a result"


def _tame(failure):
    """What a child may say of a failure: known fields that hold what they are for."""
    texts = {key: failure[key][:LONGEST_TEXT] for key in TEXTS if isinstance(failure.get(key), str)}
    places = {key: failure[key] for key in PLACES if type(failure.get(key)) is int and 0 <= failure[key] < 1 << 31}
    return texts | places | ({"raised": True} if failure.get("raised") is True else {})


def _clear(folder):
    """Removes a folder; where there is much in it, in a process of its own, for the server has others to look after."""
    try:
        if remove(folder, most=ENTRIES_AT_ONCE):
            return
        if os.fork() == 0:
            try:
                remove(folder)
            finally:
                os._exit(0)
    except OSError:
        return  # What is left goes with the server.


def reap(children):
    """Collects ended processes: children, and those of children that were left behind."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid in children:
            children[pid].status = status
            children[pid].ended = True
