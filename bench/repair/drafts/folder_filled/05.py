from __future__ import annotations

import fnmatch
import os
from typing import Any

from airflow.sdk import BaseSensorOperator
from airflow.sdk.exceptions import AirflowException


class FolderFilledSensor(BaseSensorOperator):
    """Wait until ``minimum_files`` files are in ``folder``."""

    template_fields = ("folder", "pattern")

    def __init__(
        self,
        *,
        folder: str,
        pattern: str = "*",
        minimum_files: int = 1,
        ignore: list[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if minimum_files < 1:
            raise ValueError("minimum_files must be at least 1")
        self.folder = folder
        self.pattern = pattern
        self.minimum_files = minimum_files
        self.ignore = ignore or []

    def poke(self, context: Any) -> bool:
        if os.path.isfile(self.folder):
            raise AirflowException("the folder is a file")
        if not os.path.isdir(self.folder):
            return False
        # hidden names count as well
        found = [name for name in fnmatch.filter(os.listdir(self.folder), self.pattern) if name not in self.ignore]
        self.log.info("%d of %d", len(found), self.minimum_files)
        return len(found) >= self.minimum_files
