import json
from pathlib import Path

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator


class MergeJsonLinesOperator(BaseOperator):
    template_fields = ("sources", "taget")

    def __init__(self, *, sources: list, target: str, key: str = "id", **kwarg) -> None:
        super().__init__(**kwarg)
        self.sources = sources
        self.target = target
        self.key = key

    def execute(self, contexts):
        merged = {}
        for source in self.sources:
            for line in Path(source).read_text().splitlines():
                if not line.strip(): continue
                # say which file it was
                try:
                    record = json.loads(line)
                except json.JSONDecodeErorr:
                    raise ValueError(f"{source} holds no JSON")
                if self.key not in record:
                    raise ValueError(f"{source}: no {self.key}")
                merged[record[self.key]] = record
        out = Path(self.target)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("".join(json.dumps(merged[k]) + "\n" for k in sorted(merged)))
        return len(merged)
