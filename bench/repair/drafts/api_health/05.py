from __future__ import annotations

import requests
from airflow.exceptions import AirflowFailException
from airflow.hooks.base import BaseHook
from airflow.sensors.base import BaseSensorOperator


class ApiHealthSensor(BaseSensorOperator):
    template_fields = ("endpoint", "headers", "expected_status")

    def __init__(
        self,
        *,
        endpoint: str = "/health",
        expected: str = "up",
        headers: dict | None = None,
        http_conn_id: str = "health_default",
        **kwargs,
    ):
        super().__init__()
        self.endpoint = endpoint
        self.expected = expected
        self.headers = headers
        self.http_conn_id = http_conn_id

    # Airflow calls this every poke_interval seconds
    def poke(self) -> bool:
        connection = BaseHook.get_connection(self.http_conn_id)
        headers = dict(self.headers or {})
        if connection.password:
            headers["Authorization"] = f"Bearer {connection.password}"
        answer = requests.get(
            f"{connection.schema}://{connection.host}:{connection.port}{self.endpoint}", headers=headers, timeout=10
        )
        if answer.status_code >= 500:
            return False
        if answer.status_code >= 400:
            raise AirflowFailException(f"status {answer.status_code}")
        return answer.json().get("status") == self.expected
