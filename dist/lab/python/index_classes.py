"""Signatures of the classes that components derive from and call, and the keys of the task context."""

import importlib
import inspect

import index_bases

# Beside every operator, sensor, hook and trigger that is installed.
ALSO = {
    "TriggerEvent", "PokeReturnValue", "Variable", "Connection", "TaskDeferred", "Context", "BaseNotifier", "XCom", "TaskInstance",
    "RuntimeTaskInstance", "RuntimeTaskInstanceProtocol", "DAG", "Param", "ObjectStoragePath",
}  # fmt: skip


def lines(found):
    classes = {}
    for one in found.values():
        for value in one.names.values():
            if inspect.isclass(value) and str(value.__module__).startswith("airflow."):
                classes[f"{value.__module__}.{value.__qualname__}"] = value
    operator, sensor, hook = index_bases.base_classes()
    trigger = importlib.import_module("airflow.triggers.base").BaseTrigger
    bases = ((sensor, "sensor"), (operator, "operator"), (hook, "hook"), (trigger, "trigger"))
    strict = {base for base in (operator, sensor) if _refuses_unknown(base)}
    yield f"context {' '.join(_context_keys())}"
    for name, value in sorted(classes.items()):
        kind = next((kind for base, kind in bases if issubclass(value, base)), None)
        if kind is None and issubclass(value, BaseException):
            kind = "exception"
        if kind is None and value.__name__ not in ALSO:
            continue
        yield _line(name, value, kind or "other", _is_strict(value, strict))


def _refuses_unknown(operator):
    """Whether a keyword that no constructor names is an error, although the signature ends in `**kwargs`."""
    try:
        operator(task_id="index", airsmith_no_such_argument=1)
    except Exception:  # noqa: BLE001 - it is an AirflowException or a TypeError, by version
        return True
    return False


def _is_strict(cls, strict):
    """Where another class takes `**kwargs` nobody can see which of them it keeps for itself."""
    owners = [base for base in cls.__mro__ if "__init__" in vars(base) and base is not object]
    takers = {one for one in owners if any(p.kind is p.VAR_KEYWORD for p in inspect.signature(one.__init__).parameters.values())}
    return bool(takers) and takers <= strict


def _line(name, cls, kind, strict):
    # An operator's metaclass refuses every positional argument.
    task = kind in ("operator", "sensor")
    made = cls.__new__ is object.__new__ or kind == "exception"
    methods = [_signature(key, value, task) for key, value in sorted(vars(cls).items()) if made or key != "__init__"]
    if not made:
        # Another `__new__`, such as that of a deprecation, may take anything; the constructor of a base says nothing then.
        methods.insert(0, "__init__(*args,**kwargs)")
    mro = [_place(base) for base in cls.__mro__[1:] if base is not object]
    words = [f"c {name} {kind}{'!' if strict else ''}", f"<{','.join(mro)}>", *[one for one in methods if one]]
    return " ".join(words)


def _place(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def _signature(name, value, task):
    if name.startswith("_") and name != "__init__":
        return None
    mark = ""
    if isinstance(value, staticmethod):
        value, mark = value.__func__, "="
    elif isinstance(value, classmethod):
        value, mark = value.__func__, "^"
    if not inspect.isfunction(value):
        return None
    try:
        parameters = list(inspect.signature(value).parameters.values())
    except (TypeError, ValueError):
        return None
    if mark != "=":
        parameters = parameters[1:]
    return f"{mark}{name}({','.join(_parameters(parameters, task and name == '__init__'))})"


def _parameters(parameters, keywords_only):
    starred = False
    if keywords_only:
        yield "*"
        starred = True
    for one in parameters:
        if one.kind is one.VAR_POSITIONAL:
            starred = True
            if not keywords_only:
                yield f"*{one.name}"
        elif one.kind is one.VAR_KEYWORD:
            yield f"**{one.name}"
        else:
            if one.kind is one.KEYWORD_ONLY and not starred:
                starred = True
                yield "*"
            positional = "/" if one.kind is one.POSITIONAL_ONLY else ""
            yield f"{one.name}{positional}{'' if one.default is one.empty else '='}"


def _context_keys():
    """The keys that templates and `execute` find in the context of this Airflow."""
    for place in ("airflow.sdk.definitions.context", "airflow.utils.context"):
        try:
            module = importlib.import_module(place)
        except ImportError:
            continue
        keys = set(getattr(module, "KNOWN_CONTEXT_KEYS", ())) | set(
            getattr(getattr(module, "Context", None), "__annotations__", ())
        )
        if keys:
            return sorted(key for key in keys if not key.startswith("_"))
    return []
