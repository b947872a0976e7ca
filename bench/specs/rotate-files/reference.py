from __future__ import annotations

import re
from datetime import date
from pathlib import Path

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator


class RotateFilesOperator(BaseOperator):
    """Keep the newest files of a folder by the day in their names."""

    template_fields = ("folder",)

    def __init__(
        self, *, folder: str, prefix: str, keep: int = 7, pretend: bool = False, **kwargs
    ) -> None:
        super().__init__(**kwargs)
        if keep < 1:
            raise ValueError("keep must be at least 1")
        self.folder = folder
        self.prefix = prefix
        self.keep = keep
        self.pretend = pretend

    def execute(self, context):
        dated = {path: self._day(path.name) for path in Path(self.folder).iterdir() if path.is_file()}
        days = sorted({day for day in dated.values() if day is not None}, reverse=True)
        gone = [path for path, day in dated.items() if day is not None and day not in days[: self.keep]]
        if not self.pretend:
            for path in gone:
                path.unlink()
        return sorted(path.name for path in gone)

    def _day(self, name):
        found = re.match(re.escape(self.prefix) + r"-(\d{4}-\d{2}-\d{2})", name)
        try:
            return date.fromisoformat(found[1]) if found else None
        except ValueError:
            return None
