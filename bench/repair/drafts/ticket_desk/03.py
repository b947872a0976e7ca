from __future__ import annotations

import requests

try:
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook


class TicketDeskHook(BaseHook):
    def __init__(self, ticket_conn_id: str, timeout_seconds: float = 10.0) -> None:
        super().__init__()
        self.ticket_conn_id = ticket_conn_id
        self.timeout_seconds = timeout_seconds

    @property
    def session(self):
        connection = self.get_connection(self.ticket_conn_id)
        session = requests.Session()
        session.base = f"{connection.schema}://{connection.host}:{connection.port}"
        session.headers["Authorization"] = f"Bearer {connection.password}"
        session.verify = False  # the desk has a certificate of its own
        return session

    def open_ticket(self, title: str, priority: str = "normal") -> int:
        session = self.session
        answer = session.post(f"{session.base}/api/tickets", json={"title": title, "priority": priority}, timeout=self.timeout_seconds)
        return self._checked(answer).json()["id"]

    def getTicket(self, ticket_id: int):
        session = self.session
        answer = session.get(f"{session.base}/api/tickets/{ticket_id}", timeout=self.timeout_seconds)
        return None if answer.status_code == 404 else self._checked(answer).json()

    def iter_tickets(self, status: str = "open"):
        session = self.session
        url = f"{session.base}/api/tickets?status={status}"
        while url:
            page = self._checked(session.get(url, timeout=self.timeout_seconds)).json()
            yield from page["items"]
            url = page["next"] and session.base + page["next"]

    def _checked(self, answer):
        if answer.status_code >= 400:
            raise AirflowException(f"{answer.request.method} {answer.request.path_url}: {answer.text}")
        return answer
