"""What differs between Airflow 2.8 and 3: each function does what the task runner of the Airflow at hand does."""

from __future__ import annotations

import contextlib
import contextvars
import datetime
import functools
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
    return _between_hooks(component, "execute", {}, context)


def resume(component, method, kwargs, context):
    """The method that a deferral named, called on a fresh object; the hooks run around it once more."""
    return _between_hooks(component, method, kwargs, context)


def _between_hooks(component, method, kwargs, context):
    if major() < 3:
        component.pre_execute(context=context)
        result = _guarded(component, method, kwargs, context)
        component.post_execute(context=context, result=result)
        return result
    from airflow.sdk import BaseOperator

    if component._pre_execute_hook is not None:
        component._pre_execute_hook(context)
    if _is_own(component.pre_execute, BaseOperator.pre_execute):
        component.pre_execute(context)
    result = _guarded(component, method, kwargs, context)
    if component._post_execute_hook is not None:
        component._post_execute_hook(context, result)
    # A method of the class is not told the result there.
    if _is_own(component.post_execute, BaseOperator.post_execute):
        component.post_execute(context)
    return result


def _is_own(method, base):
    return getattr(method, "__func__", None) is not base


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
def arguments_noted():
    """Notes with which arguments each task reaches Airflow's own base class: id of the task → (that class, the arguments)."""
    if major() >= 3:
        from airflow.sdk import BaseOperator, BaseSensorOperator
    else:
        from airflow.models.baseoperator import BaseOperator
        from airflow.sensors.base import BaseSensorOperator
    noted = {}
    own = {base: base.__init__ for base in (BaseSensorOperator, BaseOperator)}

    def noting(base, init):
        @functools.wraps(init)
        def noted_init(self, *args, **kwargs):
            # A sensor reaches both, its own base first.
            noted.setdefault(id(self), (base, {key: value for key, value in kwargs.items() if key not in ("dag", "task_group")}))
            return init(self, *args, **kwargs)

        return noted_init

    for base, init in own.items():
        base.__init__ = noting(base, init)
    try:
        yield noted
    finally:
        for base, init in own.items():
            base.__init__ = init


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
        data = BaseXCom.serialize_value(value)
        if major() >= 3:
            # The client of the API server sends it so, and it refuses NaN and the infinite.
            json.dumps(data, allow_nan=False)
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
            **_event_accessors("airflow.sdk.execution_time.context"),
        }
    from airflow import macros
    from airflow.configuration import conf
    from airflow.utils.context import ConnectionAccessor, VariableAccessor

    return {
        "var": {"json": VariableAccessor(deserialize_json=True), "value": VariableAccessor(deserialize_json=False)},
        "conn": ConnectionAccessor(),
        "macros": macros,
        "conf": conf,
        **_event_accessors("airflow.utils.context"),
    }


def _event_accessors(module):
    """Events of assets, where this Airflow has them; of a task without inlets there are none."""
    import importlib

    accessors = getattr(importlib.import_module(module), "OutletEventAccessors", None)
    return {"outlet_events": accessors(), "inlet_events": {}} if accessors else {}


#: Keys of the context that some Airflow has, 2.8 to 3: an example may give one that the Airflow at hand lacks.
KEYS_OF_SOME = frozenset(
    """asset_state_store conf conn dag dag_run data_interval_end data_interval_start ds ds_nodash execution_date expanded_ti_count inlet_events
    inlets logical_date macros map_index_template next_ds next_ds_nodash next_execution_date outlet_events outlets params
    partition_date partition_key prev_data_interval_end_success prev_data_interval_start_success prev_ds prev_ds_nodash
    prev_end_date_success prev_execution_date prev_execution_date_success prev_start_date_success run_id task task_instance
    task_instance_key_str task_reschedule_count task_state_store test_mode ti tomorrow_ds tomorrow_ds_nodash triggering_asset_events
    triggering_dataset_events ts ts_nodash ts_nodash_with_tz var yesterday_ds yesterday_ds_nodash""".split()
)


def context_keys():
    """Keys that this Airflow declares for its context, without those that its task runner never fills."""
    if major() >= 3:
        from airflow.sdk.definitions.context import Context

        return frozenset(Context.__annotations__) - {"expanded_ti_count", "test_mode"}
    from airflow.utils.context import KNOWN_CONTEXT_KEYS

    return frozenset(KNOWN_CONTEXT_KEYS)


def as_context(values):
    """The mapping that this Airflow hands to a task. That of 2.x warns of what is deprecated."""
    if major() >= 3:
        return values
    from airflow.utils.context import Context

    return Context(values)


def state_stores():
    """(the class of `task_state_store`, that of `asset_state_store`, that of one asset's store); None before 3.3."""
    try:
        from airflow.sdk.execution_time import context

        return context.TaskStateStoreAccessor, context.AssetStateStoreAccessors, context.AssetStateStoreAccessor
    except (ImportError, AttributeError):
        return None


def has_assets(component):
    """Whether a task has inlets or outlets that are assets: without any it has no `asset_state_store`."""
    from airflow.sdk.definitions.asset import Asset, AssetAlias, AssetNameRef, AssetUriRef

    return any(isinstance(one, (Asset, AssetAlias, AssetNameRef, AssetUriRef)) for one in component.inlets + component.outlets)


def task_instance_class():
    """The class of the context's `ti`."""
    if major() >= 3:
        from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

        return RuntimeTaskInstance
    from airflow.models.taskinstance import TaskInstance

    return TaskInstance


def dag_run_class():
    """The class of the context's `dag_run`."""
    if major() >= 3:
        from airflow.sdk.api.datamodels._generated import DagRun
    else:
        from airflow.models.dagrun import DagRun
    return DagRun


def manual_run():
    """The type of a run that a person started."""
    from airflow.utils.types import DagRunType

    return DagRunType.MANUAL


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
