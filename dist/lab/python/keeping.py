"""What a constructed task holds of what it was given.

These are facts of an untrusted process, like everything else that a child says.
"""

from __future__ import annotations

from inspect import signature

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
