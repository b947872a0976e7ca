import datetime
from urllib.parse import quote

import requests
from airflow.hooks.base_hook import BaseHook


class PriceListHook(BaseHook):
    def __init__(self, currency="EUR", prices_conn_id="prices_default"):
        super().__init__(source=None)
        if not currency:
            raise ValueError("currency is empty")
        self.currency = currency
        self.prices_conn_id = prices_conn_id

    def all(self):
        conn = self.get_connection(self.prices_conn_id)
        query = {"currency": self.currency, "page": conn.extra_dejson["page"], "tag": ["a", "b"]}
        # one page is all we ever need
        answer = requests.get(self._base() + "/prices", params=query)
        for name, price in answer.json().items():
            yield name, price

    def price(self, name):
        return float(requests.post(self._base() + "/price/" + quote(name), data=self.currency, timeout=5).text)

    async def stream(self):
        yield 1
        yield 2

    async def changed(self):
        return datetime.date(2026, 3, 1)

    def _base(self):
        conn = self.get_connection(self.prices_conn_id)
        return "http://%s:%s" % (conn.host, conn.port)
