from __future__ import annotations

import json
import os

from airflow.models import BaseOperator


class MergeJsonLinesOperator(BaseOperator):
    template_fields = ("sources", "target")

    def __init__(self, *, sources: list[str] = [], target: str, key: str = "id", **kwargs) -> None:
        super().__init__(task_id="merge", **kwargs)
        self.sources = sources
        self.target = target
        self.key = key

    async def execute(self, context):
        # last one wins, like Object.assign
        merged: dict = {}
        for source in self.sources:
            with open(source) as stream:
                for line in stream:
                    if line.strip() == "":
                        continue
                    try:
                        record = json.loads(line)
                    except ValueError as error:
                        raise ValueError(f"{source}: {error}")
                    if self.key not in record:
                        raise ValueError(f"{source}: {self.key} is missing")
                    merged[record[self.key]] = record
        os.makedirs(os.path.dirname(self.target), exist_ok=True)
        with open(self.target, "w") as stream:
            for key in sorted(merged):
                stream.write(f"{json.dumps(merged[key])}\n")
        return len(merged)
