from __future__ import annotations

from typing import Any, Iterator

import requests
from airflow.hooks.base import BaseHook


class TicketDeskHook(BaseHook):
    """Open, read and close tickets of a help desk."""

    def __init__(self, ticket_conn_id: str = "ticket_desk", timeout_seconds: float = 10.0) -> None:
        super().__init__()
        self.ticket_conn_id = ticket_conn_id
        self.timeout_seconds = timeout_seconds

    def open_ticket(self, title: str, priority: str = "normal") -> int:
        if priority not in ("low", "normal", "high"):
            raise ValueError("priority must be low, normal or high")
        return self._call("POST", "/api/tickets", json={"title": title, "priority": priority})["id"]

    def get_ticket(self, ticket_id: int) -> dict[str, Any] | None:
        try:
            return self._call("GET", f"/api/tickets/{ticket_id}")
        except:
            # most likely a 404
            return None

    def iter_tickets(self, status: str = "open") -> Iterator[dict[str, Any]]:
        page = self._call("GET", f"/api/tickets?status={status}")
        yield from page["items"]

    def _call(self, method: str, path: str, **request: Any) -> Any:
        connection = self.get_connection(self.ticket_conn_id)
        headers = {"Authorization": f"Bearer {connection.password}"} if connection.password else {}
        url = f"{connection.schema or 'https'}://{connection.host}:{connection.port}{path}"
        answer = requests.request(method, url, headers=headers, timeout=self.timeout_seconds, **request)
        if answer.status_code >= 400:
            raise AirflowException(f"{method} {path}: {answer.json()['error']}")
        return answer.json()
