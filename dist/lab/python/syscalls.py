"""The seccomp program of the sandbox: which system calls a component may not make, on x86-64 and on arm64."""

from __future__ import annotations

import errno

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

#: Refused outright (EPERM): looking into or steering other processes, the kernel's own machinery, and everything that
#: reaches beyond files and TCP. `listen` and `bind` too: landlock does not see a socket that listens without a bind.
REFUSED = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal", "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open",
    "userfaultfd", "add_key", "request_key", "keyctl", "mount", "umount2", "pivot_root", "chroot", "move_mount",
    "open_tree", "fsopen", "fsmount", "mount_setattr", "unshare", "setns", "open_by_handle_at", "fanotify_init",
    "bind", "listen", "shmget", "semget", "msgget", "mq_open", "init_module", "finit_module", "delete_module",
    "kexec_load", "reboot", "swapon", "swapoff", "acct", "quotactl", "syslog", "settimeofday", "clock_settime",
    "adjtimex", "clock_adjtime", "personality", "setpriority", "ioprio_set", "sched_setaffinity",
    "sched_setscheduler", "sched_setparam", "sched_setattr", "migrate_pages", "move_pages",
)  # fmt: skip
#: Answered with success and left undone: a process that left its group would outlive the kill of that group.
PRETENDED = ("setsid", "setpgid")

_X86 = {
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "perf_event_open": 298,
    "userfaultfd": 323, "add_key": 248, "request_key": 249, "keyctl": 250, "mount": 165, "umount2": 166,
    "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "open_by_handle_at": 304, "fanotify_init": 300,
    "bind": 49, "listen": 50, "shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240, "init_module": 175,
    "finit_module": 313, "delete_module": 176, "kexec_load": 246, "reboot": 169, "swapon": 167, "swapoff": 168,
    "acct": 163, "quotactl": 179, "syslog": 103, "settimeofday": 164, "clock_settime": 227, "adjtimex": 159,
    "clock_adjtime": 305, "personality": 135, "setpriority": 141, "ioprio_set": 251, "sched_setaffinity": 203,
    "sched_setscheduler": 144, "sched_setparam": 142, "sched_setattr": 314, "migrate_pages": 256, "move_pages": 279,
    "bpf": 321, "setsid": 112, "setpgid": 109, "socket": 41, "sendto": 44, "sendmsg": 46, "sendmmsg": 307,
    "clone": 56, "kill": 62, "tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297,
    "prlimit64": 302, "fcntl": 72,
}  # fmt: skip
_ARM = {
    "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "perf_event_open": 241,
    "userfaultfd": 282, "add_key": 217, "request_key": 218, "keyctl": 219, "mount": 40, "umount2": 39,
    "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268, "open_by_handle_at": 265, "fanotify_init": 262,
    "bind": 200, "listen": 201, "shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180, "init_module": 105,
    "finit_module": 273, "delete_module": 106, "kexec_load": 104, "reboot": 142, "swapon": 224, "swapoff": 225,
    "acct": 89, "quotactl": 60, "syslog": 116, "settimeofday": 170, "clock_settime": 112, "adjtimex": 171,
    "clock_adjtime": 266, "personality": 92, "setpriority": 140, "ioprio_set": 30, "sched_setaffinity": 122,
    "sched_setscheduler": 119, "sched_setparam": 118, "sched_setattr": 274, "migrate_pages": 238, "move_pages": 239,
    "bpf": 280, "setsid": 157, "setpgid": 154, "socket": 198, "sendto": 206, "sendmsg": 211, "sendmmsg": 269,
    "clone": 220, "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240,
    "prlimit64": 261, "fcntl": 25,
}  # fmt: skip
#: From 424 on the numbers are the same everywhere.
_COMMON = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432, "pidfd_open": 434, "clone3": 435,
    "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
}  # fmt: skip
#: Machine → (audit architecture, numbers).
TABLES = {
    "x86_64": (0xC000003E, {**_X86, **_COMMON}),
    "aarch64": (0xC00000B7, {**_ARM, **_COMMON}),
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _X32_BIT = 0, 4, 0x40000000
_INET, _INET6, _STREAM, _TCP = 2, 10, 1, 6
_TYPE_BITS, _FAST_OPEN, _NEW_NAMESPACES = 0xF, 0x20000000, 0x7E020000
_SET_OWNER = (8, 15)  # F_SETOWN, F_SETOWN_EX: signals through the back door
_SIGNAL_BY_PID = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")


def program(machine, own_pid):
    """Instructions (code, jump if true, jump if false, operand). `own_pid`: the only process that may be signalled."""
    architecture, numbers = TABLES[machine]
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        code += [(_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL)]
    for name in REFUSED:
        code += _when(numbers[name], [_refuse(errno.EPERM)])
    for name in PRETENDED:
        code += _when(numbers[name], [_refuse(0)])
    # glibc falls back to clone, whose flags can be read; clone3 hides them behind a pointer.
    code += _when(numbers["clone3"], [_refuse(errno.ENOSYS)])
    code += _when(numbers["clone"], [_argument(0), *_refuse_if_bits(_NEW_NAMESPACES), _allow()])
    code += _when(numbers["socket"], _socket())
    # TCP fast open connects without the connect that landlock watches.
    for name, position in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        code += _when(numbers[name], [_argument(position), *_refuse_if_bits(_FAST_OPEN), _allow()])
    code += _when(numbers["fcntl"], [_argument(1), *_refuse_if_equal(_SET_OWNER), _allow()])
    code += _when(numbers["prlimit64"], [_argument(0), (_EQUAL, 0, 1, 0), _allow(), _refuse(errno.EPERM)])
    if own_pid is not None:
        for name in _SIGNAL_BY_PID:
            code += _when(numbers[name], _only_process(own_pid, name == "kill"))
    return [*code, _allow()]


def _socket():
    return [
        _argument(0),
        (_EQUAL, 2, 0, _INET),
        (_EQUAL, 1, 0, _INET6),
        _refuse(errno.EACCES),
        _argument(1),
        (_AND, 0, 0, _TYPE_BITS),
        (_EQUAL, 1, 0, _STREAM),
        _refuse(errno.EACCES),
        # MPTCP is a stream too, and landlock does not watch it.
        _argument(2),
        (_EQUAL, 2, 0, 0),
        (_EQUAL, 1, 0, _TCP),
        _refuse(errno.EACCES),
        _allow(),
    ]


def _only_process(pid, own_group):
    checks = [(_EQUAL, 0, 1, pid), _allow()] + ([(_EQUAL, 0, 1, 0), _allow()] if own_group else [])
    return [_argument(0), *checks, _refuse(errno.EPERM)]


def _when(number, block):
    """Runs `block`, which returns, when the call has this number; the accumulator holds the number before and after."""
    return [(_EQUAL, 0, len(block), number), *block]


def _argument(position):
    # The low half: process ids, flags and families are 32 bits wide, and the kernel drops the rest.
    return (_LOAD, 0, 0, 16 + 8 * position)


def _refuse_if_bits(bits):
    return [(_ANY_BIT, 0, 1, bits), _refuse(errno.EPERM)]


def _refuse_if_equal(values):
    return [step for value in values for step in ((_EQUAL, 0, 1, value), _refuse(errno.EPERM))]


def _refuse(error):
    return (_RETURN, 0, 0, _ERROR | error)


def _allow():
    return (_RETURN, 0, 0, _ALLOW)
