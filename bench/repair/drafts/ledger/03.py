from airflow.models import BaseOperator
from airflow.providers.sqlite.hooks.sqlite import SqliteHook


class LedgerOperator(BaseOperator):
    template_fields = ("account",)

    def __init__(self, *, sqlite_conn_id: str = "ledger_default", account: str, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.account = account.strip()
        self.amount = amount
        self.sqlite_conn_id = sqlite_conn_id

    def execute(self, context):
        hook = SqliteHook(sqlite_conn_id=self.sqlite_conn_id)
        # every booking has two sides
        hook.insert_rows("book", [(self.account, self.amount)], target_fields=["account", "amount"])
        hook.insert_rows("book", [("cash", -self.amount)], target_fields=["account", "amount"])
        return hook.get_records("SELECT sum(amount) FROM book WHERE account = ?", parameters=(self.account,))
