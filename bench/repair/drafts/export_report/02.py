from __future__ import annotations

import asyncio
import time

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class ExportReportTrigger(BaseTrigger):
    """Waits for the export."""

    def __init__(self, url: str, pause: float, report: str = "") -> None:
        super().__init__()
        self.url = url
        self.pause = pause
        self.report = report

    def serialize(self):
        return "export_report_operator.ExportReportTrigger", {"url": self.url, "interval": self.pause}

    async def run(self):
        while True:
            state = await asyncio.to_thread(lambda: requests.get(self.url, timeout=10).json())
            if state["state"] != "running":
                return TriggerEvent(state)
            await asyncio.sleep(self.pause)


class ExportReportOperator(BaseOperator):
    template_fields = ("report",)

    def __init__(self, *, report: str, pause: float = 0, deferrable: bool = False,
                 http_conn_id: str = "reports_default", **kwargs) -> None:
        super().__init__(**kwargs)
        if pause < 0:
            raise ValueError("pause must not be negative")
        self.report = report
        self.pause = pause
        self.deferrable = deferrable
        self.http_conn_id = http_conn_id

    def execute(self, context):
        conn = BaseHook.get_connection(self.http_conn_id)
        base = f"{conn.schema}://{conn.host}:{conn.port}"
        job = requests.post(f"{base}/exports", json={"report": self.report}, timeout=10).json()
        url = f"{base}/exports/{job['id']}"
        if self.deferrable:
            # frees the worker until the export is over
            self.defer(trigger=ExportReportTrigger(url, self.pause), method_name="execute_complete")
        while True:
            state = requests.get(url, timeout=10).json()
            if state["state"] != "running":
                return self.execute_complete(context, state)
            time.sleep(self.pause)

    def execute_complete(self, event):
        if event["state"] != "done":
            raise AirflowException(f"the export {event['state']}")
        return event["url"]
