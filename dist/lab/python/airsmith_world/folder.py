"""The example's folder (`given.files`, `${dir}`): made before the run, read back after it without following links."""

from __future__ import annotations

import os
import stat

LARGEST_FILE = 4 << 20


class Folder:
    """A folder that the component may write. It is held open, so that replacing it by a link changes nothing."""

    def __init__(self, path):
        os.makedirs(path, mode=0o700)
        self.path = path
        self._handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def close(self):
        os.close(self._handle)

    def check(self, expected):
        """Problems of the expectation `files`: path to text, or None for what must not exist."""
        return [problem for path, text in expected.items() for problem in self._check_one(path, text)]

    def _check_one(self, path, text):
        actual = self.read(path)
        if isinstance(actual, bytes):
            actual = actual.decode("utf-8", "replace")
        elif actual is not None:
            return [{"message": f"file {path} {actual.reason}", "expected": text}]
        if actual == text:
            return []
        if actual is None:
            return [{"message": f"file {path} was not written", "expected": text}]
        if text is None:
            return [{"message": f"file {path} exists, and must not", "expected": None, "actual": actual[:2000]}]
        return [{"message": f"file {path} holds something else", "expected": text, "actual": actual[:2000]}]

    def read(self, path):
        """The bytes of a file, None when there is none, or `Unreadable`."""
        parts = checked_path(path).split("/")
        folder = os.dup(self._handle)
        try:
            for part in parts[:-1]:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                os.close(folder)
                folder = inner
            return _read_regular(parts[-1], folder)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Unreadable(f"cannot be read ({error.strerror})")
        finally:
            os.close(folder)


class Unreadable:
    def __init__(self, reason):
        self.reason = reason


def _read_regular(name, folder):
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes would wait for ever.
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        if stat.S_ISLNK(_mode(name, folder)):
            return Unreadable("is a symbolic link, which is not followed")
        raise error
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return Unreadable("is not a regular file")
        if found.st_size > LARGEST_FILE:
            return Unreadable(f"has {found.st_size} bytes; at most {LARGEST_FILE} are compared")
        return file.read(LARGEST_FILE + 1)


def _mode(name, folder):
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except OSError:
        return 0


def checked_path(path):
    """A relative path that stays inside its folder; ValueError otherwise."""
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{path!r} is not a relative path inside the example's folder")
    return path


def change(root, files):
    """Writes the texts of `files` below `root`; None removes."""
    for path, text in files.items():
        place = os.path.join(root, checked_path(path))
        if text is None:
            if os.path.lexists(place):
                os.remove(place)
            continue
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8", newline="") as file:
            file.write(text)
