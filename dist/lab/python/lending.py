"""A network namespace's own sockets for a process outside of it: who may open the folder asks at a Unix socket in it.

So the server of the example world, which runs outside, is there for the children, who have no other network.
"""

from __future__ import annotations

import os
import socket

_NAME = "net"
_SECONDS = 10
_WAITING = 128


def listener():
    """A TCP socket that listens on this network's loopback."""
    one = socket.socket()
    one.bind(("127.0.0.1", 0))
    one.listen(_WAITING)
    return one


class Lender:
    """Inside: answers each who asks with a listening socket."""

    def __init__(self, folder):
        self._socket = socket.socket(socket.AF_UNIX)
        # By its name alone: the whole path may be longer than an address can be.
        os.chdir(folder)
        if os.path.lexists(_NAME):
            os.unlink(_NAME)
        self._socket.bind(_NAME)
        os.chdir("/")
        self._socket.listen(_WAITING)

    def fileno(self):
        return self._socket.fileno()

    def lend(self):
        asking, _ = self._socket.accept()
        with asking, listener() as lent:
            try:
                socket.send_fds(asking, [b"+"], [lent.fileno()])
            except OSError:
                return  # It did not wait.


def borrow(folder):
    """Outside: the number of a listening socket from the network of the server that works in `folder`."""
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(_SECONDS)
            asking.connect(f"/proc/self/fd/{handle}/{_NAME}")
            _, handles, _, _ = socket.recv_fds(asking, 1, 1)
    finally:
        os.close(handle)
    if not handles:
        raise OSError("the lab lent no socket")
    return handles[0]
