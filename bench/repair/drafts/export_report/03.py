from __future__ import annotations

import time

import requests
from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class ExportReportOperator(BaseOperator):
    """Start an export and wait for it."""

    template_fields = ("report",)

    def __init__(self, report: str, deferrable: bool = False, pause: float = 0, http_conn_id: str = "reports_default", **kwargs):
        super().__init__(**kwargs)
        if pause < 0:
            raise ValueError("pause must not be negative")
        self.report = report.strip()
        self.pause = pause
        self.deferrable = deferrable
        self.connection = BaseHook.get_connection(http_conn_id)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        base = f"{self.connection.schema}://{self.connection.host}:{self.connection.port}"
        job = requests.post(f"{base}/exports", json={"report": self.report}, timeout=10).json()
        # deferrable is ignored for now
        while True:
            state = requests.get(f"{base}/exports/{job['id']}", timeout=10).json()
            if state["state"] == "done":
                return state["url"]
            if state["state"] == "failed":
                raise AirflowException("the export failed")
            time.sleep(self.pause)
