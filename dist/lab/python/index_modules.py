"""Every public module of the installed Airflow, and the names that can be imported from it."""

import importlib
import inspect
import os
import re
import sys
import types
import warnings
from importlib import metadata

# Servers, their commands and their migrations. No component imports from them, and some start things when imported.
PREFIXES = """
    airflow.__main__ airflow.alembic airflow.api airflow.api_connexion airflow.api_fastapi airflow.api_internal airflow.auth airflow.cli
    airflow.dag_processing airflow.executors airflow.jobs airflow.kubernetes airflow.migrations airflow.providers.fab airflow.ui airflow.www
""".split()
OPAQUE = re.compile(rf"({'|'.join(map(re.escape, PREFIXES))})(\.|$)|(^|.*\.)(_\w*|tests?|example_dags)(\.|$)")
IDENTIFIER = re.compile(r"[A-Za-z]\w*")
TARGET = re.compile(r"""[`'"]+(airflow(?:\.\w+)+)[`'"]+""")


class Found:
    """What importing one module showed."""

    def __init__(self, module):
        self.module = module
        self.failure = None
        self.names = {}
        self.failing = {}
        self.deprecated = {}


def survey():
    """`{module name: Found}` for all of them, in order of their names."""
    import airflow

    warned = {}
    original = warnings.warn
    listening = []

    def warn(message, category=None, stacklevel=1, *rest, **more):
        """Says who warned: only a module's own code deprecates that module, however it came to be imported."""
        text = str(message)
        caller = sys._getframe(1)
        if "deprecat" in text.lower() or (isinstance(category, type) and "Deprecat" in category.__name__):
            if caller.f_code.co_name == "<module>":
                warned.setdefault(caller.f_globals.get("__name__"), text)
            listening.append(text)

    warnings.warn = warn
    try:
        names = sorted(set(_names_on_disk(airflow.__path__)))
        found = {name: _import(name) for name in names}
        virtual = [
            name
            for name, module in list(sys.modules.items())
            if name.startswith("airflow.") and name not in found and not OPAQUE.match(name) and module is not None
            # What a package put there under a name of its own can be imported by that name.
            and name.rpartition(".")[0] in sys.modules and getattr(module, "__file__", None) is None
        ]
        found.update({name: _import(name) for name in virtual})
        for name in sorted(found):
            _read(found[name], listening)
    finally:
        warnings.warn = original
    for name, text in warned.items():
        # Others warn at import of something else in them, such as a setting.
        if name in found and re.search(r"\b(module|package|import(ed|ing|s)?)\b", text.lower()):
            found[name].deprecated[""] = _target(text, name)
    return dict(sorted(found.items()))


def _names_on_disk(roots):
    for root in roots:
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(one for one in folders if one.isidentifier() and one != "__pycache__")
            package = ".".join(["airflow", *os.path.relpath(folder, root).split(os.sep)]).removesuffix("..")
            package = package.removesuffix(".")
            if OPAQUE.match(package):
                folders[:] = []
                continue
            yield package
            for file in files:
                name = f"{package}.{file[:-3]}"
                if file.endswith(".py") and file[:-3].isidentifier() and not OPAQUE.match(name):
                    yield name


def _import(name):
    found = Found(name)
    try:
        importlib.import_module(name)
    except BaseException as error:  # noqa: BLE001 - a module may raise anything, SystemExit too
        found.failure = f"{type(error).__name__}:{_missing(error)}"
    return found


def _missing(error):
    """The module that was not there, where an import failed for that; the innermost one is the cause."""
    while error.__cause__ is not None or (error.__context__ is not None and not error.__suppress_context__):
        error = error.__cause__ or error.__context__
    return (getattr(error, "name", None) or "") if isinstance(error, ImportError) else ""


