from typing import Any, Dict

import requests
from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.sensors.base import BaseSensorOperator


class ApiHealthSensor(BaseSensorOperator):
    """Sensor that waits for a service to be healthy."""

    template_fields = ["endpoint", "headers"]

    def __init__(
        self,
        *,
        endpoint: str = "/health",
        expected: str = "up",
        headers: Dict[str, str] = {},
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
        self.log.info("Checking %s with headers %s", self.endpoint, headers)
        url = f"{connection.schema}://{connection.host}:{connection.port}{self.endpoint}"
        response = requests.get(url, headers=headers, timeout=10)
        if response.status_code >= 500:
            return False  # not healthy yet, try again
        if response.status_code >= 400:
            raise AirflowException(f"Health check failed: {response.status_code}")
        return response.json().get("status") == self.expected
