import re
from datetime import timedelta

from airflow.hooks.base import BaseHook
from airflow.sensors.base import BaseSensorOperator

NAME = re.compile("^[A-Za-z_][A-Za-z0-9_]*$")


class FreshRowsSensor(BaseSensorOperator):
    template_fields = ("table",)

    def __init__(self, table, column="updated_at", lag_days=0, conn_id="warehouse_default", **kwargs):
        super().__init__(**kwargs)
        if not NAME.match(column):
            raise ValueError("column is no identifier")
        if lag_days < 0:
            raise ValueError("lag_days must not be negative")
        self.table = table
        self.column = column
        self.lag_days = lag_days
        self.conn_id = conn_id
        self.hook = BaseHook.get_connection(conn_id).get_hook()

    def poke(self, context):
        if not NAME.match(self.table):
            raise ValueError("table is no identifier")
        # the run's own date, not today's
        wanted = (context["execution_date"] - timedelta(days=self.lag_days)).strftime("%Y-%m-%d")
        newest = self.hook.get_first("SELECT max(%s) FROM %s" % (self.column, self.table))[0]
        return newest is not None and newest >= wanted
