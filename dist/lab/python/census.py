"""What the processes of each child use together: the kernel's own limits hold for each process alone."""

from __future__ import annotations

import os
import time

_PAGE = os.sysconf("SC_PAGE_SIZE")
#: At most a tenth of the server's time goes into counting, however many processes the machine has.
SHARE = 10
SHORTEST_SECONDS = 0.1


class Use:
    """Of one process group: processes and threads, bytes of memory beyond what was there at the fork, bytes written."""

    def __init__(self):
        self.tasks = 0
        self.memory = 0
        self.to_disk = 0
        self.written = 0


class Census:
    """Counts now and then. `due` says when; `take` gives the use of each of the given groups."""

    def __init__(self):
        self._next = 0.0

    def due(self):
        return time.monotonic() >= self._next

    def take(self, groups):
        """Group → `Use`."""
        began = time.monotonic()
        found = {group: Use() for group in groups}
        ours = _resident()
        for name in os.listdir("/proc"):
            if name.isdigit():
                _count(name, found, ours)
        ended = time.monotonic()
        self._next = ended + max(SHORTEST_SECONDS, SHARE * (ended - began))
        return found


def _count(pid, found, ours):
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        use = found.get(int(fields[2]))
        if use is None:
            return
        use.tasks += int(fields[17])
        # A fork shares the pages of the server; what counts is what it took since.
        use.memory += max(0, int(fields[21]) * _PAGE - ours)
        with open(f"/proc/{pid}/io") as file:
            amounts = dict(line.split(": ") for line in file.read().splitlines())
        use.to_disk += int(amounts["write_bytes"])
        use.written += int(amounts["wchar"])
    except (OSError, ValueError, IndexError, KeyError):
        # It ended meanwhile, or this kernel does not count.
        return


def _resident():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def free_bytes(folder):
    """What its file system has left."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def more_files_than(most, folders):
    """Whether the folders hold more than so many files and folders together; links are not followed."""
    left = most
    pending = list(folders)
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    left -= 1
                    if left < 0:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
        except OSError:
            continue
    return False
