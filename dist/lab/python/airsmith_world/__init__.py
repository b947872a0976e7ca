"""The world in which airsmith tries a component: an HTTP server, a database, files, a template context.

Tests that airsmith wrote use one function of it::

    check_example(MyOperator, {"name": "…", "inputs": {…}, "given": {…}, "returns": …}, kind="operator")

Nothing here needs airsmith: Python's own library and Airflow are enough.
"""

from .check import check_example

__all__ = ["check_example"]
