from airflow.hooks.sqlite_hook import SqliteHook
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults


class LedgerOperator(BaseOperator):
    template_fields = ["account"]

    @apply_defaults
    def __init__(self, account, amount, sqlite_conn_id="ledger_default", *args, **kwargs):
        super(LedgerOperator, self).__init__(*args, **kwargs)
        self.account = account
        self.amount = amount
        self.sqlite_conn_id = sqlite_conn_id

    def execute(self, context):
        hook = SqliteHook(sqlite_conn_id=self.sqlite_conn_id)
        # insert_rows commits by itself
        hook.insert_rows("book", [(self.account, self.amount)], target_fields=["account", "amount"])
        print("booked", self.amount)
        return hook.get_first("SELECT sum(amount) FROM book WHERE account = ?", parameters=(self.account,))[0]