def _read(found, listening):
    if found.failure is not None:
        return
    module = sys.modules.get(found.module)
    if module is None:
        return
    for name in sorted(_candidates(module)):
        if not IDENTIFIER.fullmatch(name):
            continue
        listening.clear()
        try:
            value = getattr(module, name)
        except AttributeError:
            continue
        except BaseException as error:  # noqa: BLE001
            found.failing[name] = _missing(error) if isinstance(error, ImportError) else type(error).__name__
            continue
        if isinstance(value, types.ModuleType) and f"{found.module}.{name}" in (value.__name__, ""):
            continue
        found.names[name] = value
        if listening:
            found.deprecated[name] = _target(listening[-1], f"{found.module}.{name}")


def _candidates(module):
    """What the module shows, and every word that its `__getattr__` could know: in tables, closures and constants."""
    names = set(dir(module)) | set(vars(module))
    declared = getattr(module, "__all__", ())
    # A module whose `__getattr__` answers anything, as one of Airflow 3.0 does, has no list.
    if isinstance(declared, (list, tuple, set, frozenset)):
        names.update(declared)
    hook = vars(module).get("__getattr__")
    if hook is None:
        return names
    seen = set()
    pending = [hook, *[value for value in vars(module).values() if isinstance(value, (dict, list, tuple, set, frozenset))]]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            names.add(value)
        elif id(value) in seen:
            continue
        elif isinstance(value, dict):
            # `add_deprecated_classes` hands everything on to one module that way.
            if isinstance(value.get("*"), str):
                names |= set(dir(importlib.import_module(value["*"])))
            pending.extend([*value.keys(), *value.values()])
        elif isinstance(value, (list, tuple, set, frozenset)):
            pending.extend(value)
        elif isinstance(value, types.CodeType):
            pending.extend(value.co_consts)
        elif isinstance(value, types.FunctionType):
            cells = [cell.cell_contents for cell in value.__closure__ or ()]
            pending.extend([value.__code__, *cells])
        elif hasattr(value, "func") and hasattr(value, "args"):
            pending.extend([value.func, *value.args, *value.keywords.values()])
        seen.add(id(value))
    return names


def _target(text, own):
    """Where a deprecation sends its reader: the last dotted name in it that is not what it deprecates."""
    targets = [one for one in TARGET.findall(text) if one != own]
    return targets[-1] if targets else ""


def home_of(name, value):
    """`(module, qualified name)` where a class or function of Airflow really lives; None for everything else."""
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return None
    module = getattr(value, "__module__", None)
    if not isinstance(module, str) or not re.match(r"airflow(\.|$)", module):
        return None
    qualified = getattr(value, "__qualname__", name)
    owner = sys.modules.get(module)
    return (module, qualified) if getattr(owner, qualified, None) is value else None


def lines(found):
    import airflow

    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    providers = sorted(
        f"{one.metadata['Name'].removeprefix('apache-airflow-providers-')}"
        for one in metadata.distributions()
        if (one.metadata["Name"] or "").startswith("apache-airflow-providers-")
    )
    yield f"airflow-index/1 airflow={airflow.__version__} python={python}"
    yield f"providers {' '.join(providers)}"
    yield f"opaque {' '.join(PREFIXES)}"
    for name, one in found.items():
        yield _line(name, one, found)


def _line(name, one, found):
    if one.failure is not None:
        return f"m {name} ?{one.failure}"
    own, foreign = [], {}
    for key, value in one.names.items():
        mark = f"!{one.deprecated[key]}" if key in one.deprecated else ""
        home = home_of(key, value)
        if isinstance(value, types.ModuleType) and value.__name__.startswith("airflow."):
            own.append(f"{key}{mark}%{value.__name__}")
        elif home is None:
            own.append(f"{key}{mark}")
        elif home == (name, key):
            own.append(f"{key}{mark}:{'c' if inspect.isclass(value) else 'f'}")
        else:
            alias = "" if home[1] == key else f"={home[1]}"
            kind = "" if inspect.isclass(value) else ":f"
            foreign.setdefault(home[0], []).append(f"{key}{mark}{kind}{alias}")
    words = [f"!{one.deprecated['']}"] if "" in one.deprecated else []
    words += own + [f"{key}?{missing}" for key, missing in one.failing.items()]
    for home, keys in sorted(foreign.items()):
        words += [f"<{home}", *keys]
    return " ".join(["m", name, *words])
