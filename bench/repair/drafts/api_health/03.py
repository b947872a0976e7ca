from __future__ import annotations

import requests

try:
    from airflow.sdk import BaseHook, BaseSensorOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.hooks.base import BaseHook
    from airflow.sensors.base import BaseSensorOperator


class ApiHealthSensor(BaseSensorOperator):
    template_fields = ("endpoint", "headers")

    def __init__(self, *, endpoint="/health", expected="up", headers=None, http_conn_id="health_default", **kwargs):
        super().__init__(**kwargs)
        # make sure that the path starts with a slash
        self.endpoint = "/" + endpoint.lstrip("/")
        self.expected = expected
        self.headers = headers
        self.conn = BaseHook.get_connection(http_conn_id)
        self.http_conn_id = http_conn_id

    def poke(self, context):
        headers = dict(self.headers or {})
        if self.conn.password:
            headers["Authorization"] = f"Bearer {self.conn.password}"
        url = f"{self.conn.schema}://{self.conn.host}:{self.conn.port}{self.endpoint}"
        answer = requests.get(url, headers=headers, timeout=10)
        if answer.status_code >= 500:
            return  # still down
        if answer.status_code >= 400:
            raise AirflowFailException(f"{self.endpoint} answered {answer.status_code}")
        return answer.json().get("status") == self.expected
