"""Stand-ins that have what an object of this Airflow has, under its signatures, and nothing else.

A component that reaches for what only another Airflow has must fail here as it fails there; one that uses what is there
must not fail because a stand-in is smaller.
"""

from __future__ import annotations

import inspect


class Likeness:
    """Answers for `real`, a class of Airflow: with `_values`, with its own methods called `_do_<name>`, or with None.

    What takes Airflow's database and is not played here says so when it is called.
    """

    def __init__(self, real, values):
        self._real = real
        self._values = dict(values)

    def __getattr__(self, name):
        if name.startswith("_") or not has(self._real, name):
            raise AttributeError(f"{self._real.__name__!r} object has no attribute {name!r}")
        values = self.__dict__["_values"]
        if name in values:
            return values[name]
        real = inspect.getattr_static(self._real, name, None)
        if not callable(getattr(self._real, name, None)) or isinstance(real, property):
            return None
        return self._method(name)

    def _method(self, name):
        signature = inspect.signature(getattr(self._real, name))
        bound_already = isinstance(inspect.getattr_static(self._real, name), (staticmethod, classmethod))
        played = getattr(type(self), f"_do_{name}", None)

        def method(*args, **kwargs):
            try:
                given = signature.bind(*(args if bound_already else (self, *args)), **kwargs)
            except TypeError as error:
                raise TypeError(f"{self._real.__name__}.{name}() {error}") from None
            if played is None:
                raise NotImplementedError(f"{self._real.__name__}.{name} needs Airflow's database, which examples lack")
            arguments = dict(list(given.arguments.items())[0 if bound_already else 1 :])
            return played(self, **arguments)

        method.__name__ = name
        return method


def has(real, name):
    """Whether objects of a class have an attribute. Fields of a model, and what is only annotated, are none of the class."""
    fields = getattr(real, "model_fields", None)
    if hasattr(real, name) or (isinstance(fields, dict) and name in fields):
        return True
    return any(name in vars(one).get("__annotations__", {}) for one in real.__mro__)
