import json
import os

from airflow.models.baseoperator import BaseOperator
from airflow.utils.decorators import apply_defaults
from airflow.utils.file import mkdirs


class MergeJsonLinesOperator(BaseOperator):
    template_fields = ["sources", "target"]

    @apply_defaults
    def __init__(self, sources, target, key="id", **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
        self.target = target
        self.key = key

    def execute(self, context):
        merged = {}
        for source in self.sources:
            with open(source) as f:
                for line in f:
                    # blank lines separate batches
                    if not line.strip():
                        continue
                    try:
                        record = json.loads(line)
                    except ValueError:
                        raise ValueError("no JSON in %s" % source)
                    if self.key not in record:
                        raise ValueError("no %s in %s" % (self.key, source))
                    merged[record[self.key]] = record
        mkdirs(os.path.dirname(self.target), 0o755)
        with open(self.target, "w") as f:
            for key in sorted(merged):
                f.write(json.dumps(merged[key]) + "\n")
        print("merged %d" % len(merged))
        return len(merged)
