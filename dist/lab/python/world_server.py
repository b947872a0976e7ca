"""The trusted side of examples: holds the expectations, answers the HTTP requests, judges. Never imports a draft.

Reads JSON lines, writes JSON lines: ``{"id", "op": "open"|"judge"|"close", …}`` → ``{"id", "ok", …}``.
"""

from __future__ import annotations

import json
import os
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from airsmith_world.world import World  # noqa: E402
from lending import borrow  # noqa: E402
from removal import remove  # noqa: E402


class WorldServer:
    """All open worlds, each in a folder of its own below `base`."""

    def __init__(self, base):
        self.base = base
        self.worlds = {}
        self.count = 0
        self.removals = []

    def open(self, message):
        """→ {world, public, port, writes}: what the component's process is told and may write."""
        self.count += 1
        root = os.path.join(self.base, str(self.count))
        lent = borrow(message["network"]) if "network" in message else None
        try:
            world = World(root, message["example"], message["kind"], message.get("connection"), lent)
        finally:
            if lent is not None:
                os.close(lent)
        self.worlds[self.count] = world
        writes = [world.folder.path, world.scratch] + ([world.database.folder.path] if world.database else [])
        return {"world": self.count, "public": world.public(), "port": world.server.port, "writes": writes}

    def judge(self, message):
        """→ {problems} for an observation, which comes as text: a component may have nested it beyond all parsing."""
        return {"problems": self.worlds[message["world"]].judge(json.loads(message["observation"]))}

    def close(self, message):
        """Removes a world."""
        world = self.worlds.pop(message["world"])
        world.close()
        # Not before the answer: a component may have left a great deal.
        folder = os.path.join(self.base, str(message["world"]))
        self.removals = [removal for removal in self.removals if removal.is_alive()]
        self.removals.append(threading.Thread(target=remove, args=(folder,), daemon=True))
        self.removals[-1].start()
        return {}

    def answer(self, message):
        """The line that answers a message. ASCII with escapes, for a returned text may have no UTF-8 form."""
        try:
            answer = getattr(self, message["op"])(message)
            return json.dumps({"id": message["id"], "ok": True, **answer}, allow_nan=False)
        except Exception as error:
            return json.dumps({"id": message["id"], "ok": False, "message": f"{type(error).__name__}: {error}"})


def main():
    server = WorldServer(sys.argv[1])
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(server.answer(json.loads(line)) + "\n")
        sys.stdout.flush()
    for removal in server.removals:
        removal.join()
    remove(server.base)


if __name__ == "__main__":
    main()
