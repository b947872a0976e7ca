from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class MergeJsonLinesOperator(BaseOperator):
    """Merge files of JSON lines into one, the last record of each key winning."""

    template_fields = ("sources", "target")

    def __init__(self, *, sources: list[str], target: str, key: str = "id", **kwargs) -> None:
        super().__init__(**kwargs)
        self.sources = sources
        self.target = target
        self.key = key
        # a generator costs no memory
        self.lines = (line for source in sources for line in open(source))

    def execute(self, context):
        records = {record[self.key]: record for record in map(json.loads, filter(str.strip, self.lines))}
        target = Path(self.target)
        target.write_text("\n".join(json.dumps(record) for record in records.values()))
        return len(records)
