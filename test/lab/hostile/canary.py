"""Listens everywhere on this machine and prints a line for each visitor. Its first line says where."""

import json
import os
import selectors
import socket
import sys

folder, abstract = sys.argv[1:]
selector = selectors.DefaultSelector()
places = {}


def open_one(name, family, kind, address):
    try:
        one = socket.socket(family, kind)
        one.bind(address)
        if kind == socket.SOCK_STREAM:
            one.listen(16)
    except OSError:
        places[name] = 9
        return
    places[name] = one.getsockname()[1] if family in (socket.AF_INET, socket.AF_INET6) else address
    selector.register(one, selectors.EVENT_READ, (name, kind))


open_one("tcp4", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
open_one("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0))
open_one("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
open_one("unix", socket.AF_UNIX, socket.SOCK_STREAM, os.path.join(folder, "unix"))
open_one("datagram", socket.AF_UNIX, socket.SOCK_DGRAM, os.path.join(folder, "datagram"))
open_one("_", socket.AF_UNIX, socket.SOCK_STREAM, "\0" + abstract)
del places["_"]
print(json.dumps({**places, "abstract": abstract}), flush=True)
selector.register(sys.stdin, selectors.EVENT_READ, None)
while True:
    for key, _ in selector.select():
        if key.data is None:
            sys.exit()
        name, kind = key.data
        if kind == socket.SOCK_STREAM:
            key.fileobj.accept()[0].close()
        else:
            key.fileobj.recv(1000)
        print(name, flush=True)
