"""The template context and the task instance that a component sees."""

from __future__ import annotations

import logging
from . import airflows
from .likeness import Likeness
from .stores import stores_of
from .values import encode

DEFAULT_DATE = "2026-01-01T00:00:00+00:00"
#: Keys whose value is nothing in a first run that nobody triggered.
_NOTHING = (
    "expanded_ti_count",
    "map_index_template",
    "partition_date",
    "partition_key",
    "prev_data_interval_start_success",
    "prev_data_interval_end_success",
    "prev_start_date_success",
    "prev_end_date_success",
    "prev_execution_date_success",
)
_DATES = ("logical_date", "execution_date", "data_interval_start", "data_interval_end")


def make_context(given, component, instance):
    """The context of one run: what the example gives, and for the rest what Airflow would derive from its date.

    It has the keys of this Airflow alone, whatever the example gives for others.
    """
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
        **dict.fromkeys(_NOTHING),
        "test_mode": False,
        "task_reschedule_count": 0,
        "triggering_dataset_events": {},
        "triggering_asset_events": {},
        **stores_of(component, instance),
    }
    for key, value in given.items():
        if key not in ("params", "dag_run"):
            context[key] = _moment(value) if key in _DATES and isinstance(value, str) else value
    context["dag_run"] = _dag_run(context, given.get("dag_run") or {})
    missing = airflows.KEYS_OF_SOME - airflows.context_keys()
    context = airflows.as_context({key: value for key, value in context.items() if key not in missing})
    instance._belong_to(context, date)
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
        "prev_ds_nodash": None,
        "next_ds": None,
        "next_ds_nodash": None,
        "prev_execution_date": None,
        "next_execution_date": None,
    }


def _plain(params):
    return params.dump() if hasattr(params, "dump") else dict(params or {})


def _dag_run(context, given):
    date = context["logical_date"]
    fields = {
        "dag_id": context["dag"].dag_id,
        "run_id": context["run_id"],
        "run_type": airflows.manual_run(),
        "conf": {},
        "state": "running",
        "logical_date": date,
        "execution_date": date,
        "data_interval_start": context["data_interval_start"],
        "data_interval_end": context["data_interval_end"],
        "start_date": date,
        "queued_at": date,
        "run_after": date,
        "external_trigger": True,
        "clear_number": 0,
        "consumed_asset_events": [],
    }
    return Likeness(airflows.dag_run_class(), {**fields, **given})


class TaskInstance(Likeness):
    """As much of a task instance as needs no database: identity, XCom and a log."""

    def __init__(self, task_id, dag_id, given_xcom):
        fields = {
            "task_id": task_id,
            "dag_id": dag_id,
            "try_number": 1,
            "next_try_number": 1,
            "max_tries": 0,
            "map_index": -1,
            "hostname": "localhost",
            "state": "running",
            "log": logging.getLogger("airflow.task"),
            "log_url": "",
            "mark_success_url": "",
            "pool": "default_pool",
            "pool_slots": 1,
            "priority_weight": 1,
            "queue": "default",
            "test_mode": False,
        }
        super().__init__(airflows.task_instance_class(), fields)
        self._pushed = {}
        self._stores = {}
        self._given = [
            (item["task_id"], item.get("key") or "return_value", item.get("value")) for item in given_xcom or []
        ]

    def _belong_to(self, context, date):
        task = context["task"]
        self._values.update(
            task=task,
            operator=type(task).__name__,
            run_id=context["run_id"],
            dag_run=context["dag_run"],
            start_date=date,
            execution_date=date,
            logical_date=date,
        )
        self._context = context

    @property
    def _xcoms(self):
        """What was pushed beside the return value, encoded."""
        return {key: encode(value) for key, value in self._pushed.items() if key != "return_value"}

    def _do_get_template_context(self, **_):
        return self._context

    def _do_get_first_reschedule_date(self, **_):
        return None

    def _do_get_dagrun(self, **_):
        return self._values["dag_run"]

    def _do_get_previous_dagrun(self, **_):
        return None

    def _do_xcom_push(self, key, value, **_):
        fault = airflows.xcom_fault(value)
        if fault:
            raise TypeError(f"XCom {key!r} cannot hold a {type(value).__qualname__}: {fault}")
        self._pushed[key] = value

    def _do_xcom_pull(self, task_ids=None, dag_id=None, key="return_value", default=None, **_):
        """One value for one task id, a list for several, as Airflow's; the given values, then those pushed here."""
        if dag_id is not None and dag_id != self.dag_id:
            return default
        if task_ids is None and airflows.major() < 3:
            found = [value for _, name, value in self._given if name == key]
            return found[-1] if found else self._pushed.get(key, default)
        if task_ids is None or isinstance(task_ids, str):
            return self._one(task_ids or self.task_id, key, default)
        return [self._one(task_id, key, default) for task_id in task_ids]

    def _one(self, task_id, key, default):
        if task_id == self.task_id and key in self._pushed:
            return self._pushed[key]
        return next((value for task, name, value in self._given if (task, name) == (task_id, key)), default)

    async def _do_axcom_pull(self, **given):
        return self._do_xcom_pull(**given)

    async def _do_axcom_push(self, **given):
        self._do_xcom_push(**given)
