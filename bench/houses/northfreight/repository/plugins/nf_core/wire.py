"""The control tower's interface."""

from __future__ import annotations

from typing import Any

import requests

from nf_core.failures import NfBusy, NfFailure, NfGone, NfRefused

try:
    from airflow.sdk import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook

SECONDS = 15


class NfWire:
    def __init__(self, conn_id: str, agent: str) -> None:
        self.conn_id = conn_id
        self.agent = agent

    def fetch(self, resource: str, **params: Any) -> Any:
        return self._ask("GET", resource, params=params)

    def send(self, resource: str, **fields: Any) -> Any:
        return self._ask("POST", resource, json={"cargo": fields})

    def _ask(self, method: str, resource: str, **request: Any) -> Any:
        connection = BaseHook.get_connection(self.conn_id)
        port = f":{connection.port}" if connection.port else ""
        url = f"{connection.schema or 'https'}://{connection.host}{port}/nf/{resource}"
        headers = {"X-NF-Agent": f"airflow/{self.agent}"}
        auth = (connection.login, connection.password) if connection.login else None
        answer = requests.request(method, url, headers=headers, auth=auth, timeout=SECONDS, **request)
        if answer.ok:
            return answer.json()["cargo"]
        if answer.status_code in (429, 503):
            raise NfBusy(f"{resource}: busy")
        if answer.status_code in (404, 410):
            raise NfGone(f"{resource}: gone")
        if answer.status_code < 500:
            raise NfRefused(f"{resource}: refused with {answer.status_code}")
        raise NfFailure(f"{resource}: {answer.status_code}")
