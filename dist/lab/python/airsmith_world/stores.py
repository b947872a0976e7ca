"""The stores of state that Airflow 3.3 gives to a task, kept in memory: empty at first, as before a first run."""

from __future__ import annotations

import json

from . import airflows
from .likeness import Likeness


def stores_of(component, instance):
    """`task_state_store`, and `asset_state_store` where the task has assets; nothing where this Airflow has no stores.

    What was stored stays with `instance`, so that it is there again when a task resumes.
    """
    classes = airflows.state_stores()
    if classes is None:
        return {}
    task, assets, asset = classes
    kept = instance._stores
    found = {"task_state_store": kept.setdefault("task", Store(task))}
    if airflows.has_assets(component):
        found["asset_state_store"] = kept.setdefault("assets", _asset_stores(assets, asset, component))
    return found


def _asset_stores(kind, of_one, component):
    """Airflow's own mapping, with a store in memory for each asset. An alias of which nobody knows the assets has none."""
    aliases = [one for one in component.inlets if hasattr(one, "group") and not hasattr(one, "uri")]
    made = kind([one for one in component.inlets if one not in aliases], component.outlets)
    for stores in (made._by_name, made._by_uri):
        stores.update({name: Store(of_one) for name in stores})
    return made


class Store(Likeness):
    """One store: JSON values by key, under the signatures of Airflow's accessor."""

    def __init__(self, real):
        super().__init__(real, {})
        self._kept = {}

    def _do_get(self, key, default=None):
        return json.loads(self._kept[key]) if key in self._kept else default

    def _do_set(self, key, value, **_):
        if value is None:
            raise ValueError("Cannot set value as None")
        self._kept[key] = json.dumps(value)

    def _do_delete(self, key):
        self._kept.pop(key, None)

    def _do_clear(self):
        self._kept.clear()

    async def _do_aget(self, key, default=None):
        return self._do_get(key, default)

    async def _do_aset(self, key, value, **_):
        self._do_set(key, value)

    async def _do_adelete(self, key):
        self._do_delete(key)

    async def _do_aclear(self):
        self._do_clear()
