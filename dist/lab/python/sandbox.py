"""The sandbox of a forked child: landlock for files and ports, seccomp for system calls, limits for the rest.

Everything goes through ctypes, for the child may need nothing that the environment of a user does not have. The order
matters: limits, then landlock (it opens files), then seccomp.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys

import namespaces
import syscalls

MEGABYTE = 1 << 20
#: The first landlock that can restrict TCP connections (Linux 6.7).
NETWORK_ABI = 4
SIGNAL_ABI = 6

_libc = ctypes.CDLL(None, use_errno=True)
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE, _IOCTL = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_BIND, _CONNECT = 1, 2
_BY_PATH, _BY_PORT = 1, 2

#: What a component may read beside its interpreter and itself. No /proc, no /home, nothing of other users.
SYSTEM_READS = (
    "/usr/lib", "/usr/lib64", "/usr/libexec", "/lib", "/lib64", "/usr/bin", "/bin", "/usr/share/zoneinfo",
    "/usr/share/ca-certificates", "/usr/local/share/ca-certificates", "/usr/share/locale", "/etc/ssl", "/etc/pki",
    "/etc/ca-certificates", "/etc/localtime", "/etc/timezone", "/etc/mime.types", "/etc/hosts", "/etc/nsswitch.conf",
    "/etc/ld.so.cache", "/etc/alternatives", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
)  # fmt: skip


def own_reads():
    """Folders of the interpreter and of the lab's Python."""
    return [sys.prefix, sys.base_prefix, os.path.dirname(os.path.abspath(__file__))]


class Refused(Exception):
    """No sandbox can be had here; the message says what is missing."""


#: What is chosen among what can be had: `best` takes the first that works.
CHOICES = ("best", "namespaces", "landlock", "none")


class Mode:
    """A sandbox that can be had here. `name` says exactly what holds."""

    def __init__(self, name, namespaces=False, walls=True):
        self.name = name
        self.namespaces = namespaces
        self.walls = walls


UNSAFE = Mode("none (unsafe)", walls=False)


def choose(choice, base):
    """The best `Mode` of those allowed by `choice`; Refused where none can be had."""
    if choice == "none":
        return UNSAFE
    if sys.platform != "linux":
        raise Refused(f"{platform.system() or sys.platform} has no sandbox that airsmith knows")
    if platform.machine() not in syscalls.TABLES:
        raise Refused(f"processor {platform.machine()} is not x86-64 or arm64")
    if choice in ("best", "namespaces"):
        missing = namespaces.probe(base, [*own_reads(), *SYSTEM_READS])
        if missing is None:
            return _with_namespaces()
        if choice == "namespaces":
            raise Refused(f"namespaces cannot be had ({missing})")
    return _with_landlock_alone()


def _with_namespaces():
    abi = landlock_abi()
    if abi >= NETWORK_ABI:
        name = f"namespaces + landlock v{abi} + seccomp"
    else:
        inner = f"landlock v{abi} + " if abi else ""
        name = f"namespaces + {inner}seccomp (TCP to any example that runs)"
    _try_in_child()
    return Mode(name, namespaces=True)


def _with_landlock_alone():
    abi = landlock_abi()
    if abi < NETWORK_ABI:
        what = "landlock is not enabled" if abi < 1 else f"landlock has version {abi}"
        raise Refused(f"{what}; version {NETWORK_ABI} is needed (Linux 6.7 or later)")
    _try_in_child()
    return Mode(f"landlock v{abi} + seccomp (TCP to the example's port only)")


def _try_in_child():
    pid = os.fork()
    if pid == 0:
        try:
            enter(Walls(reads=[sys.prefix], writes=[], port=None))
            os._exit(0)
        except BaseException:
            os._exit(1)
    if os.waitpid(pid, 0)[1] != 0:
        raise Refused("landlock or seccomp is refused here, perhaps by a container's own filter")


