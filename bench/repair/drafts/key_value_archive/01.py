import json
import re

from airflow.hooks.base_hook import BaseHook


class KeyValueArchiveHook(BaseHook):
    """JSON values by key."""

    def __init__(self, table="archive", sqlite_conn_id="archive_default"):
        if not re.match("^[a-z_]+$", table):
            raise ValueError("table is no identifier")
        self.table = table
        self.sqlite_conn_id = sqlite_conn_id
        # opened once for all calls
        self.db = self.get_connection(sqlite_conn_id).get_hook()

    def store(self, key, value):
        self.db.run(
            "INSERT OR REPLACE INTO %s (key, value) VALUES (?, ?)" % self.table, parameters=(key, json.dumps(value))
        )
        return self.db.get_first("SELECT count(*) FROM %s" % self.table)[0]

    def fetch(self, key, fallback=None):
        row = self.db.get_first("SELECT value FROM %s WHERE key = ?" % self.table, parameters=(key,))
        return json.loads(row[0]) if row else fallback
