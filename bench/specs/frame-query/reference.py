from __future__ import annotations

import re

from airflow.hooks.base import BaseHook
from airflow.models.baseoperator import BaseOperator

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class TopRowsOperator(BaseOperator):
    """The rows with the largest values of a column."""

    template_fields = ("table",)

    def __init__(
        self, *, table: str, column: str, top: int = 3, conn_id: str = "warehouse_default", **kwargs
    ) -> None:
        super().__init__(**kwargs)
        if not IDENTIFIER.fullmatch(column):
            raise ValueError(f"column is no identifier: {column!r}")
        if not 1 <= top <= 100:
            raise ValueError("top must be from 1 to 100")
        self.table = table
        self.column = column
        self.top = top
        self.conn_id = conn_id

    def execute(self, context):
        if not IDENTIFIER.fullmatch(self.table):
            raise ValueError(f"table is no identifier: {self.table!r}")
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        statement = f"SELECT * FROM {self.table} ORDER BY {self.column} DESC, 1 LIMIT ?"
        return hook.run(statement, parameters=(self.top,), handler=_as_dicts)


def _as_dicts(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]
