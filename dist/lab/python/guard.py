"""A process outside of the server: where that ends, however it ends, nothing that it started lives on.

Namespaces bring one of their own, for with the first process of a tree the kernel ends the tree.
"""

from __future__ import annotations

import ctypes
import os
import signal

_PARENT_DEATH_SIGNAL, _SUBREAPER = 1, 36
_prctl = ctypes.CDLL(None).prctl


def stand_guard():
    """Goes on in a child. The process that called waits for its end, ends what it left, and ends with its status.

    SIGTERM to the guard ends everything. SIGKILL to the guard ends the server too, but not what that left behind.
    """
    _prctl(_SUBREAPER, 1, 0, 0, 0)
    pid = os.fork()
    if pid == 0:
        _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        return
    signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGKILL))
    os.closerange(0, 2)
    os.closerange(3, 1 << 16)
    status = os.waitpid(pid, 0)[1]
    _end_orphans()
    os._exit(os.waitstatus_to_exitcode(status) & 0x7F)


def _end_orphans():
    """Whose parent is gone is a child of this process now."""
    while True:
        for orphan in _children():
            os.kill(orphan, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children():
    own = os.getpid()
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == own:
            yield int(name)
