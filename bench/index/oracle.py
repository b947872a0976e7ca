"""Really imports: reads `[[module, name or null], …]` from stdin, prints for each what it raised, or null where it worked.

Airflow is imported once; every module is tried in a forked child of its own, so that no import helps or harms another.
"""

import json
import os
import signal
import sys
import tempfile
import warnings

# Seconds; an import that takes longer hangs.
DEADLINE = 30


def attempt(module, name):
    try:
        exec(f"import {module}" if name is None else f"from {module} import {name}", {})
    except BaseException as error:  # noqa: BLE001 - a module may raise anything
        return [type(error).__name__, str(error)[:300]]
    return None


def in_child(module, names):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(DEADLINE)
        with os.fdopen(writer, "w") as out:
            json.dump([attempt(module, name) for name in names], out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as result:
        text = result.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else [["Unanswered", ""] for _ in names]


def main():
    statements = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="airsmith-oracle-") as home:
        os.environ["AIRFLOW_HOME"] = home
        os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{home}/airflow.db"
        import airflow  # noqa: F401

        # What most modules import, as the lab's server has it warm: else each child would import it again.
        for module in ("airflow.models", "airflow.sdk", "airflow.models.dag", "airflow.utils.session"):
            attempt(module, None)

        by_module = {}
        for place, (module, name) in enumerate(statements):
            by_module.setdefault(module, []).append((place, name))
        results = [None] * len(statements)
        for module, wanted in by_module.items():
            for (place, _), result in zip(wanted, in_child(module, [name for _, name in wanted])):
                results[place] = result
    json.dump(results, answer)
    answer.flush()
    os._exit(0)


main()
