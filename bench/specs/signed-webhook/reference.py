from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException, AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowSkipException
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator


class SignedWebhookOperator(BaseOperator):
    """Tell a webhook what happened, signed."""

    template_fields = ("payload",)

    def __init__(
        self, *, payload: dict[str, Any], http_conn_id: str = "webhook_default", **kwargs
    ) -> None:
        super().__init__(**kwargs)
        self.payload = payload
        self.http_conn_id = http_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        if not connection.password:
            raise ValueError("the connection has no password to sign with")
        port = f":{connection.port}" if connection.port else ""
        path = connection.extra_dejson.get("path", "/")
        url = f"{connection.schema or 'https'}://{connection.host}{port}{path}"
        body = json.dumps(self.payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        digest = hmac.new(connection.password.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": f"sha256={digest}"}
        answer = requests.post(url, data=body, headers=headers, timeout=30)
        if answer.status_code == 410:
            raise AirflowSkipException("the webhook is gone")
        if not answer.ok:
            raise AirflowException(f"the webhook answers {answer.status_code}")
        try:
            facts = answer.json()
        except ValueError:
            return None
        return facts.get("receipt") if isinstance(facts, dict) else None
