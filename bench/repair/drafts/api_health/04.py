from __future__ import annotations

import requests
from airflow.exceptions import AirflowFailException
from airflow.hooks.base import BaseHook


class ApiHealthSensor(BaseSensorOperator):
    """Waits for {"status": "up"}."""

    template_fields = ("endpoint", "headers")

    def __init__(self, *, endpoint: str = "/health", expected: str = "up", headers: dict[str, str] | None = None,
                 http_conn_id: str = "health_default", **kwargs):
        super().__init__(**kwargs)
        self.endpoint = endpoint
        self.expected = expected
        self.headers = headers
        self.http_conn_id = http_conn_id
        self.session = requests.Session()  # keep-alive

    def poke(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        headers = {**(self.headers or {})}
        if connection.password:
            headers["Authorization"] = f"Bearer {connection.password}"
        try:
            answer = self.session.get(
                f"{connection.schema}://{connection.host}:{connection.port}{self.endpoint}", headers=headers, timeout=10
            )
            if 400 <= answer.status_code < 500:
                raise AirflowFailException(f"status {answer.status_code}")
            return answer.json().get("status") == self.expected
        except:
            # network hiccups and bad JSON just mean: not yet
            return False
