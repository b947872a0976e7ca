"""Plays an example: does with the component what Airflow would, and writes down what happens. Compares nothing."""

from __future__ import annotations

import contextlib
import json
import os
import sys

from .killing import TaskKilled
from .logs import LogCapture
from .modules import GivenModules
from .running import Run
from .traces import describe
from .values import encode


def play(load, public, root=None, report=lambda stage: None):
    """The observation of one example.

    `load` imports the component's class, `public` is `World.public()`, `root` the repository's folder for
    tracebacks, `report` is told each stage as it begins.
    """
    run = Run(public, report)
    logs = LogCapture()
    with _environment(public), GivenModules(public.get("modules")), logs:
        outcome = {"state": "returned", "value": None}
        for _ in range(int(public.get("runs") or 1)):
            outcome = _outcome(lambda: run.once(load), run, root, logs)
    return {
        "outcome": outcome,
        "pokes": run.pokes,
        "changes": run.changes,
        "deferred": run.deferred,
        "unpushable": run.unpushable,
        "lost": run.lost,
        "rendered": run.rendered,
        "xcom": run.instance._xcoms if run.instance else {},
        "logs": logs.text,
        "truncated": logs.truncated,
    }


def _outcome(action, run, root, logs):
    try:
        value = action()
        run.push(value)
        return {"state": "returned", "value": encode(value)}
    except TaskKilled:
        return {"state": "killed"}
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        found = describe(error, run.stage, root)
        # Airflow writes the exception that ends a task to the task's log.
        logs.add(f"ERROR Task failed with exception\n{found['traceback']}")
        return {"state": "raised", **found}


@contextlib.contextmanager
def _environment(public):
    values = {str(name): str(value) for name, value in (public.get("env") or {}).items()}
    for name, value in (public.get("variables") or {}).items():
        values[f"AIRFLOW_VAR_{name.upper()}"] = value if isinstance(value, str) else json.dumps(value)
    if public.get("connection"):
        values[f"AIRFLOW_CONN_{public['connection']['id'].upper()}"] = json.dumps(public["connection"]["fields"])
    # A proxy of the surrounding machine must not be asked for the example's own server.
    values.setdefault("NO_PROXY", "127.0.0.1,localhost")
    values.setdefault("no_proxy", values["NO_PROXY"])
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def reload_class(factory):
    """The class from a fresh import of its module, for modules that look at the world when they are imported."""
    import importlib

    known = sys.modules.pop(factory.__module__, None)
    try:
        return getattr(importlib.import_module(factory.__module__), factory.__qualname__)
    finally:
        if known is not None:
            sys.modules[factory.__module__] = known
