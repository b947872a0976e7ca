"""Removes what a component left: however deep, whatever its modes, following no link."""

from __future__ import annotations

import os
import stat

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove(path):
    """Removes a folder and all in it; nothing happens where there is none.

    `shutil.rmtree` recurses, so that a deep enough folder breaks it, and gives up at a folder that may not be read.
    Here each folder's folders are moved to the top first, so that nothing is ever deeper than two. Nobody may be
    writing to the folder any more.
    """
    try:
        top = os.open(path, _FOLDER)
    except OSError:
        return
    try:
        _empty(top)
    finally:
        os.close(top)
    try:
        os.rmdir(path)
    except OSError:
        return


def _empty(top):
    count = 0
    pending = os.listdir(top)
    while pending:
        name = pending.pop()
        if not _is_folder(name, top):
            _unlink(name, top)
            continue
        folder = os.open(name, _FOLDER, dir_fd=top)
        try:
            for inner in os.listdir(folder):
                if not _is_folder(inner, folder):
                    _unlink(inner, folder)
                    continue
                count += 1
                raised = f".airsmith-removed-{count}"
                os.rename(inner, raised, src_dir_fd=folder, dst_dir_fd=top)
                pending.append(raised)
        finally:
            os.close(folder)
        os.rmdir(name, dir_fd=top)


def _is_folder(name, parent):
    """Whether it is one; it may be read and changed from then on."""
    if not stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
        return False
    os.chmod(name, 0o700, dir_fd=parent)
    return True


def _unlink(name, parent):
    try:
        os.unlink(name, dir_fd=parent)
    except FileNotFoundError:
        return
