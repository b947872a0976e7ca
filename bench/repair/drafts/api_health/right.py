from __future__ import annotations

from typing import Any

import requests

try:
    from airflow.sdk import BaseHook, BaseSensorOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.hooks.base import BaseHook
    from airflow.sensors.base import BaseSensorOperator


class ApiHealthSensor(BaseSensorOperator):
    """Wait until a service says that it is healthy."""

    template_fields = ("endpoint", "headers")

    def __init__(
        self,
        *,
        endpoint: str = "/health",
        expected: str = "up",
        headers: dict[str, str] | None = None,
        http_conn_id: str = "health_default",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.endpoint = endpoint
        self.expected = expected
        self.headers = headers
        self.http_conn_id = http_conn_id

    def poke(self, context) -> bool:
        connection = BaseHook.get_connection(self.http_conn_id)
        headers = dict(self.headers or {})
        if connection.password:
            headers["Authorization"] = f"Bearer {connection.password}"
        url = f"{connection.schema or 'https'}://{connection.host}:{connection.port}{self.endpoint}"
        answer = requests.get(url, headers=headers, timeout=10)
        if answer.status_code >= 500:
            self.log.info("not yet: status %d", answer.status_code)
            return False
        if answer.status_code >= 400:
            raise AirflowFailException(f"{self.endpoint} answered {answer.status_code}")
        return answer.json().get("status") == self.expected
