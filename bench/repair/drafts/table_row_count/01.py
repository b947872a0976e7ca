import re

from airflow.hooks.base_hook import BaseHook
from airflow.operators.sensors import BaseSensorOperator
from airflow.utils.decorators import apply_defaults

IDENTIFIER = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$")


class TableRowCountSensor(BaseSensorOperator):
    template_fields = ("table", "where")

    @apply_defaults
    def __init__(self, table, minimum_rows=1, where=None, conn_id="warehouse_default", *args, **kwargs):
        super(TableRowCountSensor, self).__init__(*args, **kwargs)
        if minimum_rows < 0:
            raise ValueError("minimum_rows must not be negative")
        self.table = table
        self.minimum_rows = minimum_rows
        self.where = where
        self.conn_id = conn_id

    def poke(self, context):
        where = self.where or {}
        # never paste names that we did not check
        for name in [self.table] + list(where):
            if not IDENTIFIER.match(name):
                raise ValueError("table or column is no identifier: %r" % name)
        sql = "SELECT count(*) FROM " + self.table
        if where:
            sql += " WHERE " + " AND ".join("%s = ?" % c for c in where)
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        return hook.get_first(sql, parameters=list(where.values()))[0] >= self.minimum_rows
