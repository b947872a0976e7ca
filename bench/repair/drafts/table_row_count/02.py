from __future__ import annotations

try:
    from airflow.sdk import BaseHook, BaseSensorOperator
except ImportError:
    from airflow.hooks.base import BaseHook
    from airflow.sensors.base import BaseSensorOperator


class TableRowCountSensor(BaseSensorOperator):
    """Wait for rows."""

    template_fields = ("table", "where")

    def __init__(self, *, table: str, minimum_rows: int = 1, where: dict[str, str] = {}, conn_id: str = "warehouse_default", **kwargs):
        super().__init__(**kwargs)
        if minimum_rows < 0:
            raise ValueError("minimum_rows must not be negative")
        self.table = table
        self.minimum_rows = minimum_rows
        self.where = where
        self.conn_id = conn_id

    def poke(self, context):
        # letters, digits, underscores, one dot
        if not re.match(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$", self.table):
            raise ValueError(f"table is no identifier: {self.table}")
        sql = f"SELECT count(*) FROM {self.table}"
        if self.where:
            sql += " WHERE " + " AND ".join(f"{column} = '{value}'" for column, value in self.where.items())
        rows = BaseHook.get_connection(self.conn_id).get_hook().get_first(sql)[0]
        if rows >= self.minimum_rows:
            return True
