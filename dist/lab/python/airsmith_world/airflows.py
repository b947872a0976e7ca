"""What differs between Airflow 2.8 and 3: each function does what the task runner of the Airflow at hand does."""

from __future__ import annotations

import contextlib
import contextvars
import datetime
import json


def major():
    import airflow

    return int(airflow.__version__.split(".")[0])


def make_dag(dag_id, params=None, template_folder=None):
    """A DAG that a task can live in."""
    if major() >= 3:
        from airflow.sdk import DAG
    else:
        from airflow import DAG
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    return DAG(
        dag_id, start_date=start, schedule=None, params=params or {}, template_searchpath=template_folder or []
    )


def execute(component, context):
    """`execute`, called in the one way that Airflow's guard against nested operators allows."""
    _before(component, context)
    result = _guarded(component, "execute", {}, context)
    component.post_execute(context, result)
    return result


def resume(component, method, kwargs, context):
    """The method that a deferral named, called on a fresh object."""
    return _guarded(component, method, kwargs, context)


def _before(component, context):
    component.pre_execute(context)


def _guarded(component, method, kwargs, context):
    def call():
        if method == "execute" and not kwargs:
            return component.execute(context, **_sentinel(component))
        return component.resume_execution(method, kwargs, context)

    if major() < 3:
        return call()
    from airflow.sdk.bases.operator import ExecutorSafeguard

    own = contextvars.copy_context()
    own.run(ExecutorSafeguard.tracker.set, component)
    return own.run(call)


def _sentinel(component):
    if major() >= 3:
        return {}
    from airflow.models import baseoperator

    # 2.8 has no guard; from 2.9 on the task instance proves itself with a private object.
    if not hasattr(baseoperator, "ExecutorSafeguard"):
        return {}
    return {f"{type(component).__name__}__sentinel": baseoperator._sentinel}


@contextlib.contextmanager
def current_context(context):
    """Makes `get_current_context()` work inside."""
    if major() >= 3:
        from airflow.sdk.execution_time.context import set_current_context
    else:
        from airflow.models.taskinstance import set_current_context
    with set_current_context(context):
        yield


def round_trip(value):
    """A value after the way through Airflow's database, as trigger arguments and events go."""
    if major() >= 3:
        from airflow.sdk.serde import deserialize, serialize

        return deserialize(json.loads(json.dumps(serialize(value))))
    from airflow.serialization.serialized_objects import BaseSerialization

    return BaseSerialization.deserialize(json.loads(json.dumps(BaseSerialization.serialize(value))))


def xcom_fault(value):
    """Why this Airflow could not push `value` to XCom; None when it can."""
    try:
        from airflow.sdk.bases.xcom import BaseXCom
    except ImportError:
        from airflow.models.xcom import BaseXCom
    try:
        BaseXCom.serialize_value(value)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:500]
    return None


def template_accessors():
    """`var`, `conn` and `macros` of the template context."""
    if major() >= 3:
        from airflow.sdk.execution_time.context import ConnectionAccessor, MacrosAccessor, VariableAccessor

        return {
            "var": {
                "json": VariableAccessor(deserialize_json=True),
                "value": VariableAccessor(deserialize_json=False),
            },
            "conn": ConnectionAccessor(),
            "macros": MacrosAccessor(),
        }
    from airflow import macros
    from airflow.configuration import conf
    from airflow.utils.context import ConnectionAccessor, VariableAccessor

    return {
        "var": {"json": VariableAccessor(deserialize_json=True), "value": VariableAccessor(deserialize_json=False)},
        "conn": ConnectionAccessor(),
        "macros": macros,
        "conf": conf,
    }


def deferral():
    """The class that a task raises to wait in a trigger."""
    return _exception("TaskDeferred")


def exception(name):
    """An exception of Airflow by name, wherever this version keeps it."""
    return _exception(name)


def _exception(name):
    import importlib

    for module in ("airflow.sdk.exceptions", "airflow.exceptions"):
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise LookupError(f"this Airflow has no exception {name}")
