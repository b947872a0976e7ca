"""Asks the Airflow that runs it what can be imported from where, and prints one line of JSON: `{"index": text, "bases": ...}`.

The text is the index that `src/validate/airflow-index/read.ts` reads; its format is described there.
"""

import json
import os
import sys
import tempfile
import warnings


def main():
    warnings.simplefilter("ignore")
    # Airflow writes its settings on import and prints deprecations: neither may reach the caller.
    answer, sys.stdout = os.fdopen(os.dup(1), "w"), sys.stderr
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="airsmith-index-", ignore_cleanup_errors=True) as home:
        os.environ["AIRFLOW_HOME"] = home
        os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{home}/airflow.db"
        # `-I` leaves the script's own folder out of the path.
        sys.path.append(os.path.dirname(os.path.abspath(__file__)))
        import index_bases
        import index_classes
        import index_modules

        found = index_modules.survey()
        lines = [*index_modules.lines(found), *index_classes.lines(found)]
        bases = index_bases.base_attributes()
    json.dump({"index": "\n".join(lines) + "\n", "bases": bases}, answer)
    answer.flush()
    # Some modules leave threads and exit handlers behind, which have nothing to finish here.
    os._exit(0)


if __name__ == "__main__":
    main()
