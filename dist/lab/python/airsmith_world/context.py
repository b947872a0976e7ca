"""The template context and the task instance that a component sees."""

from __future__ import annotations

import logging
from types import SimpleNamespace

from . import airflows
from .values import encode

DEFAULT_DATE = "2026-01-01T00:00:00+00:00"
_DATES = ("logical_date", "execution_date", "data_interval_start", "data_interval_end")


def make_context(given, component, instance):
    """The context of one run: what the example gives, and for the rest what Airflow would derive from its date."""
    date = _moment(next((given[key] for key in ("logical_date", "execution_date", "ts", "ds") if key in given), None))
    params = {**_plain(getattr(component, "params", {})), **(given.get("params") or {})}
    context = {
        **_derived(date),
        **airflows.template_accessors(),
        "dag": component.dag,
        "task": component,
        "ti": instance,
        "task_instance": instance,
        "task_instance_key_str": f"{instance.dag_id}__{instance.task_id}__{date.strftime('%Y%m%d')}",
        "run_id": "manual__" + date.isoformat(),
        "params": params,
        "inlets": [],
        "outlets": [],
        "test_mode": False,
        "map_index_template": None,
        "expanded_ti_count": None,
        "prev_data_interval_start_success": None,
        "prev_data_interval_end_success": None,
        "prev_start_date_success": None,
        "prev_end_date_success": None,
    }
    for key, value in given.items():
        if key not in ("params", "dag_run"):
            context[key] = _moment(value) if key in _DATES and isinstance(value, str) else value
    context["dag_run"] = _dag_run(context, given.get("dag_run") or {})
    instance.belong_to(context)
    return context


def _moment(value):
    import pendulum

    parsed = pendulum.parse(str(value) if value is not None else DEFAULT_DATE)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=pendulum.UTC)


def _derived(date):
    end = date.add(days=1)
    text = {
        "ds": date.strftime("%Y-%m-%d"),
        "ds_nodash": date.strftime("%Y%m%d"),
        "ts": date.isoformat(),
        "ts_nodash": date.strftime("%Y%m%dT%H%M%S"),
        "ts_nodash_with_tz": date.isoformat().replace("-", "").replace(":", ""),
    }
    dates = {"logical_date": date, "data_interval_start": date, "data_interval_end": end}
    if airflows.major() >= 3:
        return {**text, **dates}
    before = date.subtract(days=1)
    return {
        **text,
        **dates,
        "execution_date": date,
        "yesterday_ds": before.strftime("%Y-%m-%d"),
        "yesterday_ds_nodash": before.strftime("%Y%m%d"),
        "tomorrow_ds": end.strftime("%Y-%m-%d"),
        "tomorrow_ds_nodash": end.strftime("%Y%m%d"),
        "prev_ds": None,
        "next_ds": None,
        "prev_execution_date": None,
        "next_execution_date": None,
    }


def _plain(params):
    return params.dump() if hasattr(params, "dump") else dict(params or {})


def _dag_run(context, given):
    fields = {
        "dag_id": context["dag"].dag_id,
        "run_id": context["run_id"],
        "run_type": "manual",
        "conf": {},
        "logical_date": context["logical_date"],
        "data_interval_start": context["data_interval_start"],
        "data_interval_end": context["data_interval_end"],
        "start_date": context["logical_date"],
        "external_trigger": True,
    }
    return SimpleNamespace(**{**fields, **given})


class TaskInstance:
    """As much of a task instance as needs no database: identity, XCom and a log."""

    def __init__(self, task_id, dag_id, given_xcom):
        self.task_id = task_id
        self.dag_id = dag_id
        self.pushed = {}
        self.try_number = 1
        self.max_tries = 0
        self.map_index = -1
        self.hostname = "localhost"
        self.state = "running"
        self.log = logging.getLogger("airflow.task")
        self.log_url = ""
        self._given = [
            (item["task_id"], item.get("key") or "return_value", item.get("value")) for item in given_xcom or []
        ]

    def belong_to(self, context):
        self.task = context["task"]
        self.run_id = context["run_id"]
        self.dag_run = context["dag_run"]
        self.start_date = self.execution_date = self.logical_date = context["logical_date"]
        self._context = context

    @property
    def xcoms(self):
        """What was pushed beside the return value, encoded."""
        return {key: encode(value) for key, value in self.pushed.items() if key != "return_value"}

    def get_template_context(self, *_, **__):
        return self._context

    def get_first_reschedule_date(self, *_, **__):
        return None

    def get_dagrun(self, *_, **__):
        return self.dag_run

    def xcom_push(self, key, value, *_, **__):
        fault = airflows.xcom_fault(value)
        if fault:
            raise TypeError(f"XCom {key!r} cannot hold a {type(value).__qualname__}: {fault}")
        self.pushed[key] = value

    def xcom_pull(self, task_ids=None, dag_id=None, key="return_value", *_, default=None, **__):
        """One value for one task id, a list for several, as Airflow's; the given values, then those pushed here."""
        if dag_id is not None and dag_id != self.dag_id:
            return default
        if task_ids is None and airflows.major() < 3:
            found = [value for _, name, value in self._given if name == key]
            return found[-1] if found else self.pushed.get(key, default)
        if task_ids is None or isinstance(task_ids, str):
            return self._one(task_ids or self.task_id, key, default)
        return [self._one(task_id, key, default) for task_id in task_ids]

    def _one(self, task_id, key, default):
        if task_id == self.task_id and key in self.pushed:
            return self.pushed[key]
        return next((value for task, name, value in self._given if (task, name) == (task_id, key)), default)

    async def axcom_pull(self, *args, **kwargs):
        return self.xcom_pull(*args, **kwargs)

    async def axcom_push(self, *args, **kwargs):
        self.xcom_push(*args, **kwargs)
