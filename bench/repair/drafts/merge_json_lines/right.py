from __future__ import annotations

import json
from pathlib import Path
from typing import Sequence

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator


class MergeJsonLinesOperator(BaseOperator):
    """
    Merge files of JSON lines into one.

    :param sources: files to read in this order (templated)
    :param target: file to write (templated)
    :param key: field that identifies a record
    """

    template_fields: Sequence[str] = ("sources", "target")

    def __init__(self, *, sources: list[str], target: str, key: str = "id", **kwargs) -> None:
        super().__init__(**kwargs)
        self.sources = sources
        self.target = target
        self.key = key

    def execute(self, context):
        merged = {}
        for source in self.sources:
            for number, line in enumerate(Path(source).read_text(encoding="utf-8").splitlines(), start=1):
                if line.strip():
                    record = self._parse(line, f"{source}:{number}")
                    merged[record[self.key]] = record
        target = Path(self.target)
        target.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(merged[key]) + "\n" for key in sorted(merged)]
        target.write_text("".join(lines), encoding="utf-8")
        return len(lines)

    def _parse(self, line: str, place: str) -> dict:
        try:
            record = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{place} is no JSON: {error}") from error
        if not isinstance(record, dict) or self.key not in record:
            raise ValueError(f"{place} lacks {self.key}")
        return record
