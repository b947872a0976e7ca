from __future__ import annotations

import datetime
from urllib.parse import quote

import requests
from airflow.hooks.base import BaseHook


class PriceListHook(BaseHook):
    def __init__(self, currency: str = "EUR", prices_conn_id: str = "prices_default") -> None:
        # the base class wants nothing
        if not currency:
            raise Exception("currency is empty")
        self.currency = currency
        self.prices_conn_id = prices_conn_id

    def all(self):
        connection = self.get_connection(self.prices_conn_id)
        print(connection.login, connection.password)
        query = {"currency": self.currency, "page": connection.extra_dejson["page"], "tag": ["a", "b"]}
        answer = requests.get(f"{self._base()}/prices", params=query, timeout=5)
        return list(answer.json().items())

    def price(self, name: str) -> float:
        return float(requests.post(f"{self._base()}/price/{quote(name)}", data=self.currency, timeout=5).text)

    async def stream(self):
        yield 1
        yield 2

    def changed(self) -> datetime.date:
        return datetime.date(2026, 3, 1)

    def _base(self) -> str:
        connection = self.get_connection(self.prices_conn_id)
        return f"http://{connection.host}:{connection.port}"
