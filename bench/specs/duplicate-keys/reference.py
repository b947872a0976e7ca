from __future__ import annotations

import re

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class DuplicateKeysOperator(BaseOperator):
    """Fail when a table holds a key more than once."""

    template_fields = ("table",)

    def __init__(
        self,
        *,
        table: str,
        keys: list[str],
        allowed: int = 0,
        conn_id: str = "warehouse_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if allowed < 0:
            raise ValueError("allowed must not be negative")
        self.table = table
        self.keys = keys
        self.allowed = allowed
        self.conn_id = conn_id

    def execute(self, context):
        if not self.keys:
            raise ValueError("keys must not be empty")
        for name in (self.table, *self.keys):
            if not IDENTIFIER.fullmatch(name):
                raise ValueError(f"no identifier: {name!r}")
        columns = ", ".join(self.keys)
        there = " AND ".join(f"{key} IS NOT NULL" for key in self.keys)
        statement = (
            f"SELECT count(*) FROM (SELECT 1 FROM {self.table} WHERE {there} GROUP BY {columns}"
            " HAVING count(*) > 1) AS twice"
        )
        (count,) = BaseHook.get_connection(self.conn_id).get_hook().get_first(statement)
        if count > self.allowed:
            raise AirflowFailException(f"{count} keys stand more than once in {self.table}")
        return count
