"""What a real task gets as its context, read from the Airflow at hand, and what the example world gives: as JSON."""

import inspect
import json
import re
import sys

sys.path.insert(0, sys.argv[1])

from airsmith_world import airflows
from airsmith_world.context import TaskInstance, make_context


def filled_keys():
    """Keys in the source of the function that fills the context of a run."""
    if airflows.major() >= 3:
        from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

        source = inspect.getsource(RuntimeTaskInstance.get_template_context)
    else:
        from airflow.models import taskinstance

        function = getattr(taskinstance, "_get_template_context", taskinstance.TaskInstance.get_template_context)
        source = inspect.getsource(function)
    return set(re.findall(r'^ +"(\w+)":', source, re.MULTILINE)) - {"json", "value"}


def names(real):
    fields = [name for name in getattr(real, "model_fields", {})]
    annotated = [name for one in real.__mro__ for name in vars(one).get("__annotations__", {})]
    return {name for name in (*dir(real), *fields, *annotated) if not name.startswith("_")}


def compare(real, ours):
    there = names(real)
    seen = {name for name in dir(ours) if not name.startswith("_")}
    return {
        "lacking": sorted(name for name in there if not hasattr(ours, name)),
        "surplus": sorted(seen - there) + [name for name in ("airsmith", "pushed") if hasattr(ours, name)],
    }


with airflows.make_dag("oracle"):
    if airflows.major() >= 3:
        from airflow.sdk import BaseOperator
    else:
        from airflow.models import BaseOperator
    task = BaseOperator(task_id="t")
instance = TaskInstance("t", "oracle", [])
context = make_context({}, task, instance)
print(
    json.dumps(
        {
            "keys": {
                "lacking": sorted(filled_keys() - set(context)),
                "surplus": sorted(set(context) - filled_keys()),
                "class": type(context).__module__,
            },
            "ti": compare(airflows.task_instance_class(), instance),
            "dag_run": compare(airflows.dag_run_class(), context["dag_run"]),
        }
    )
)
