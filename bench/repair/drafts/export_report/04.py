from __future__ import annotations

import asyncio

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
except ImportError:
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class ExportReportTrigger(BaseTrigger):
    def __init__(self, url: str, pause: float) -> None:
        super().__init__()
        self.url = url
        self.pause = pause

    def serialize(self):
        return f"{type(self).__module__}.{type(self).__qualname__}", {"url": self.url, "pause": self.pause}

    async def run(self):
        while (state := await asyncio.to_thread(look, self.url))["state"] == "running":
            await asyncio.sleep(self.pause)
        yield TriggerEvent(state)


def look(url: str) -> dict:
    return requests.get(url, timeout=10).json()


class ExportReportOperator(BaseOperator):
    template_fields = ("report",)

    def __init__(
        self, *, report: str, pause: float = 0, deferrable: bool = False, http_conn_id: str = "reports_default", **kwargs
    ) -> None:
        super().__init__(**kwargs)
        if pause < 0:
            raise ValueError("pause must not be negative")
        self.report = report
        self.pause = pause
        self.deferrable = deferrable
        self.http_conn_id = http_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        base = f"{connection.schema}://{connection.host}:{connection.port}"
        started = requests.post(f"{base}/exports", json={"report": self.report}, timeout=10)
        url = f"{base}/exports/{started.json()['id']}"
        if self.deferrable:
            self.defer(trigger=ExportReportTrigger(url, self.pause), method_name="on_complete")
        # the same loop as in the trigger, only in the worker
        while (state := look(url))["state"] == "running":
            time.sleep(self.pause)
        return self.execute_complete(context, state)

    def execute_complete(self, context, event):
        if event["state"] != "done":
            raise AirflowException(f"the export ended as {event['state']}")
        return event["url"]
