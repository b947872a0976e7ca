"""Lines on a shelf."""

from __future__ import annotations

from pathlib import Path

from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator  # of every Airflow


class ShelfOperator(BaseOperator):
    """Count the lines of a file."""

    template_fields = ("path", "note")  # rendered before execute
    ui_color = "#e8f7e4"

    def __init__(
        self,
        *,
        path: str,
        limit: int = 3,
        labels: list[str] | None = None,  # copied
        note: str = "",
        shelf_conn_id: str = "shelf_default",
        **kwargs,
    ) -> None:
        # What Airflow wants first.
        super().__init__(**kwargs)
        if not 1 <= limit <= 10:
            raise ValueError("limit must be from 1 to 10")
        self.path = path  # still Jinja here
        self.limit = limit
        self.labels = labels or []
        self.note = note
        self.shelf_conn_id = shelf_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.shelf_conn_id)
        # One line each.
        lines = Path(self.path).read_text().splitlines()
        self.log.info("%d lines", len(lines))
        if len(lines) > self.limit:
            raise AirflowException(f"{len(lines)} lines are too many")
        return {"lines": len(lines), "note": self.note, "labels": self.labels, "owner": connection.login}
