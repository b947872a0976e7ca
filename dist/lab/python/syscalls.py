"""The seccomp program of the sandbox: which system calls a component may not make, on x86-64 and on arm64.

Executed so far on x86-64 alone. For arm64 `test/lab/syscalls.test.ts` holds the numbers against the kernel's table and plays
the program over all of its calls; the rest of the sandbox has no number of its own but `namespaces._pivot_root`.
"""

from __future__ import annotations

import errno

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

#: Refused outright (EPERM): looking into or steering other processes, the kernel's own machinery, memory that no limit
#: counts, watching what others do with files, and everything that reaches beyond files and TCP. `listen` and `bind` too:
#: landlock does not see a socket that listens without a bind.
REFUSED = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf",
    "perf_event_open", "userfaultfd", "add_key", "request_key", "keyctl", "mount", "umount2", "pivot_root", "chroot",
    "move_mount", "open_tree", "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "unshare",
    "setns", "open_by_handle_at", "fanotify_init", "inotify_init", "inotify_init1", "inotify_add_watch", "bind",
    "listen", "shmget", "shmat", "shmctl", "semget", "semctl", "semop", "semtimedop", "msgget", "msgsnd", "msgrcv",
    "msgctl", "mq_open", "mq_unlink", "memfd_create", "memfd_secret", "init_module", "finit_module", "delete_module",
    "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "syslog",
    "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "personality", "setpriority", "ioprio_set",
    "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr", "migrate_pages", "move_pages",
    "mlockall", "sethostname", "setdomainname", "vhangup", "iopl", "ioperm", "modify_ldt",
)  # fmt: skip
#: Answered with success and left undone: a process that left its group would outlive the kill of that group.
PRETENDED = ("setsid", "setpgid")
#: What landlock does not watch: the owner of a file may change these though he may not open it. Only where files are
#: behind landlock alone; a read-only mount refuses by itself. Pretended, for `shutil` and `tarfile` expect them to work.
METADATA = ("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes",
            "futimesat", "utimensat")  # fmt: skip
#: The same for extended attributes, which file systems may lack: ENOTSUP is an answer that everybody expects.
ATTRIBUTES = ("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "setxattrat",
              "removexattrat", "file_setattr")  # fmt: skip

