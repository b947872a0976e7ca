from __future__ import annotations

import asyncio
import time

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class ApprovalTrigger(BaseTrigger):
    """Fires when somebody has answered."""

    def __init__(self, http_conn_id: str, token: str, pause: float) -> None:
        super().__init__()
        self.http_conn_id = http_conn_id
        self.token = token
        self.pause = pause

    def serialize(self):
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"http_conn_id": self.http_conn_id, "token": self.token, "pause": self.pause}

    async def run(self):
        while True:
            facts = await asyncio.to_thread(_ask, self.http_conn_id, "GET", f"/approvals/{self.token}")
            if facts["answer"] is not None:
                yield TriggerEvent(facts)
                return
            await asyncio.sleep(self.pause)


class ApprovalOperator(BaseOperator):
    """Ask people for an approval."""

    template_fields = ("title", "approvers")

    def __init__(
        self,
        *,
        title: str,
        approvers: list[str],
        pause: float = 60.0,
        deferrable: bool = True,
        http_conn_id: str = "approvals_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if pause < 0:
            raise ValueError("pause must not be negative")
        self.title = title
        self.approvers = approvers
        self.pause = pause
        self.deferrable = deferrable
        self.http_conn_id = http_conn_id

    def execute(self, context):
        if not self.approvers:
            raise ValueError("approvers must not be empty")
        request = {"title": self.title, "approvers": self.approvers}
        token = _ask(self.http_conn_id, "POST", "/approvals", json=request)["token"]
        if self.deferrable:
            self.defer(
                trigger=ApprovalTrigger(self.http_conn_id, token, self.pause), method_name="execute_complete"
            )
        while True:
            facts = _ask(self.http_conn_id, "GET", f"/approvals/{token}")
            if facts["answer"] is not None:
                return self.execute_complete(context, facts)
            time.sleep(self.pause)

    def execute_complete(self, context, event):
        answer, who = event["answer"], event["by"]
        if answer == "yes":
            return who
        if answer == "no":
            raise AirflowFailException(f"{who} said no")
        if answer == "later":
            raise AirflowSkipException(f"{who} said later")
        raise AirflowException(f"{who} answered {answer}")


def _ask(conn_id, method, path, **request):
    connection = BaseHook.get_connection(conn_id)
    port = f":{connection.port}" if connection.port else ""
    url = f"{connection.schema or 'https'}://{connection.host}{port}{path}"
    answer = requests.request(method, url, timeout=30, **request)
    if not answer.ok:
        raise AirflowException(f"{method} {path}: {answer.status_code}")
    return answer.json()
