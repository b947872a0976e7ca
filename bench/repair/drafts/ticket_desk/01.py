import requests
from airflow.exceptions import AirflowException
from airflow.hooks.base_hook import BaseHook


class TicketDeskHook(BaseHook):
    def __init__(self, ticket_conn_id="ticket_desk_default", timeout_seconds=10.0):
        self.ticket_conn_id = ticket_conn_id
        self.timeout_seconds = timeout_seconds
        conn = self.get_connection(ticket_conn_id)
        self.base = "%s://%s:%s" % (conn.schema or "https", conn.host, conn.port)
        self.headers = {"Authorization": "Bearer %s" % conn.password} if conn.password else {}

    def open_ticket(self, title, priority="normal"):
        if priority not in ("low", "normal", "high"):
            raise ValueError("priority must be low, normal or high")
        return self._call("POST", "/api/tickets", json={"title": title, "priority": priority}).json()["id"]

    def get_ticket(self, ticket_id):
        answer = self._call("GET", "/api/tickets/%s" % ticket_id, absent=True)
        return None if answer.status_code == 404 else answer.json()

    def iter_tickets(self, status="open"):
        path = "/api/tickets?status=" + status
        while path:
            page = self._call("GET", path).json()
            for ticket in page["items"]:
                yield ticket
            path = page["next"]

    def _call(self, method, path, absent=False, **request):
        print("calling", method, path, self.headers)
        answer = requests.request(method, self.base + path, headers=self.headers, timeout=self.timeout_seconds, **request)
        # 404 is an answer where the caller says so
        if answer.status_code >= 400 and not (absent and answer.status_code == 404):
            raise AirflowException("%s %s: %s" % (method, path.split("?")[0], answer.json().get("error")))
        return answer
