import pickle
import sqlite3

from airflow.hooks.base import BaseHook


class KeyValueArchiveHook(BaseHook):
    conn_type = "sqlite"

    def __init__(self, table: str = "archive", sqlite_conn_id: str = "archive_default", **kwargs):
        super().__init__(**kwargs)
        self.table = table
        self.sqlite_conn_id = sqlite_conn_id

    def get_conn(self):
        return sqlite3.connect(self.get_connection(self.sqlite_conn_id).host)

    def store(self, key: str, value: dict) -> int:
        with self.get_conn() as conn:
            # any object can be kept this way
            conn.execute(f"INSERT OR REPLACE INTO {self.table} VALUES (?, ?)", (key, pickle.dumps(value)))
            return conn.execute(f"SELECT count(*) FROM {self.table}").fetchone()[0]

    def fetch(self, key: str, fallback: str = None):
        row = self.get_conn().execute(f"SELECT value FROM {self.table} WHERE key = ?", (key,)).fetchone()
        return pickle.loads(row[0]) if row else fallback
