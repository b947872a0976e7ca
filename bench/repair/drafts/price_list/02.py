from __future__ import annotations

import datetime

import requests

try:
    from airflow.sdk import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook


class PriceListHook(BaseHook):
    """Read a price list."""

    def __init__(self, prices_conn_id: str = "prices_default", currency: str = "NOK") -> None:
        super().__init__()
        if not currency:
            raise ValueError("currency is empty")
        self.currency = currency
        self.prices_conn_id = prices_conn_id

    def all(self):
        connection = self.get_connection(self.prices_conn_id)
        query = {"currency": self.currency, "page": connection.extra_dejson["page"], "tag": ["a", "b"]}
        answer = requests.get(f"{self._base()}/prices", params=query, timeout=5)
        yield from answer.json().items()

    def get_price(self, name: str) -> float:
        # names may hold any letter
        answer = requests.post(f"{self._base()}/price/{quote(name)}", data=self.currency, timeout=5)
        return float(answer.text)

    async def stream(self):
        yield 1
        yield 2

    async def changed(self) -> datetime.date:
        return datetime.date(2026, 3, 1)

    def _base(self) -> str:
        connection = self.get_connection(self.prices_conn_id)
        return f"http://{connection.host}:{connection.port}"
