"""What really happens: reads questions from stdin, one JSON list, and prints a list of answers, null where it worked.

    ["import", module, name or null]                          imports, and says [exception, message]
    ["bind", class, method, positional, [keyword, …]]         binds the call to the real signature, and says why that fails
    ["file", path]                                            runs a file, with stubs for the packages that are not installed
    ["make", class, positional, [keyword, …]]         constructs the class with its required arguments and these

Airflow is imported once; the questions about one module go to a forked child of their own, so that no import helps or harms another.
A child answers line by line and is killed with all that it started when it is late: an import that starts a process, or waits
for one, costs the answers of its own module and nothing more.
"""

import gc
import importlib.abc
import importlib.machinery
import inspect
import json
import os
import re
import select
import signal
import sys
import tempfile
import time
import warnings

# Seconds without an answer.
DEADLINE = 40
REFUSED = re.compile(r"unexpected keyword|positional argument|Invalid arguments|Use keyword arguments|takes no arguments")


def answer(question):
    kind, *rest = question
    try:
        return {"import": imported, "bind": bound, "make": made, "file": ran}[kind](*rest)
    except BaseException as error:  # noqa: BLE001 - a module may raise anything
        return [type(error).__name__, str(error)[:300]]


def imported(module, name):
    exec(f"import {module}" if name is None else f"from {module} import {name}", {})


def class_of(place):
    module, _, name = place.rpartition(".")
    return getattr(importlib.import_module(module), name)


def bound(place, method, positional, keywords):
    cls = class_of(place)
    raw = inspect.getattr_static(cls, method)
    own = not isinstance(raw, (staticmethod, classmethod))
    # An operator's metaclass wraps constructors, and says itself that nothing may come by position.
    signature = inspect.signature(getattr(cls, method))
    try:
        signature.bind_partial(*[None] * (positional + own), **dict.fromkeys(keywords))
    except TypeError as error:
        return ["TypeError", str(error)]


def made(place, positional, keywords):
    cls = class_of(place)
    concrete = type(cls)(cls.__name__, (cls,), {name: lambda *_, **__: None for name in getattr(cls, "__abstractmethods__", ())})
    needed = required_by(cls, positional)
    try:
        concrete(*["x"] * positional, **{**needed, **dict.fromkeys(keywords)})
    except BaseException as error:  # noqa: BLE001 - what is passed is made up, so that much else may be wrong with it
        if REFUSED.search(str(error)):
            return [type(error).__name__, str(error)[:300]]


def required_by(cls, positional):
    """Values for what the constructor cannot do without, and those behind its `**kwargs`."""
    needed = {"task_id": "x"} if hasattr(cls, "execute") else {}
    for base in cls.__mro__:
        if "__init__" not in vars(base) or base is object:
            continue
        parameters = list(inspect.signature(base.__init__).parameters.values())[1:]
        for place, one in enumerate(parameters):
            by_place = place < positional and one.kind is one.POSITIONAL_OR_KEYWORD and base.__init__ is cls.__init__
            if one.default is one.empty and one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY) and not by_place:
                needed.setdefault(one.name, "x")
        if not any(one.kind is one.VAR_KEYWORD for one in parameters):
            break
    return needed


class Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands in for packages that are not there, but Airflow's own, where the file itself asks for them: its other imports show then."""

    def find_spec(self, name, path=None, target=None):
        asking = sys._getframe(1)
        while asking is not None and "importlib" in asking.f_code.co_filename:
            asking = asking.f_back
        if name.split(".")[0] == "airflow" or asking is None or asking.f_globals.get("__name__") != "component":
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def exec_module(self, module):
        def any_class(name):
            if name.startswith("__"):
                raise AttributeError(name)
            return type(name, (Exception,), {"__init__": lambda self, *_, **__: None})

        module.__getattr__ = any_class


def ran(path):
    sys.meta_path.append(Stubs())
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec"), {"__name__": "component", "__file__": path})


def in_child(questions):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(reader)
        for question in questions:
            os.write(writer, (json.dumps(answer(question)) + "\n").encode())
        os._exit(0)
    os.close(writer)
    text = b""
    until = time.monotonic() + DEADLINE
    # Counted, not read to its end: a process that an import started may hold the pipe open for ever.
    while text.count(b"\n") < len(questions) and select.select([reader], [], [], max(0, until - time.monotonic()))[0]:
        more = os.read(reader, 1 << 16)
        if not more:
            break
        text += more
        until = time.monotonic() + DEADLINE
    os.close(reader)
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
    os.waitpid(child, 0)
    answers = [json.loads(line) for line in text.decode().split("\n")[:-1]]
    return answers + [["Unanswered", ""]] * (len(questions) - len(answers))


def main():
    questions = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="airsmith-oracle-", ignore_cleanup_errors=True) as home:
        os.environ["AIRFLOW_HOME"] = home
        os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{home}/airflow.db"
        os.chdir(home)
        import airflow  # noqa: F401

        # What most modules import, as the lab's server has it warm: else each child would import it again.
        for module in ("airflow.models", "airflow.sdk", "airflow.models.dag", "airflow.utils.session"):
            answer(["import", module, None])
        # Else every child copies the pages of what it only counts.
        gc.collect()
        gc.freeze()

        groups = {}
        for place, question in enumerate(questions):
            key = question[1] if question[0] in ("import", "file") else "calls"
            groups.setdefault(key, []).append((place, question))
        results = [None] * len(questions)
        for group in groups.values():
            for (place, _), result in zip(group, in_child([question for _, question in group])):
                results[place] = result
    json.dump(results, out)
    out.flush()
    os._exit(0)


main()
