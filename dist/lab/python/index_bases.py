"""What the base classes of the Airflow that runs this define, by asking them.

{"operator": {name: "parameter" | "property" | "method" | "attribute"}, "sensor": {...}, "hook": {...}}

A name that is several of these counts as the first of them in that order: what a constructor takes matters most to a spec.
"""

import inspect

PARAMETER_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.KEYWORD_ONLY,
)


def constructor_parameters(cls):
    """Names that any constructor along the method resolution order takes; decorators are looked through.

    `LoggingMixin` is left out: its `context` is for log handlers, nobody passes it through, and no attribute is named so.
    """
    names = set()
    for owner in cls.__mro__:
        init = owner.__dict__.get("__init__")
        if init is None or owner is object or owner.__name__ == "LoggingMixin":
            continue
        parameters = list(inspect.signature(init).parameters.values())[1:]
        names.update(parameter.name for parameter in parameters if parameter.kind in PARAMETER_KINDS)
    return names


def class_members(cls):
    """Every attribute of the class and its bases, with what it is. `getattr_static` runs no property."""
    members = {}
    for name in dir(cls):
        value = inspect.getattr_static(cls, name)
        if isinstance(value, (staticmethod, classmethod)) or callable(value):
            members[name] = "method"
        elif isinstance(value, property) or hasattr(value, "__get__"):
            members[name] = "property"
        else:
            members[name] = "attribute"
    return members


def describe(cls, instance):
    names = dict.fromkeys(vars(instance), "attribute")
    names.update(class_members(cls))
    names.update(dict.fromkeys(constructor_parameters(cls), "parameter"))
    return {name: names[name] for name in sorted(names) if not name.startswith("_")}


def base_classes():
    import airflow

    if int(airflow.__version__.split(".")[0]) >= 3:
        from airflow.sdk import BaseOperator, BaseSensorOperator
        try:
            from airflow.sdk import BaseHook
        except ImportError:
            # Airflow 3.0 has its hook still where Airflow 2 had it.
            from airflow.hooks.base import BaseHook
    else:
        from airflow.hooks.base import BaseHook
        from airflow.models import BaseOperator
        from airflow.sensors.base import BaseSensorOperator
    return BaseOperator, BaseSensorOperator, BaseHook


def base_attributes():
    operator, sensor, hook = base_classes()
    return {
        "operator": describe(operator, operator(task_id="index")),
        "sensor": describe(sensor, sensor(task_id="index")),
        "hook": describe(hook, hook()),
    }
