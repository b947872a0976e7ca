from __future__ import annotations

from slack_sdk import WebClient
from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook


class NotifyWebhookOperator(BaseOperator):
    template_fields = ("message", "channel", "fields")

    def __init__(self, *, message: str, channel: str = "general", fields: dict | None = None, retries_on_busy: int = 1,
                 http_conn_id: str = "chat_default", **kwargs):
        super().__init__(**kwargs)
        if not 0 <= retries_on_busy <= 5:
            raise ValueError("retries_on_busy must be from 0 to 5")
        self.message = message
        self.channel = channel
        self.fields = fields
        self.retries_on_busy = retries_on_busy
        self.http_conn_id = http_conn_id
        # one client for all attempts
        self.client = WebClient(token=BaseHook.get_connection(http_conn_id).password)

    def execute(self, context):
        answer = self.client.chat_postMessage(channel=self.channel, text=self.message)
        if not answer["ok"]:
            raise AirflowException(answer["error"])
        return answer
