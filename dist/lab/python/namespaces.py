"""Namespaces round the server: a user, a process tree, a network with nothing but its own loopback, and files of its own.

Made here, by ctypes, for neither `unshare` nor `bwrap` need be installed. Two steps: `enter` moves the server into its
namespaces, once; `enclose` gives each child a root of its own, in which there is what its job needs and nothing else.
The server keeps the machine's files at a hidden place, for jobs name folders that come later; a child has no way there.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import stat
import struct

_libc = ctypes.CDLL(None, use_errno=True)
_NEW_FILES = 0x00020000
_NEW_ALL = 0x10000000 | _NEW_FILES | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000  # user, pid, net, ipc, uts
_READ_ONLY, _NO_SUID, _NO_DEVICES, _NO_EXECUTE, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_DETACH = 2
_PARENT_DEATH_SIGNAL, _KILL = 1, 9
#: Flags of a mount that its copy must keep, as statvfs tells them → as mount takes them.
_KEPT = {1: 1, 2: 2, 4: 4, 8: 8, 1024: 1024, 2048: 2048, 4096: 1 << 21}
_OUTSIDE, _INSIDE, _OLD = "/.outside", "/.inside", "/.old"
SHARED_MEMORY = "/dev/shm"
_pivot_root = {"x86_64": 155, "aarch64": 41}

#: What `enter` made visible: paths, and links to them (place, target).
_shown, _links = [], []


def probe(base, reads):
    """Why no namespaces can be had here, or None. Tries all of it in a process of its own."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            enter(base, reads)
            enclose([], [base])
        except BaseException as error:
            os.write(tell, str(error).encode()[:500] or b"refused")
        else:
            os.write(tell, b"+")
        os._exit(0)
    os.close(tell)
    os.waitpid(pid, 0)
    with os.fdopen(told, "rb") as file:
        said = file.read().decode("utf-8", "replace")
    return None if said == "+" else said or "refused"


def enter(base, reads):
    """Goes on as the first process of new namespaces, in which only `reads` and `base` are left of the files.

    The process that called stays outside and ends with the new one. OSError where the kernel refuses any part.
    """
    user, group = os.geteuid(), os.getegid()
    _check(_libc.unshare(_NEW_ALL), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    pid = os.fork()
    if pid:
        _wait_outside(pid)
    # Whoever ends the process outside ends this one, and with the first process of a tree ends the tree.
    _libc.prctl(_PARENT_DEATH_SIGNAL, _KILL, 0, 0, 0)
    _raise_loopback()
    _make_root(base, reads)


def _wait_outside(pid):
    os.closerange(0, 2)
    os.closerange(3, 1 << 16)
    status = os.waitpid(pid, 0)[1]
    os._exit(os.waitstatus_to_exitcode(status) & 0x7F)


def _raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 1)  # IFF_UP
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


def _make_root(base, reads):
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    root = os.path.join(base, "root")
    os.makedirs(root, exist_ok=True)
    _mount("tmpfs", root, "tmpfs", _NO_SUID | _NO_DEVICES, "size=4m,mode=755")
    for path in sorted(set(reads), key=len):
        _show(path, "", root, _shown)
    _show(base, "", root, [], read_only=False)
    os.mkdir(root + "/proc")
    _mount("proc", root + "/proc", "proc", _NO_SUID | _NO_DEVICES | 8)
    for place in (_INSIDE, _OUTSIDE):
        os.mkdir(root + place, 0o700)
    _pivot(root, root + _OUTSIDE)


def enclose(reads, writes):
    """Gives this process a root of its own: what `enter` showed, `reads`, and `writes`, which alone can be written."""
    _check(_libc.unshare(_NEW_FILES), "unshare")
    _mount("tmpfs", _INSIDE, "tmpfs", _NO_SUID | _NO_DEVICES, "size=1m,mode=755")
    for path in _shown:
        # A copy of a mount is as read-only as that is.
        _place(path, "", _INSIDE)
    for place, target in list(_links):
        _link(target, _INSIDE, place)
    shown = list(_shown)
    for path in sorted(set(reads), key=len):
        _show(path, _OUTSIDE, _INSIDE, shown)
    for path in sorted(set(writes), key=len):
        _show(path, _OUTSIDE, _INSIDE, [], read_only=False)
    # Locks and queues of `multiprocessing` are files there: those of this process tree alone, and few.
    os.makedirs(_INSIDE + SHARED_MEMORY, exist_ok=True)
    options = "size=8m,nr_inodes=1k,mode=1777"
    _mount("tmpfs", _INSIDE + SHARED_MEMORY, "tmpfs", _NO_SUID | _NO_DEVICES | _NO_EXECUTE, options)
    os.mkdir(_INSIDE + _OLD)
    _pivot(_INSIDE, _INSIDE + _OLD)
    _check(_libc.umount2(_OLD.encode(), _DETACH), "umount")
    os.rmdir(_OLD)
    _mount(None, "/", None, _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEVICES)


def _show(path, source, root, shown, read_only=True):
    """Makes `path` of the tree below `source` visible below `root`, with the links that lead to it."""
    real = _resolve(path, source, root)
    if real is None or any(real == one or real.startswith(one.rstrip("/") + "/") for one in shown):
        return
    _place(real, source, root)
    shown.append(real)
    found = os.statvfs(root + real)
    flags = sum(mounted for told, mounted in _KEPT.items() if found.f_flag & told) | _NO_SUID
    flags |= _READ_ONLY if read_only else 0
    flags |= 0 if stat.S_ISCHR(os.stat(root + real).st_mode) else _NO_DEVICES
    _mount(None, root + real, None, _REMOUNT | _BIND | flags)


def _place(real, source, root):
    target = root + real
    if os.path.isdir(source + real):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
    _mount(source + real, target, None, _BIND | _RECURSIVE)


def _resolve(path, source, root):
    """The path without links, or None where there is nothing; links on the way are made below `root` too.

    Step by step, for a link's target is meant in the tree below `source`, whatever this process has as its root.
    """
    left, real = [part for part in path.split("/") if part], ""
    for _ in range(256):
        if not left:
            return real or "/"
        part = left.pop(0)
        if part in (".", ".."):
            real = os.path.dirname(real).rstrip("/") if part == ".." else real
            continue
        here = f"{real}/{part}"
        try:
            mode = os.lstat(source + here).st_mode
        except OSError:
            return None
        if not stat.S_ISLNK(mode):
            real = here
            continue
        target = os.readlink(source + here)
        _link(target, root, here)
        left = [one for one in target.split("/") if one] + left
        real = "" if target.startswith("/") else real
    return None


def _link(target, root, place):
    if os.path.lexists(root + place):
        return
    os.makedirs(os.path.dirname(root + place), exist_ok=True)
    os.symlink(target, root + place)
    _links.append((place, target))


def _pivot(root, old):
    number = _pivot_root[os.uname().machine]
    _check(_libc.syscall(number, root.encode(), old.encode()), "pivot_root")
    os.chdir("/")


def _mount(source, target, kind, flags, options=None):
    arguments = [text.encode() if text is not None else None for text in (source, target, kind)]
    _check(_libc.mount(*arguments, ctypes.c_ulong(flags), options.encode() if options else None), f"mount {target}")


def _check(result, what):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
