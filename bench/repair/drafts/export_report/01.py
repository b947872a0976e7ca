import asyncio
import time

import requests
from airflow.hooks.base_hook import BaseHook
from airflow.models import BaseOperator
from airflow.exceptions import AirflowException
from airflow.triggers.base import BaseTrigger, TriggerEvent
from airflow.utils.decorators import apply_defaults


class ExportReportTrigger(BaseTrigger):
    def __init__(self, url, pause):
        super().__init__()
        self.url = url
        self.pause = pause

    def serialize(self):
        # everything that run() needs
        return (f"{__name__}.ExportReportTrigger", {"url": self.url, "pause": self.pause})

    async def run(self):
        while True:
            state = await asyncio.to_thread(lambda: requests.get(self.url, timeout=10).json())
            if state["state"] != "running":
                yield TriggerEvent(state)
                return
            time.sleep(self.pause)


class ExportReportOperator(BaseOperator):
    template_fields = ("report",)

    @apply_defaults
    def __init__(self, report, pause=0, deferrable=False, http_conn_id="reports_default", **kwargs):
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
            self.defer(trigger=ExportReportTrigger(url, self.pause), method_name="execute_complete")
        while True:
            state = requests.get(url, timeout=10).json()
            if state["state"] != "running":
                return self.execute_complete(context, state)
            time.sleep(self.pause)

    def execute_complete(self, context, event):
        if event["state"] != "done":
            raise AirflowException("export " + event["state"])
        return event["url"]
