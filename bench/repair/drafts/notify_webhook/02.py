from __future__ import annotations

import requests
from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class NotifyWebhookOperator(BaseOperator):
    """Post a message to a chat webhook."""

    template_fields = ("message", "channel", "fields")

    def __init__(
        self,
        channel: str = "general",
        message: str,
        fields: dict = {},
        retries_on_busy: int = 1,
        http_conn_id: str = "chat_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= retries_on_busy <= 5:
            raise ValueError("retries_on_busy must be from 0 to 5")
        self.message = message
        self.channel = channel
        self.fields = {key: str(value) for key, value in fields.items()}
        self.retries_on_busy = retries_on_busy
        self.http_conn_id = http_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        url = f"{connection.schema}://{connection.host}:{connection.port}/messages"
        # no token, no header
        headers = {"Authorization": f"Bearer {connection.password}"} if connection.password else {}
        body = {"channel": self.channel, "text": self.message, "fields": self.fields}
        for _ in range(self.retries_on_busy + 1):
            answer = requests.post(url, json=body, headers=headers)
            if answer.status_code != 429:
                break
        if answer.status_code >= 400:
            raise AirflowException(f"refused with status {answer.status_code}")
        return answer.json()["id"]
