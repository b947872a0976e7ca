"""The world of one acceptance example: everything that is `given`, and the judgement of what came out."""

from __future__ import annotations

import os

from .database import Database
from .folder import Folder, change
from .judge import judge
from .server import ExampleServer
from .values import substitute

#: What the component may know of an example besides its world. Everything else is an expectation.
PUBLIC = ("inputs", "context", "call", "event", "runs", "between")
PUBLIC_GIVEN = ("env", "variables", "modules", "xcom")


class World:
    """Opens the world of `example` in the new folder `root`.

    `connection` is the spec's ``{type, default_id, input}`` or None; `kind` is operator, sensor or hook.
    """

    def __init__(self, root, example, kind, connection=None, handed_over=None):
        given = example.get("given") or {}
        os.makedirs(root, mode=0o700)
        self.kind = kind
        self.database = None
        self.server = ExampleServer((example.get("kill") or {}).get("after"), handed_over)
        try:
            self.folder = Folder(os.path.join(root, "files"))
            self.scratch = os.path.join(root, "scratch")
            os.makedirs(self.scratch, mode=0o700)
            self.names = {"http": self.server.address, "dir": self.folder.path}
            self.example = substitute(example, self.names)
            given = self.example.get("given") or {}
            change(self.folder.path, given.get("files") or {})
            if "sql" in given or (connection or {}).get("type") == "sqlite":
                self.database = Database(os.path.join(root, "database"), given.get("sql") or [])
            self.connection = _connection(self, connection, given.get("connection") or {})
            self.server.start(given.get("http") or [])
        except BaseException:
            self.server.close()
            raise

    def public(self):
        """What the play side is told. It holds no expectation: those are compared here."""
        example, given = self.example, self.example.get("given") or {}
        return {
            **{key: example[key] for key in PUBLIC if key in example},
            **{key: given[key] for key in PUBLIC_GIVEN if key in given},
            "kind": self.kind,
            "mode": _mode(example, self.kind),
            "pokes": len(example.get("pokes") or [None]) + (1 if example.get("pokes") and "raises" in example else 0),
            "kill": "kill" in example,
            "connection": self.connection,
            **self.names,
            "port": self.server.port,
            "scratch": self.scratch,
        }

    def judge(self, observation):
        """Problems as ``{expectation, message, expected?, actual?}``; none means that the example holds."""
        return judge(self.example, self.kind, observation, self)

    def close(self):
        self.server.close()
        self.folder.close()
        if self.database:
            self.database.close()


def _mode(example, kind):
    if kind == "hook":
        return "call"
    if kind != "sensor" or {"returns", "defers", "kill", "event"} & set(example):
        return "execute"
    raises = example.get("raises") or {}
    # A single poke never times out: only the whole sensor can raise that.
    timed_out = isinstance(raises, dict) and str(raises.get("type")).endswith("AirflowSensorTimeout")
    return "execute" if timed_out and "pokes" not in example else "poke"


def _connection(world, spec, given):
    if spec is None:
        return None
    fields = {"conn_type": spec["type"], **given}
    if world.database:
        fields.update(conn_type="sqlite", host=world.database.path)
    else:
        fields = {"host": "127.0.0.1", "port": world.server.port, "schema": "http", **fields}
    inputs = world.example.get("inputs") or {}
    name = inputs.get(spec.get("input") or f"{spec['type']}_conn_id") or spec["default_id"]
    return {"id": str(name), "fields": fields}
