"""What a forked child does: shut itself in, do one job, say what came of it, end."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import signal
import sys
import tempfile
import traceback

import jobs
import namespaces
import sandbox
from airsmith_world.traces import describe

RESULT, LISTENER = 3, 4
PARENT_DEATH_SIGNAL = 1
MEMORY = 1024 << 20


def live(job, token, scratch, ends, port, mode):
    """Never returns. `ends` are the descriptors of results, of output, and of a listening socket or None.

    `scratch` is a folder of this job; what the job may write is a folder in it, whose name nobody else is told: a
    component that could look for files in the folder of its tests would have a way to learn from them.
    """
    status = 70
    try:
        scratch = os.path.join(scratch, secrets.token_hex(16))
        os.mkdir(scratch, 0o700)
        _take_descriptors(*ends)
        voice = _Voice(token)
        try:
            _shut_in(job, scratch, port, mode)
            value = _work(job, voice)
        except BaseException as error:
            answer = {"ok": False, "failure": _failure(error, job, voice)}
        else:
            answer = {"ok": True, "value": value}
        signal.setitimer(signal.ITIMER_REAL, 0)
        voice.say({"answer": answer})
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # Threads that the component left, and its exit handlers, have no say.
        os._exit(status)


def _take_descriptors(results, output, listener):
    os.setsid()
    # High copies first: the numbers to be filled may be in use by the others.
    results = _raised(results)
    listener = _raised(listener) if listener is not None else None
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(results, RESULT, inheritable=False)
    keep = RESULT
    if listener is not None:
        os.dup2(listener, LISTENER, inheritable=False)
        keep = LISTENER
    os.closerange(keep + 1, 1 << 16)
    sys.stdin = open(0, closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)


def _raised(handle):
    import fcntl

    return fcntl.fcntl(handle, fcntl.F_DUPFD, 100)


def _shut_in(job, scratch, port, mode):
    # A fork server that is ended takes what it started with it.
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    environment = {
        "HOME": scratch,
        "TMPDIR": scratch,
        "AIRFLOW_HOME": scratch,
        "PATH": os.path.join(sys.prefix, "bin") + ":/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "airflow",
        "LOGNAME": "airflow",
    }
    if job["op"] == "tests":
        environment.update(AIRSMITH_WORLD_SOCKET=str(LISTENER), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    sys.dont_write_bytecode = True
    sandbox.limit(cpu_seconds=int(job["deadline"]) + 5, memory=MEMORY)
    writes = [scratch, *job.get("writes", [])]
    if mode.namespaces:
        namespaces.enclose(_readable(job), writes)
        # One of its own: behind landlock alone it would be the machine's.
        writes = [*writes, namespaces.SHARED_MEMORY]
    os.chdir(scratch)
    if mode.walls:
        reads = [*sandbox.own_reads(), *_readable(job), *sandbox.SYSTEM_READS]
        sandbox.enter(sandbox.Walls(reads, writes, port, mute=job["op"] == "tests"), mode.namespaces)
    # Last, for before it is shut in a child of the namespaces does not see these folders.
    _make_importable(job)


def _readable(job):
    """The draft without its tests, unless they are the job, and the dependencies that were installed for it."""
    return [job["root"], *([job["overlay"]] if job.get("overlay") else [])]


def _make_importable(job):
    """Behind the environment, as Airflow itself does it, so that nothing shadows Airflow: dependencies, then the house."""
    overlay = job.get("overlay")
    if overlay:
        # A plain entry: the `.pth` files of a folder are read by `site` alone, which never hears of this one.
        sys.path.append(overlay)
        _widen(overlay)
    folders = job.get("pythonPath") or [job["pythonRoot"]]
    sys.path.extend(os.path.join(job["root"], folder) for folder in folders if folder)
    # `from include.client import …` is as usual as `from client import …`.
    sys.path.append(job["root"])


def _widen(overlay):
    """Airflow's packages that providers share looked for their parts when they were imported, before this job."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "airflow" and isinstance(getattr(module, "__path__", None), list):
            folder = os.path.join(overlay, *name.split("."))
            if os.path.isdir(folder) and folder not in module.__path__:
                module.__path__.append(folder)


def _work(job, voice):
    def late(_number, frame):
        # Where it hangs, as long as it can still be asked.
        voice.say({"stack": _stack(frame, job["root"])})

    signal.signal(signal.SIGALRM, late)
    deadline = float(job["deadline"])
    signal.setitimer(signal.ITIMER_REAL, max(deadline - 1, deadline * 0.7))
    return jobs.RUN[job["op"]](job, voice.stage)


class _Voice:
    """Writes messages to the parent, each behind the token that only this job was told."""

    def __init__(self, token):
        self._token = token
        self.current = "start"

    def stage(self, name):
        self.current = name
        self.say({"stage": name})

    def say(self, message):
        data = self._token + b" " + json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(RESULT, data) :]


def _failure(error, job, voice):
    if isinstance(error, jobs.Failed):
        return {"kind": "exception", **error.failure}
    found = describe(error, voice.current, job["root"])
    return {"kind": "exception", **{key: value for key, value in found.items() if key != "names"}}


def _stack(frame, root):
    root = os.path.realpath(root) + os.sep
    own = [entry for entry in traceback.extract_stack(frame) if os.path.realpath(entry.filename).startswith(root)]
    if not own:
        return {}
    lines = []
    for entry in own:
        path = os.path.realpath(entry.filename)[len(root) :]
        lines.append(f'  File "{path}", line {entry.lineno}, in {entry.name}\n    {entry.line}\n')
    return {"traceback": "Still running at:\n" + "".join(lines[-12:]), "line": own[-1].lineno}
