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


def look(url: str) -> dict:
    return requests.get(url, timeout=10).json()


class ExportReportTrigger(BaseTrigger):
    """Looks at an export until it is over."""

    def __init__(self, url: str, pause: float) -> None:
        super().__init__()
        self.url = url
        self.pause = pause

    def serialize(self):
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"url": self.url, "pause": self.pause}

    async def run(self):
        while True:
            export = await asyncio.to_thread(look, self.url)
            if export["state"] != "running":
                yield TriggerEvent(export)
                return
            await asyncio.sleep(self.pause)


class ExportReportOperator(BaseOperator):
    """Start an export and give the address of the result."""

    template_fields = ("report",)

    def __init__(
        self,
        *,
        report: str,
        pause: float = 0,
        deferrable: bool = False,
        http_conn_id: str = "reports_default",
        **kwargs,
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
        base = f"{connection.schema or 'https'}://{connection.host}:{connection.port}"
        started = requests.post(f"{base}/exports", json={"report": self.report}, timeout=10)
        started.raise_for_status()
        url = f"{base}/exports/{started.json()['id']}"
        if self.deferrable:
            self.defer(trigger=ExportReportTrigger(url, self.pause), method_name="execute_complete")
        while True:
            export = look(url)
            if export["state"] != "running":
                return self.execute_complete(context, export)
            time.sleep(self.pause)

    def execute_complete(self, context, event):
        if event["state"] != "done":
            raise AirflowException(f"the export ended as {event['state']}")
        return event["url"]
