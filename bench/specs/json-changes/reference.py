from __future__ import annotations

import json

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator


class JsonChangesOperator(BaseOperator):
    """List what changed between two JSON documents."""

    template_fields = ("before", "after")

    def __init__(self, *, before: str, after: str, ignore: list[str] | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.before = before
        self.after = after
        self.ignore = ignore if ignore is not None else []

    def execute(self, context):
        changes = _changes("", _parsed("before", self.before), _parsed("after", self.after))
        return sorted(
            (change for change in changes if not self._is_ignored(change["path"])),
            key=lambda change: change["path"],
        )

    def _is_ignored(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in self.ignore)


def _parsed(name: str, text: str):
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{name} is no JSON: {error}") from error


def _changes(path, before, after):
    if isinstance(before, list) and isinstance(after, list):
        before, after = dict(enumerate(before)), dict(enumerate(after))
    elif not (isinstance(before, dict) and isinstance(after, dict)):
        if isinstance(before, bool) != isinstance(after, bool) or before != after:
            yield {"path": path, "kind": "changed", "before": before, "after": after}
        return
    for key in {**before, **after}:
        at = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if key not in after:
            yield {"path": at, "kind": "removed", "before": before[key], "after": None}
        elif key not in before:
            yield {"path": at, "kind": "added", "before": None, "after": after[key]}
        else:
            yield from _changes(at, before[key], after[key])
