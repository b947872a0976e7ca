from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import requests

try:
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook


class PagedFeedHook(BaseHook):
    """Read a feed page by page."""

    def __init__(self, feed_conn_id: str = "feed_default", tries: int = 3) -> None:
        super().__init__()
        if tries < 1:
            raise ValueError("tries must be at least 1")
        self.feed_conn_id = feed_conn_id
        self.tries = tries

    def entries(self, since: str) -> Iterator[dict[str, Any]]:
        seen = set()
        number = 1
        while True:
            page = self._page(since, number)
            for entry in page["entries"]:
                if entry["id"] not in seen:
                    seen.add(entry["id"])
                    yield entry
            if not page["more"]:
                return
            number += 1

    def _page(self, since: str, number: int) -> dict[str, Any]:
        connection = self.get_connection(self.feed_conn_id)
        port = f":{connection.port}" if connection.port else ""
        url = f"{connection.schema or 'https'}://{connection.host}{port}/feed"
        auth = (connection.login, connection.password or "") if connection.login else None
        for turn in range(self.tries):
            answer = requests.get(url, params={"since": since, "page": number}, auth=auth, timeout=30)
            if answer.ok:
                return answer.json()
            if answer.status_code != 429 or turn == self.tries - 1:
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        raise AirflowException(f"page {number} of the feed: {answer.status_code}")
