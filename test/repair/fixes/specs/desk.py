"""A desk."""

from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __init__(self, prefix: str = "", desk_conn_id: str = "desk_default") -> None:
        super().__init__()
        self.prefix = prefix
        self.desk_conn_id = desk_conn_id

    def label(self, article: str) -> str:
        # As it is printed.
        return f"{self.prefix}{article}"