#: Call → its number on x86-64 and on arm64, None where there is none. `test/lab/syscalls.test.ts` holds them.
NUMBERS = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "process_mrelease": (448, 448), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "open_tree_attr": (467, 467), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442), "unshare": (272, 97),
    "setns": (308, 268), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "inotify_init": (253, None),
    "inotify_init1": (294, 26), "inotify_add_watch": (254, 27), "bind": (49, 200), "listen": (50, 201),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "semctl": (66, 191),
    "semop": (65, 193), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188),
    "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224),
    "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "personality": (135, 92), "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "mlockall": (151, 230), "sethostname": (170, 161),
    "setdomainname": (171, 162), "vhangup": (153, 58), "iopl": (172, None), "ioperm": (173, None),
    "modify_ldt": (154, None), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "setxattrat": (463, 463),
    "removexattrat": (466, 466), "file_setattr": (469, 469), "chmod": (90, None), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "flock": (73, 32), "setsid": (112, 157), "setpgid": (109, 154), "socket": (41, 198),
    "socketpair": (53, 199), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269), "clone": (56, 220),
    "clone3": (435, 435), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "prlimit64": (302, 261), "fcntl": (72, 25), "ioctl": (16, 29),
    "prctl": (157, 167),
}  # fmt: skip
#: Machine → (audit architecture, numbers).
TABLES = {
    "x86_64": (0xC000003E, {name: x86 for name, (x86, _) in NUMBERS.items() if x86 is not None}),
    "aarch64": (0xC00000B7, {name: arm for name, (_, arm) in NUMBERS.items() if arm is not None}),
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _X32_BIT = 0, 4, 0x40000000
_INET, _INET6, _STREAM, _TCP = 2, 10, 1, 6
_TYPE_BITS, _FAST_OPEN, _NEW_NAMESPACES = 0xF, 0x20000000, 0x7E020000
_SET_OWNER = (8, 15)  # F_SETOWN, F_SETOWN_EX: signals through the back door
_LEASE, _NOTIFY = 1024, 1026
_SET_LOCK = (6, 7, 37, 38)  # F_SETLK, F_SETLKW, and the same for open file descriptions
_TERMINAL = (0x5412, 0x541C, 0x5423)  # TIOCSTI, TIOCLINUX, TIOCSETD: typing into somebody's terminal
_SIGNAL_OWNER = (0x8901, 0x8902)  # FIOSETOWN, SIOCSPGRP
#: FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FS_IOC_SETVERSION, FS_IOC_ENABLE_VERITY: they need no file open for writing.
_FILE_FLAGS = (0x40086602, 0x401C5820, 0x40087602, 0x40806685)
#: PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_MM, PR_SET_CHILD_SUBREAPER: they would loosen the parent's hold.
_PROCESS = (1, 4, 35, 36)
_SIGNAL_BY_PID = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")


def program(machine, own_pid=None, keeps_metadata=True, keeps_locks=False):
    """Instructions (code, jump if true, jump if false, operand).

    `own_pid`: the only process that may be signalled, where landlock does not watch signals. `keeps_metadata`: modes,
    owners, times and attributes of files stay as they are. `keeps_locks`: no file is locked, for a lock can be seen.
    """
    architecture, numbers = TABLES[machine]
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        code += [(_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL)]
    pretended = PRETENDED + (METADATA if keeps_metadata else ()) + (("flock",) if keeps_locks else ())
    answers = [(REFUSED, errno.EPERM), (pretended, 0), (ATTRIBUTES if keeps_metadata else (), errno.ENOTSUP)]
    for names, error in answers:
        for name in names:
            # arm64 has only the newer of each family.
            if name in numbers:
                code += _when(numbers[name], [_refuse(error)])
    for name, block in _looked_at(own_pid, keeps_locks).items():
        code += _when(numbers[name], block)
    return [*code, _allow()]


def _looked_at(own_pid, keeps_locks):
    """Calls that depend on their arguments."""
    blocks = {
        # glibc falls back to clone, whose flags can be read; clone3 hides them behind a pointer.
        "clone3": [_refuse(errno.ENOSYS)],
        "clone": [_argument(0), *_refuse_if_bits(_NEW_NAMESPACES), _allow()],
        "socket": _socket(),
        # A pair is connected already. As datagram sockets they could be sent anywhere: to the system's log, for one.
        "socketpair": [_argument(1), (_AND, 0, 0, _TYPE_BITS), (_EQUAL, 0, 1, _STREAM), _allow(), _refuse(errno.EACCES)],
        "fcntl": [_argument(1), *(_if_equal(_SET_LOCK, 0) if keeps_locks else [])]
        + [*_if_equal((*_SET_OWNER, _LEASE, _NOTIFY), errno.EPERM), _allow()],
        "ioctl": [_argument(1), *_if_equal((*_TERMINAL, *_SIGNAL_OWNER, *_FILE_FLAGS), errno.EPERM), _allow()],
        "prctl": [_argument(0), *_if_equal(_PROCESS, errno.EPERM), _allow()],
        "prlimit64": [_argument(0), (_EQUAL, 0, 1, 0), _allow(), _refuse(errno.EPERM)],
    }
    # TCP fast open connects without the connect that landlock watches.
    for name, position in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        blocks[name] = [_argument(position), *_refuse_if_bits(_FAST_OPEN), _allow()]
    if own_pid is not None:
        blocks.update({name: _only_process(own_pid, name == "kill") for name in _SIGNAL_BY_PID})
    return blocks


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


def _if_equal(values, error):
    return [step for value in values for step in ((_EQUAL, 0, 1, value), _refuse(error))]


def _refuse(error):
    return (_RETURN, 0, 0, _ERROR | error)


def _allow():
    return (_RETURN, 0, 0, _ALLOW)
