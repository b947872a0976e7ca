"""The payment platform's interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests

from include.quill.errors import QuillDeclined, QuillError, QuillRepeated, QuillUnknown

try:
    from airflow.sdk import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook

SECONDS = 20


class QuillClient:
    def __init__(self, conn_id: str, desk: str) -> None:
        self.conn_id = conn_id
        self.desk = desk

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        return self._ask("GET", path, params=query)

    def every(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        page = self._ask("GET", path, params=query)
        yield from page["items"]
        while page.get("after"):
            page = self._ask("GET", path, params={**query, "after": page["after"]})
            yield from page["items"]

    def create(self, path: str, body: dict[str, Any], *, key: str) -> dict[str, Any]:
        return self._ask("POST", path, json=body, headers={"Idempotency-Key": key})

    def change(self, path: str, body: dict[str, Any], *, key: str) -> dict[str, Any]:
        return self._ask("PATCH", path, json=body, headers={"Idempotency-Key": key})

    def _ask(self, method: str, path: str, headers: dict[str, str] | None = None, **request: Any) -> Any:
        connection = BaseHook.get_connection(self.conn_id)
        port = f":{connection.port}" if connection.port else ""
        base = f"{connection.schema or 'https'}://{connection.host}{port}"
        own = {"X-Quill-Desk": self.desk}
        if connection.password:
            own["Authorization"] = f"Bearer {connection.password}"
        answer = requests.request(
            method, base + path, headers={**own, **(headers or {})}, timeout=SECONDS, **request
        )
        if answer.ok:
            return answer.json()
        try:
            facts = answer.json()
        except ValueError:
            facts = {}
        if answer.status_code == 402:
            raise QuillDeclined(f"{path}: {facts.get('reason', 'declined')}")
        if answer.status_code == 404:
            raise QuillUnknown(f"{path}: unknown")
        if answer.status_code == 409 and "ref" in facts:
            raise QuillRepeated(facts["ref"])
        raise QuillError(f"{method} {path}: {answer.status_code} {facts.get('code', '')}".strip())
