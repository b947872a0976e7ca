"""What a component reaches for while it is only imported or constructed, noticed by Python's own audit events.

A component may catch what the sandbox refuses, and then nothing else shows that it tried. These are facts of an
untrusted process, like everything else that a child says: good for advice, not for safety.
"""

from __future__ import annotations

import importlib
import os
import sys

_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"}
_PROCESSES = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"}
_FILES = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.listdir", "os.scandir", "sqlite3.connect"}
_MOST = 20
#: Reading these is reading the installation: certificates, time zones, types of files.
_SYSTEM = ("/usr/share/", "/usr/lib/", "/lib/", "/etc/", "/proc/", "/dev/", "/sys/")
_ASKED = (
    ("airflow.sdk.execution_time.context", None, "_get_connection", "connection"),
    ("airflow.sdk.execution_time.context", None, "_get_variable", "variable"),
    ("airflow.models.connection", "Connection", "get_connection_from_secrets", "connection"),
    ("airflow.models.variable", "Variable", "get_variable_from_secrets", "variable"),
)


#: The one that is noting, if any. An audit hook cannot be taken away, so there is one for all, and it is kept idle.
_noting = None
_hooked = False


def _audit(event, args):
    if _noting is not None:
        _noting.audit(event, args)


class Accesses:
    """While entered, notes what code below `root` reaches for. `found` is JSON: ``{kind, what, line}``."""

    def __init__(self, root):
        self.found = []
        self._root = os.path.realpath(root) + os.sep
        self._undo = []

    def __enter__(self):
        global _hooked
        if not _hooked:
            sys.addaudithook(_audit)
            _hooked = True
        self._watch_airflow()
        self._listen(True)
        return self

    def __exit__(self, *error):
        self._listen(False)
        for undo in reversed(self._undo):
            undo()

    def _listen(self, on):
        global _noting
        _noting = self if on else None

    def audit(self, event, args):
        if event in _NETWORK:
            self._note("network", _shown(args[1:] if event.startswith("socket.c") else args), True)
        elif event in _PROCESSES:
            self._note("process", _shown(args[:1]), True)
        elif event in _FILES and not self._installed(args[0]):
            self._note("file", _shown(args[:1]), False)

    def _note(self, kind, what, through_airflow):
        self._listen(False)
        try:
            line = self._line(through_airflow)
            if line is not None and len(self.found) < _MOST:
                self.found.append({"kind": kind, "what": what, "line": line})
        finally:
            self._listen(True)

    def _line(self, through_airflow):
        """Line of the draft that is at work; None when it only imports, logs, or Airflow works for itself."""
        frame = sys._getframe(2)
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith("<frozen importlib") or f"{os.sep}logging{os.sep}" in name:
                return None
            if not through_airflow and f"site-packages{os.sep}airflow{os.sep}" in name:
                return None
            if self._own(name):
                return frame.f_lineno
            frame = frame.f_back
        return None

    def _own(self, name):
        return os.path.realpath(name).startswith(self._root)

    def _installed(self, path):
        """Whether a path is part of the installation or of the draft; descriptors count as that."""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return True
        path = os.path.realpath(os.fsdecode(path))
        return path.startswith((sys.prefix, sys.base_prefix, *_SYSTEM)) or (path + os.sep).startswith(self._root)

    def _watch_airflow(self):
        for module, owner, name, kind in _ASKED:
            try:
                place = importlib.import_module(module)
                place = getattr(place, owner) if owner else place
                original = place.__dict__[name]
            except (ImportError, AttributeError, KeyError):
                continue
            setattr(place, name, self._wrapped(original, kind))
            self._undo.append(lambda place=place, name=name, original=original: setattr(place, name, original))

    def _wrapped(self, original, kind):
        called = getattr(original, "__func__", original)

        def ask(*args, **kwargs):
            if _noting is self:
                names = [item for item in (*args, *kwargs.values()) if isinstance(item, str)]
                self._note(kind, _shown(names[:1]), True)
            return called(*args, **kwargs)

        return type(original)(ask) if isinstance(original, (classmethod, staticmethod)) else ask


def _shown(values):
    return " ".join(ascii(value) for value in values)[:200]
