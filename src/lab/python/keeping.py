"""What a constructed task holds of what it was given.

These are facts of an untrusted process, like everything else that a child says.
"""

from __future__ import annotations

from enum import Enum
from inspect import ismethod, signature

#: Arguments of Airflow's own that any DAG may give, with values that nobody has by default.
AIRFLOWS = {"retries": 7, "pool": "airsmith_pool", "queue": "airsmith_queue", "doc_md": "airsmith"}
_DEPTH = 4


class Template(str):
    """Jinja text that is known again: `str(text)` equals it, but is another object."""


def marked(inputs):
    """The inputs with a `Template` in place of each Jinja text."""
    jinja = {name: Template(value) for name, value in inputs.items() if isinstance(value, str) and "{{" in value}
    return {**inputs, **jinja}


def kept(task, inputs):
    """Template fields the task lacks, those that are not the text they were given, and other attributes that hold that text."""
    fields = task.template_fields
    fields = [fields] if isinstance(fields, str) else list(fields)
    texts = {name: text for name, text in inputs.items() if isinstance(text, Template)}
    changed = [name for name in texts if name in fields and getattr(task, name, texts[name]) is not texts[name]]
    held = getattr(task, "__dict__", {})
    return {
        "missing": [name for name in fields if not hasattr(task, name)],
        "changed": [{"name": name, "equal": _equal(getattr(task, name), texts[name])} for name in changed],
        "copies": [
            {"name": name, "of": of}
            for name, value in held.items()
            if name not in fields
            for of in [_source(value, texts)]
            if of is not None
        ],
    }


def lost(factory, make):
    """Names of Airflow's arguments that a task does not hold after `make(**arguments)`, other than its constructor's own."""
    own = signature(factory.__init__).parameters
    given = {name: value for name, value in AIRFLOWS.items() if name not in own}
    try:
        task = make(**given)
    except Exception:  # It gives such an argument itself, or refuses it aloud.
        return []
    return [name for name, value in given.items() if getattr(task, name, None) != value]


def altered(task, arguments, make_bare):
    """Airflow's own attributes that a task holds otherwise than Airflow keeps what it was given.

    `arguments` are those that reached Airflow's constructor, `make_bare(**arguments)` makes Airflow's own object of them.
    What constructors of the component take themselves a DAG gives on purpose: of that only what Airflow cannot use counts.
    """
    try:
        bare = make_bare(**arguments)
    except Exception:  # What it needs beside cannot be known.
        return []
    names = _base_arguments(type(bare))
    mine = [kind for kind in type(task).__mro__ if "__init__" in vars(kind) and kind not in type(bare).__mro__]
    own = {name for kind in mine for name in signature(kind.__init__).parameters}
    found = []
    for name in names:
        if not hasattr(bare, name) or not hasattr(task, name):
            continue
        kept, value = getattr(bare, name), getattr(task, name)
        if ismethod(kept) or _same(kept, value):
            continue
        why = _unusable(name, kept, value, lambda given: make_bare(**{**arguments, **given}))
        if name == "task_id" or why or (name not in own and name not in AIRFLOWS):
            found.append({"name": name, "why": why})
    return found


def _base_arguments(kind):
    """Arguments of the constructors of Airflow's base classes, but those that say where the task belongs."""
    names = {}
    for base in kind.__mro__:
        if base.__name__ in ("BaseOperator", "BaseSensorOperator") and "__init__" in vars(base):
            names.update(dict.fromkeys(signature(base.__init__).parameters))
    return [name for name in names if name not in ("self", "kwargs", "args", "dag", "task_group", "default_args", "params")]


def _same(one, other):
    try:
        return one is other or (_related(one, other) and bool(one == other))
    except Exception:  # Such values say nothing.
        return True


def _unusable(name, kept, value, make):
    """Why Airflow cannot use the value of an attribute: its own constructor refuses it, or makes another type of it. Else None."""
    if kept is not None and value is not None and not _akin(kept, value):
        return f"it is {_named(value)}, where Airflow keeps {_named(kept)}"
    try:
        taken = getattr(make({name: value}), name)
    except Exception as error:
        return f"Airflow refuses it: {type(error).__name__}: {error}"[:300]
    return None if value is None or _akin(taken, value) else f"it is {_named(value)}, where Airflow makes {_named(taken)} of it"


def _akin(kept, value):
    if isinstance(kept, Enum):
        try:
            return type(kept)(value) is not None
        except ValueError:
            return False
    return _related(kept, value) or all(isinstance(one, (list, tuple, set, frozenset)) or callable(one) for one in (kept, value))


def _related(one, other):
    return isinstance(one, type(other)) or isinstance(other, type(one)) or all(isinstance(it, (int, float)) for it in (one, other))


def _named(value):
    return "None" if value is None else f"a value of type {type(value).__name__}"


def _equal(value, text):
    return isinstance(value, str) and str(value) == str(text)


def _source(value, texts, depth=_DEPTH):
    """The input whose text stands in the value, None when there is none."""
    if isinstance(value, str):
        return next((name for name, text in texts.items() if str(text).strip() in value), None)
    if depth == 0 or not isinstance(value, (list, tuple, set, dict)):
        return None
    inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    return next((found for found in (_source(item, texts, depth - 1) for item in inner) if found), None)
