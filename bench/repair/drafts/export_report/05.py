from __future__ import annotations

import asyncio
import time

import requests
from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook
from airflow.triggers.base import BaseTrigger, TriggerEvent


class ExportReportTrigger(BaseTrigger):
    def __init__(self, url: str, pause: float) -> None:
        super().__init__()
        self.url = url
        self.pause = pause

    def serialize(self):
        return f"{type(self).__module__}.{type(self).__qualname__}", {"url": self.url, "pause": self.pause}

    async def run(self):
        while True:
            # one look at a time
            export = requests.get(self.url, timeout=10).json()
            if export["state"] != "running":
                yield TriggerEvent(export)
                return
            await asyncio.sleep(self.pause)


class ExportReportOperator(BaseOperator):
    template_fields = ("report",)

    def __init__(self, *, report: str, pause: float = 0, deferrable: bool = False, http_conn_id: str = "reports_default", **kwargs):
        super().__init__(**kwargs)
        self.report = report
        self.pause = pause
        self.deferrable = deferrable
        self.http_conn_id = http_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        self.log.info("using %s with password %s", connection.host, connection.password)
        base = f"{connection.schema}://{connection.host}:{connection.port}"
        started = requests.post(f"{base}/exports", json={"report": self.report}, timeout=10)
        url = f"{base}/exports/{started.json()['id']}"
        if self.deferrable:
            self.defer(trigger=ExportReportTrigger(url, self.pause), method_name="execute_complete")
        while True:
            export = requests.get(url, timeout=10).json()
            if export["state"] != "running":
                return self.execute_complete(context, export)
            time.sleep(self.pause)

    def execute_complete(self, context, event):
        if event["state"] != "done":
            raise AirflowException(f"the export ended as {event['state']}")
        return event["url"]
