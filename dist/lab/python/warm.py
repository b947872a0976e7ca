"""Imports Airflow once and uses it once, so that each forked child finds everything loaded."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import platform
import sys
import warnings

#: Loaded where they are installed: what components and their tests import most. All of them keep one thread.
USUAL = ("requests", "sqlite3", "asyncio", "aiohttp", "jinja2", "pytest", "http.client", "concurrent.futures",
         "airflow.providers.common.sql.hooks.sql", "airflow.providers.sqlite.hooks.sqlite")  # fmt: skip


def up(base):
    """Warms this process; gives the versions for the ready line."""
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = False
    from airflow import __version__ as airflow_version

    for name in USUAL:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    import facts
    import jobs

    facts._packages()
    _play_once(jobs, os.path.join(base, "warm"))
    gc.collect()
    # Frozen objects are left alone by the collector, so that a child does not copy their pages.
    gc.freeze()
    return {"airflow": airflow_version, "python": platform.python_version(), "threads": _threads()}


def _play_once(jobs, root):
    os.makedirs(os.path.join(root, "plugins"), exist_ok=True)
    with open(os.path.join(root, "plugins", "airsmith_warm_up.py"), "w", encoding="utf-8") as file:
        file.write(SOURCE)
    job = {"root": root, "pythonRoot": "plugins", "module": "airsmith_warm_up", "className": "WarmUpOperator"}
    job["path"] = "plugins/airsmith_warm_up.py"
    public = {"kind": "operator", "mode": "execute", "inputs": {"note": "{{ ds }}"}, "dir": root, "port": 0}
    sys.path.insert(0, os.path.join(root, "plugins"))
    try:
        jobs.RUN["inspect"](job, _quiet)
        jobs.RUN["construct"]({**job, "inputs": {"note": ""}}, _quiet)
        jobs.RUN["dag"](job, _quiet)
        jobs.RUN["play"]({**job, "public": public}, _quiet)
    finally:
        sys.path[:] = [entry for entry in sys.path if not entry.startswith(root)]
        for name in ("airsmith_warm_up", "airsmith_dag_file"):
            sys.modules.pop(name, None)


def _quiet(_stage):
    pass


def _threads():
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


SOURCE = '''
import datetime
try:
    from airflow.sdk import DAG, BaseOperator
except ImportError:
    from airflow import DAG
    from airflow.models import BaseOperator


class WarmUpOperator(BaseOperator):
    template_fields = ("note",)

    def __init__(self, *, note="", **kwargs):
        super().__init__(**kwargs)
        self.note = note

    def execute(self, context):
        self.log.info("warm %s", self.note)
        return self.note


with DAG("airsmith_warm_up", start_date=datetime.datetime(2026, 1, 1), schedule=None):
    WarmUpOperator(task_id="warm")
'''
