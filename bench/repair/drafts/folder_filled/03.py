from __future__ import annotations

from pathlib import Path

try:
    from airflow.sdk import BaseSensorOperator
except ImportError:
    from airflow.sensors.base import BaseSensorOperator


class FolderFilledSensor(BaseSensorOperator):
    """Wait until a folder holds enough files of a pattern."""

    template_fields = ("folder", "glob")

    def __init__(
        self,
        *,
        folder: str,
        pattern: str = "*",
        minimum_files: int = 1,
        ignore: list[str] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if minimum_files < 1:
            raise ValueError("minimum_files must be at least 1")
        self.folder = folder
        self.pattern = pattern
        self.minimum_files = minimum_files
        self.ignore = ignore

    def poke(self, context) -> bool:
        folder = Path(self.folder)
        if folder.is_file():
            raise AirflowException(f"folder {self.folder} is a file")
        ignored = {".keep", *self.ignore}  # names, not paths
        found = [path for path in folder.glob(self.pattern) if path.is_file() and path.name not in ignored]
        self.log.info("%d of %d files", len(found), self.minimum_files)
        return len(found) >= self.minimum_files
