import re

from airflow.exceptions import AirflowException
from airflow.hooks.base_hook import BaseHook
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults


class NullRatioCheckOperator(BaseOperator):
    template_fields = ("table",)

    @apply_defaults
    def __init__(self, table, columns, max_ratio=0, conn_id="warehouse_default", *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not 0 <= max_ratio <= 1:
            raise ValueError("max_ratio must be from 0 to 1")
        self.table = table
        self.columns = columns
        self.max_ratio = max_ratio
        self.conn_id = conn_id

    def execute(self, context):
        for name in [self.table] + list(self.columns):
            if not re.match(r"^[A-Za-z_][A-Za-z0-9_]*$", name):
                raise ValueError("table or column is no identifier: %r" % name)
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        ratios = {}
        for column in self.columns:
            # count(column) leaves nulls out
            rows, filled = hook.get_first("SELECT count(*), count(%s) FROM %s" % (column, self.table))
            ratios[column] = round((rows - filled) / rows, 4) if rows else 0.0
            if ratios[column] > self.max_ratio:
                raise AirflowException("%s: %s" % (column, ratios[column]))
        return ratios
