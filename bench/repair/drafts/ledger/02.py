from __future__ import annotations

from airflow.models import BaseOperator
from airflow.providers.sqlite.hooks.sqlite import SqliteHook


class LedgerOperator(BaseOperator):
    """Book an amount."""

    template_fields = ("account",)

    def __init__(self, *, account: str, amount: int, sqlite_conn_id: str = "ledger_default", **kwargs) -> None:
        # the account may be a template
        self.account = account
        self.amount = int(amount)
        self.hook = SqliteHook(sqlite_conn_id=sqlite_conn_id)

    def execute(self, context):
        self.hook.insert_rows("book", [(self.account, self.amount)], target_fields=["account", "amount"])
        return self.hook.get_first(f"SELECT sum(amount) FROM book WHERE account = {self.account}")[0]
