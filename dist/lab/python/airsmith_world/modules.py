"""Libraries that the example gives (`given.modules`): source that stands for one, or None for one that is absent."""

from __future__ import annotations

import importlib.abc
import importlib.util
import itertools
import sys


class GivenModules:
    """While entered, imports of the given names find the given source, or nothing.

    It takes the place of all finders and asks them in turn, so that an absent module looks absent in every way:
    `import`, `importlib.util.find_spec` and the submodules.
    """

    def __init__(self, modules):
        self.modules = dict(modules or {})
        self._finders = []
        self._hidden = {}
        self._attributes = []

    def __enter__(self):
        if self.modules:
            self._finders = list(sys.meta_path)
            self._hide_loaded()
            sys.meta_path[:] = [self]
        return self

    def __exit__(self, *error):
        if not self.modules:
            return
        sys.meta_path[:] = self._finders
        for name in [name for name in sys.modules if self._concerns(name)]:
            del sys.modules[name]
        sys.modules.update(self._hidden)
        for parent, attribute, value in self._attributes:
            setattr(parent, attribute, value)

    def _hide_loaded(self):
        for name in [name for name in sys.modules if self._concerns(name)]:
            self._hidden[name] = sys.modules.pop(name)
            parent, _, attribute = name.rpartition(".")
            owner = sys.modules.get(parent) or self._hidden.get(parent)
            # `from parent import name` would find the loaded module as an attribute.
            if owner is not None and attribute in vars(owner):
                self._attributes.append((owner, attribute, vars(owner)[attribute]))
                delattr(owner, attribute)

    def _concerns(self, name):
        return any(name == given or name.startswith(given + ".") for given in self.modules)

    def find_spec(self, name, path=None, target=None):
        if name in self.modules and self.modules[name] is not None:
            package = any(given.startswith(name + ".") for given in self.modules)
            return self._spec(name, self.modules[name], package)
        if any(self.modules[given] is None for given in _self_and_parents(name) if given in self.modules):
            return None
        for finder in self._finders:
            found = finder.find_spec(name, path, target) if hasattr(finder, "find_spec") else None
            if found is not None:
                return found
        if any(source is not None and given.startswith(name + ".") for given, source in self.modules.items()):
            return self._spec(name, "", True)
        return None

    def _spec(self, name, source, package):
        return importlib.util.spec_from_loader(name, _Source(name, source), is_package=package)

    def find_distributions(self, *args, **kwargs):
        searches = [
            finder.find_distributions(*args, **kwargs)
            for finder in self._finders
            if hasattr(finder, "find_distributions")
        ]
        return itertools.chain.from_iterable(searches)

    def invalidate_caches(self):
        for finder in self._finders:
            if hasattr(finder, "invalidate_caches"):
                finder.invalidate_caches()


def _self_and_parents(name):
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


class _Source(importlib.abc.InspectLoader):
    def __init__(self, name, source):
        self.source = source
        self.origin = f"<given module {name}>"

    def get_source(self, fullname):
        return self.source

    def exec_module(self, module):
        exec(compile(self.source, self.origin, "exec"), module.__dict__)
