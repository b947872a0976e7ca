from __future__ import annotations

from airflow.exceptions import AirflowFailException
from airflow.providers.http.sensors.http import HttpSensor


class ExportStateSensor(HttpSensor):
    """Wait for an export."""

    template_fields = (*HttpSensor.template_fields, "export")

    def __init__(self, *, export: str, http_conn_id: str = "exports_default", **kwargs) -> None:
        super().__init__(
            endpoint="/exports", method="GET", http_conn_id=http_conn_id, response_check=self._is_done, **kwargs
        )
        self.export = export

    def poke(self, context):
        self.endpoint = f"/exports/{self.export}"
        return bool(super().poke(context))

    def _is_done(self, response) -> bool:
        facts = response.json()
        if facts["state"] == "failed":
            raise AirflowFailException(f"export {self.export} failed: {facts.get('error')}")
        return facts["state"] == "done"
