from __future__ import annotations

import json
from typing import List

from airflow.models.baseoperator import BaseOperator


class MergeJsonLinesOperator(BaseOperator):
    """Merge JSON lines."""

    template_fields = ("sources", "target", "key_field")

    def __init__(self, key: str = "id", sources: List[str], target: str, **kwargs) -> None:
        super().__init__(**kwargs)
        # same order on every run
        self.sources = [str(Path(source)) for source in sources]
        self.target = target
        self.key = key

    def execute(self, context):
        merged = {}
        for source in self.sources:
            for line in Path(source).read_text().splitlines():
                if line.strip():
                    record = self._parse(line, source)
                    merged[record[self.key]] = record
        target = Path(self.target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(json.dumps(merged[key]) + "\n" for key in sorted(merged)))
        return len(merged)

    def _parse(self, line, source):
        try:
            record = json.loads(line)
        except ValueError:
            raise ValueError(f"{source} holds no JSON")
        if self.key not in record:
            raise ValueError(f"{source}: no {self.key}")
        return record
