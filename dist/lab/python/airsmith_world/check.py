"""`check_example`: an acceptance example as a test, under plain pytest."""

from __future__ import annotations

import json
import os
import shutil
import tempfile

from .world import World

#: Number of a listening socket, where the tests run inside a sandbox that lets them bind no port.
SOCKET = "AIRSMITH_WORLD_SOCKET"


def check_example(component_class, example, *, kind, connection=None):
    """Plays `example` with `component_class` and raises AssertionError for what does not hold.

    `kind` is operator, sensor or hook; `connection` the spec's ``{type, default_id, input}`` or None. Keys of the
    example are those of the spec. Needs Airflow, and nothing else that is not in Python.
    """
    from .play import play, reload_class

    handed_over = os.environ.get(SOCKET)
    base = tempfile.mkdtemp(prefix="airsmith-")
    world = World(os.path.join(base, "world"), example, kind, connection, int(handed_over) if handed_over else None)
    try:
        given = world.public()
        # A module may look at the world when it is imported: given libraries must be there by then.
        fresh = any(given.get(key) for key in ("modules", "env", "variables"))
        observation = play(lambda: reload_class(component_class) if fresh else component_class, given)
        problems = world.judge(observation)
    finally:
        world.close()
        shutil.rmtree(base, ignore_errors=True)
    if problems:
        raise AssertionError(_text(example, problems, observation))


def _text(example, problems, observation):
    lines = [f"example {example.get('name', '')!r} does not hold:"]
    for problem in problems:
        lines.append(f"- {problem['expectation']}: {problem['message']}")
        for key in ("expected", "actual"):
            if key in problem:
                lines.append(f"    {key}: {json.dumps(problem[key], ensure_ascii=False)[:1000]}")
    trace = observation["outcome"].get("traceback")
    if trace and any(problem["expectation"] == "raises" for problem in problems):
        lines += ["", trace]
    return "\n".join(lines)
