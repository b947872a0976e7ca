"""Facts of a component's class (`inspect`): bases, arguments, template fields, methods, libraries."""

from __future__ import annotations

import ast
import inspect
import os
import sys
from importlib import metadata

_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "var-positional",
    inspect.Parameter.VAR_KEYWORD: "var-keyword",
}


def describe_class(factory, job):
    """`ClassFacts` of src/ports.ts, with `doc` and colours beside."""
    fields = getattr(factory, "template_fields", ())
    return {
        "mro": [f"{kind.__module__}.{kind.__qualname__}" for kind in factory.__mro__ if kind is not object],
        "kind": _kind(factory),
        "init": [_parameter(one) for one in _parameters(factory.__init__)],
        "inherited": _inherited(factory),
        "templateFields": [fields] if isinstance(fields, str) else [str(name) for name in fields],
        "methods": _methods(factory, job["root"]),
        "libraries": _libraries(factory, job.get("overlay")),
        "absent": _absent(job.get("requirements") or []),
        "uiColor": _text(getattr(factory, "ui_color", None)),
        "uiFgcolor": _text(getattr(factory, "ui_fgcolor", None)),
    }


def _kind(factory):
    names = {kind.__name__ for kind in factory.__mro__}
    for base, kind in (("BaseSensorOperator", "sensor"), ("BaseOperator", "operator"), ("BaseHook", "hook")):
        if base in names:
            return kind
    return "other"


def _parameters(function):
    try:
        found = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return []
    return found[1:] if found and found[0].name in ("self", "cls") else found


def _parameter(parameter):
    variadic = parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    required = parameter.default is inspect.Parameter.empty and not variadic
    fact = {"name": parameter.name, "kind": _KINDS[parameter.kind], "required": required}
    if parameter.default is not inspect.Parameter.empty:
        fact["default"] = repr(parameter.default)[:200]
    return fact


def _inherited(factory):
    """Arguments that constructors of bases demand, as far up as each hands on its `**kwargs`."""
    found, own = set(), None
    for kind in factory.__mro__:
        if "__init__" not in vars(kind) or kind is object:
            continue
        taken = _parameters(kind.__init__)
        if own is None:
            own = {one.name for one in taken}
        else:
            found.update(one.name for one in taken if _parameter(one)["required"])
        if not any(one.kind is inspect.Parameter.VAR_KEYWORD for one in taken):
            break
    return sorted(found - (own or set()) - {"task_id"})


def _methods(factory, root):
    """Public methods: of a hook all of them, of a task those that the draft itself defines."""
    found = []
    own = _kind(factory) != "hook"
    for name in sorted(name for name in dir(factory) if not name.startswith("_")):
        value = inspect.getattr_static(factory, name)
        value = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        if not inspect.isfunction(value) or (own and not _of_draft(value, root)):
            continue
        found.append({"name": name, "arguments": [one.name for one in _parameters(value)]})
    return found


def _of_draft(function, root):
    function = inspect.unwrap(function)
    return os.path.realpath(function.__code__.co_filename).startswith(os.path.realpath(root) + os.sep)


def _libraries(factory, overlay):
    """Distributions that the component's file imports, anywhere in it, as far as they are installed here."""
    path = sys.modules[factory.__module__].__file__
    # As bytes: the compiler knows the byte order mark and the cookie of an encoding, a text does not.
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    if overlay:
        _note(metadata.distributions(path=[overlay]))
    versions = {}
    for name in sorted(_imported(tree)):
        for distribution in _distributions(name):
            versions[distribution] = metadata.version(distribution)
    return versions


def _absent(requirements):
    """Requirements that apply to this Python and that nothing installed here meets, as they were written."""
    from packaging.requirements import InvalidRequirement, Requirement

    missing = []
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            missing.append(text)
            continue
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if not _installed(requirement.name) or not requirement.specifier.contains(
            metadata.version(requirement.name), prereleases=True
        ):
            missing.append(text)
    return missing


def _imported(tree):
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names}


def _distributions(module):
    top = module.partition(".")[0]
    if top != "airflow":
        return sorted(set(_packages().get(top, ())))
    parts = module.split(".")
    if parts[:2] != ["airflow", "providers"]:
        return [name for name in ("apache-airflow",) if _installed(name)]
    # The longest name that is installed: airflow.providers.common.sql.hooks → apache-airflow-providers-common-sql.
    for length in range(len(parts), 2, -1):
        name = "apache-airflow-providers-" + "-".join(parts[2:length]).replace("_", "-")
        if _installed(name):
            return [name]
    return []


def _installed(name):
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


_known = {}


def _packages():
    """Import name → distributions. Filled while warming up, for it reads the file list of everything installed."""
    if not _known:
        _note(metadata.distributions())
    return _known


def _note(distributions):
    for distribution in distributions:
        name = distribution.metadata["Name"]
        for top in _top_level(distribution):
            _known.setdefault(top, []).append(name)


def _top_level(distribution):
    # `metadata.packages_distributions` parses each list as CSV, which takes half a second.
    listed = distribution.read_text("top_level.txt")
    if listed:
        return set(listed.split())
    lines = (distribution.read_text("RECORD") or "").splitlines()
    tops = {line.split(",", 1)[0].split("/")[0] for line in lines if ".py," in line or ".so," in line}
    return {top.partition(".")[0] for top in tops if not top.endswith(".dist-info")}


def _text(value):
    return value if isinstance(value, str) else None
