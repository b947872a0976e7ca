

# What every attack is given: appended to its file, so that the lines and the path of the attack are its own.
def tries(ways):
    """Names of the ways that raise nothing."""
    worked = []
    for name, way in ways.items():
        try:
            way()
            worked.append(name)
        except Exception:
            continue
    return worked


def opened(path):
    """The text of a file, or why it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(4000)
    except (OSError, ValueError) as error:
        return type(error).__name__


def written(path):
    with open(path, "w") as file:
        file.write("airsmith_canary\n")


def call(name, *arguments):
    """A system call by its name; OSError where it fails."""
    import ctypes
    import platform

    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(_CALLS[name][platform.machine() == "aarch64"], *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


_CALLS = {
    "add_key": (248, 217), "bpf": (321, 280), "clone": (56, 220), "clone3": (435, 435), "fanotify_init": (300, 262),
    "fchmodat2": (452, 452), "fsopen": (430, 430), "inotify_add_watch": (254, 27), "inotify_init1": (294, 26),
    "io_uring_setup": (425, 425), "mount": (165, 40), "mq_open": (240, 180), "mq_unlink": (241, 181),
    "msgctl": (71, 187), "msgget": (68, 186), "open_by_handle_at": (304, 265), "open_tree": (428, 428),
    "perf_event_open": (298, 241), "personality": (135, 92), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "process_vm_readv": (310, 270), "ptrace": (101, 117), "renameat2": (316, 276),
    "semctl": (66, 191), "semget": (64, 190), "shmctl": (31, 195), "shmget": (29, 194), "syslog": (103, 116),
    "umount2": (166, 39), "unshare": (272, 97), "userfaultfd": (323, 282),
}  # fmt: skip

try:
    from airflow.sdk import BaseOperator as _BaseOperator
except ImportError:
    from airflow.models import BaseOperator as _BaseOperator


class HostileOperator(_BaseOperator):
    def __init__(self, *, canaries, **kwargs):
        super().__init__(**kwargs)
        self.canaries = canaries

    def execute(self, context):
        return attack(self.canaries)  # noqa: F821
