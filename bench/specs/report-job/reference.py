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
    from airflow.models.baseoperator import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class ReportJobTrigger(BaseTrigger):
    """Fires when a report is ready or has failed."""

    def __init__(self, http_conn_id: str, report_id: int, pause: float) -> None:
        super().__init__()
        self.http_conn_id = http_conn_id
        self.report_id = report_id
        self.pause = pause

    def serialize(self):
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        facts = {"http_conn_id": self.http_conn_id, "report_id": self.report_id, "pause": self.pause}
        return path, facts

    async def run(self):
        while True:
            report = await asyncio.to_thread(_ask, self.http_conn_id, "GET", f"/reports/{self.report_id}")
            if report["state"] in ("ready", "failed"):
                yield TriggerEvent(report)
                return
            await asyncio.sleep(self.pause)


class ReportJobOperator(BaseOperator):
    """Order a report and wait for it."""

    template_fields = ("report", "day")

    def __init__(
        self,
        *,
        report: str,
        day: str = "{{ ds }}",
        pause: float = 5.0,
        deferrable: bool = False,
        http_conn_id: str = "reports_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if pause < 0:
            raise ValueError("pause must not be negative")
        self.report = report
        self.day = day
        self.pause = pause
        self.deferrable = deferrable
        self.http_conn_id = http_conn_id
        self.report_id = None

    def execute(self, context):
        order = {"name": self.report, "day": self.day}
        self.report_id = _ask(self.http_conn_id, "POST", "/reports", json=order)["id"]
        if self.deferrable:
            self.defer(
                trigger=ReportJobTrigger(self.http_conn_id, self.report_id, self.pause),
                method_name="execute_complete",
            )
        while True:
            report = _ask(self.http_conn_id, "GET", f"/reports/{self.report_id}")
            if report["state"] in ("ready", "failed"):
                return self.execute_complete(context, report)
            time.sleep(self.pause)

    def execute_complete(self, context, event):
        if event["state"] == "failed":
            raise AirflowException(f"the report failed: {event.get('error')}")
        return event["url"]

    def on_kill(self):
        if self.report_id is not None:
            _ask(self.http_conn_id, "DELETE", f"/reports/{self.report_id}")


def _ask(conn_id, method, path, **request):
    connection = BaseHook.get_connection(conn_id)
    port = f":{connection.port}" if connection.port else ""
    url = f"{connection.schema or 'https'}://{connection.host}{port}{path}"
    headers = {"Authorization": f"Bearer {connection.password}"} if connection.password else {}
    answer = requests.request(method, url, headers=headers, timeout=30, **request)
    if not answer.ok:
        raise AirflowException(f"{method} {path}: {answer.status_code}")
    return answer.json() if answer.content else None