def landlock_abi():
    return max(0, _libc.syscall(syscalls.LANDLOCK_CREATE, None, 0, 1))


class Walls:
    """What a child may reach: folders to read, folders to write, and one TCP port of this machine, or none.

    `mute`: it may lock no file, for it knows what another job must not learn.
    """

    def __init__(self, reads, writes, port, mute=False):
        self.reads = reads
        self.writes = writes
        self.port = port
        self.mute = mute


def limit(cpu_seconds, memory, files=256, file_size=64 * MEGABYTE):
    """Limits that hold for each process: CPU seconds, bytes of memory beyond what is used now, open files, file size.

    Memory is what can be written. Address space is far more generous, for threads reserve much that they never touch.
    """
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_CPU, cpu_seconds)
    _set(resource.RLIMIT_NOFILE, files)
    _set(resource.RLIMIT_FSIZE, file_size)
    space, data = _memory_in_use()
    _set(resource.RLIMIT_AS, space + 4 * memory)
    _set(resource.RLIMIT_DATA, data + memory)


def _set(what, value):
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _memory_in_use():
    """(address space, writable data) of this process in bytes."""
    try:
        with open("/proc/self/statm", "rb") as file:
            fields = file.read().split()
        return int(fields[0]) * resource.getpagesize(), int(fields[5]) * resource.getpagesize()
    except OSError:
        return 2048 * MEGABYTE, 1024 * MEGABYTE


def enter(walls, own_files=False):
    """Shuts this process in, for good. Raises OSError where the kernel refuses any part.

    `own_files`: it has a root of its own (`namespaces.enclose`), where what may not be written is read-only.
    """
    _check(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")
    _drop_capabilities()
    abi = landlock_abi()
    if abi:
        _enter_landlock(walls, abi)
    # Without landlock's own rule for signals, seccomp lets a process signal only itself and its group.
    own_pid = os.getpid() if abi < SIGNAL_ABI else None
    _enter_seccomp(syscalls.program(platform.machine(), own_pid, not own_files, walls.mute))


def _drop_capabilities():
    # Of use where the user is root, as in many containers: it could lift its own limits again.
    header = struct.pack("II", 0x20080522, 0)
    _check(_libc.capset(header, bytes(24)), "capset")


def _enter_landlock(walls, abi):
    # Version 1 knows 13 rights, 2 adds moving between folders, 3 truncating, 5 device control.
    rights = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1
    scoped = 3 if abi >= SIGNAL_ABI else 0
    size = 24 if abi >= SIGNAL_ABI else 16 if abi >= NETWORK_ABI else 8
    attributes = struct.pack("QQQ", rights, _BIND | _CONNECT, scoped)[:size]
    rules = _check(_libc.syscall(syscalls.LANDLOCK_CREATE, attributes, len(attributes), 0), "landlock")
    for path in walls.reads:
        _allow(rules, path, _EXECUTE | _READ_FILE | _READ_DIR)
    for path in walls.writes:
        _allow(rules, path, rights)
    _allow(rules, "/dev/null", rights & (_READ_FILE | _WRITE_FILE | _TRUNCATE))
    if walls.port and abi >= NETWORK_ABI:
        rule = struct.pack("QQ", _CONNECT, walls.port)
        _check(_libc.syscall(syscalls.LANDLOCK_ADD, rules, _BY_PORT, rule, 0), "landlock port")
    _check(_libc.syscall(syscalls.LANDLOCK_RESTRICT, rules, 0), "landlock restrict")
    os.close(rules)


def _allow(rules, path, rights):
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _ON_FILES
        rule = struct.pack("=Qi", rights, handle)
        _check(_libc.syscall(syscalls.LANDLOCK_ADD, rules, _BY_PATH, rule, 0), f"landlock {path}")
    finally:
        os.close(handle)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _enter_seccomp(instructions):
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(instructions), ctypes.cast(buffer, ctypes.c_void_p))
    _check(_libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0), "seccomp")


def _check(result, what):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result
