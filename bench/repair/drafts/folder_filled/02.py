from pathlib import Path
from typing import List

from airflow.sensors.base import BaseSensorOperator
from airflow.exceptions import AirflowException


class FolderFilledSensor(BaseSensorOperator):
    """Waits for files."""

    template_fields = ("folder", "pattern")

    def __init__(self, *, folder: str, pattern: str = "*", minimum_files: int = 1, ignore: List[str] = [], **kwargs):
        super().__init__(**kwargs)
        if minimum_files < 1:
            raise ValueError("minimum_files must be at least 1")
        self.folder = Path(folder)
        self.pattern = pattern
        self.minimum_files = minimum_files
        # .keep never counts
        self.ignore = ignore + [".keep"]

    def poke(self, context):
        if self.folder.is_file():
            raise AirflowException("folder is a file")
        found = [f for f in self.folder.glob(self.pattern) if f.is_file() and f.name not in self.ignore]
        self.log.info("%d of %d files", len(found), self.minimum_files)
        if len(found) >= self.minimum_files:
            return True
