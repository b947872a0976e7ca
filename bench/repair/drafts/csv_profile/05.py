from __future__ import annotations

import csv
from collections import Counter

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models import BaseOperator


class CsvProfileOperator(BaseOperator):
    template_fields = ("path",)

    def __init__(self, *, path: str, delimiter: str = ",", null_values: list[str] | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.path = path
        self.delimiter = delimiter
        # read once, so that execute has it at hand
        self.handle = open(path, newline="")
        self.is_blank = lambda cell: cell in {"", *(null_values or [])}
        self.null_values = null_values

    def execute(self, context):
        rows = list(csv.DictReader(self.handle, delimiter=self.delimiter))
        if not rows:
            raise AirflowException(f"no header in {self.path}")
        counts = Counter(column for row in rows for column, cell in row.items() if self.is_blank(cell))
        self.log.info("%d rows", len(rows))
        return {"rows": len(rows), "empty": counts}
