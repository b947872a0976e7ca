"""The jobs of a child: what each asks of the real Airflow. Runs inside the sandbox, with the draft's code."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import warnings
from inspect import signature
from pathlib import Path

from accesses import Accesses
from airsmith_world import airflows
from airsmith_world.play import play as play_example
from facts import describe_class
from keeping import altered, kept, lost, marked


class Failed(Exception):
    """A job that failed without an exception of its own to show; `failure` holds stage and message."""

    def __init__(self, stage, message, **rest):
        super().__init__(message)
        self.failure = {"stage": stage, "message": message, **rest}


def syntax(job, report):
    """Compiles one file with this Python; warnings of the compiler are the value."""
    report("syntax")
    with open(os.path.join(job["root"], job["path"]), "rb") as file:
        source = file.read()
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        compile(source, os.path.join(job["root"], job["path"]), "exec", dont_inherit=True)
    return {"warnings": [{"message": str(item.message), "line": item.lineno} for item in found]}


def inspect(job, report):
    """`ClassFacts` of the component."""
    with Accesses(job["root"]) as accesses:
        factory = _load(job, report)
    return {**describe_class(factory, job), "accesses": accesses.found}


def construct(job, report):
    """Constructs the component; a task inside a DAG, which is then serialized and read back.

    Value: what it reached for; of a task also what it holds of what it was given.
    """
    factory = _load(job, report)
    report("construct")
    if not _is_task(factory):
        with Accesses(job["root"]) as accesses:
            factory(**job["inputs"])
        return {"accesses": accesses.found}
    inputs = marked(job["inputs"])
    with airflows.make_dag("airsmith_draft") as dag, Accesses(job["root"]) as accesses, airflows.arguments_noted() as noted:
        task = factory(task_id="draft", **inputs)
    # Before it is serialized, for that may well fail of it.
    base, arguments = noted.get(id(task), (None, {}))

    def make_bare(**given):
        with airflows.make_dag("airsmith_bare"):
            return base(**given)

    others = altered(task, arguments, make_bare) if base else []
    if not any(one["why"] for one in others):
        _serialize(dag, report)

    def make(**more):
        with airflows.make_dag("airsmith_given"):
            return factory(task_id="draft", **{**more, **inputs})

    return {"accesses": accesses.found, **kept(task, inputs), "lost": lost(factory, make), "altered": others}


def dag(job, report):
    """Loads a DAG file as Airflow does, and serializes what it holds. Value: DAG id → task ids."""
    path = os.path.join(job["root"], job["path"])
    sys.path[:0] = [os.path.dirname(path), job["root"]]
    report("import")
    # Once by ourselves, for Airflow keeps only the text of an exception.
    found = importlib.util.spec_from_file_location("airsmith_dag_file", path)
    found.loader.exec_module(importlib.util.module_from_spec(found))
    report("dag")
    bag = _dag_bag(path, job["root"])
    if bag.import_errors:
        text = "\n".join(bag.import_errors.values()).strip()
        raise Failed("dag", text.splitlines()[-1][:2000], traceback=text[-4000:])
    if not bag.dags:
        raise Failed("dag", "the file defines no DAG")
    for one in bag.dags.values():
        _serialize(one, report)
    return {"dags": {name: sorted(one.task_ids) for name, one in bag.dags.items()}}


def tests(job, report):
    """Runs one test file under pytest. Value: counts and failures."""
    from pytest_run import run

    report("tests")
    return run(job)


def play(job, report):
    """Plays an acceptance example; the value is what was observed."""
    return play_example(lambda: _load(job, report), job["public"], job["root"], report)


RUN = {"syntax": syntax, "inspect": inspect, "construct": construct, "dag": dag, "tests": tests, "play": play}


def _load(job, report):
    report("import")
    module = importlib.import_module(job["module"])
    factory = getattr(module, job["className"], None)
    if not isinstance(factory, type):
        raise ImportError(f"module {job['module']} has no class {job['className']}")
    return factory


def _is_task(factory):
    return any(kind.__name__ == "BaseOperator" for kind in factory.__mro__)


def _dag_bag(path, root):
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:  # Airflow 2, and the first of 3
        from airflow.models.dagbag import DagBag
    takes = signature(DagBag).parameters
    options = {"include_examples": False, "bundle_path": Path(root), "bundle_name": "airsmith"}
    return DagBag(dag_folder=path, safe_mode=False, **{name: value for name, value in options.items() if name in takes})


def _serialize(dag, report):
    try:
        from airflow.serialization.serialized_objects import DagSerialization as Serialization
    except ImportError:  # Airflow 2, and the first of 3
        from airflow.serialization.serialized_objects import SerializedDAG as Serialization
    report("serialize")
    data = json.loads(json.dumps(Serialization.to_dict(dag)))
    report("deserialize")
    Serialization.from_dict(data)
