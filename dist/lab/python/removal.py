"""Removes what a component left: however deep, whatever its modes, following no link."""

from __future__ import annotations

import os
import stat

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove(path, most=None):
    """Removes a folder and all in it; nothing happens where there is none. False when it stopped after `most` entries.

    `shutil.rmtree` recurses, so that a deep enough folder breaks it, and gives up at a folder that may not be read.
    Here one folder is open at a time, and the way back is `..`: nobody may be writing to the folder any more.
    """
    try:
        os.chmod(path, 0o700)
        here = os.open(path, _FOLDER)
    except OSError:
        return True
    way, left = [], [os.listdir(here)]
    count = 0
    try:
        while True:
            if left[-1]:
                count += 1
                if most is not None and count > most:
                    return False
                name = left[-1].pop()
                if _unlinked(name, here):
                    continue
                way.append(name)
                here = _go(name, here)
                left.append(os.listdir(here))
            elif way:
                left.pop()
                here = _go("..", here)
                os.rmdir(way.pop(), dir_fd=here)
            else:
                break
    finally:
        os.close(here)
    os.rmdir(path)
    return True


def _unlinked(name, parent):
    """Removes what is no folder; a folder may be read and changed from then on."""
    try:
        if stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
            os.chmod(name, 0o700, dir_fd=parent)
            return False
        os.unlink(name, dir_fd=parent)
    except FileNotFoundError:
        pass
    return True


def _go(name, here):
    there = os.open(name, _FOLDER, dir_fd=here)
    os.close(here)
    return there
