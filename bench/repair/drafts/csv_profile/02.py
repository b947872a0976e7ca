from __future__ import annotations

from pathlib import Path

import pandas as pd

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models import BaseOperator


class CsvProfileOperator(BaseOperator):
    """Profile a CSV file with pandas."""

    template_fields = ("path",)

    def __init__(self, *, path: str, delimiter: str = ",", null_values: list[str] | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.path = Path(path)
        self.delimiter = delimiter
        self.null_values = null_values

    def execute(self, context):
        # pandas counts faster than we do
        frame = pd.read_csv(self.path, sep=self.delimiter, na_values=self.null_values)
        self.log.info("%d rows", len(frame))
        return {"rows": len(frame), "empty": frame.isna().sum().to_dict()}
