from __future__ import annotations

import csv
import io
import os
from pathlib import Path

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowSkipException
    from airflow.models.baseoperator import BaseOperator


class MergeCsvOperator(BaseOperator):
    """Merge CSV files of a folder into one."""

    template_fields = ("folder", "target")

    def __init__(self, *, folder: str, target: str = "merged.csv", **kwargs) -> None:
        super().__init__(**kwargs)
        self.folder = folder
        self.target = target

    def execute(self, context):
        folder = Path(self.folder)
        target = folder / self.target
        sources = sorted(path for path in folder.glob("*.csv") if path != target)
        if not sources:
            raise AirflowSkipException(f"no CSV files in {folder}")
        columns, rows = {}, []
        for path in sources:
            with path.open(newline="") as file:
                reader = csv.DictReader(file, restval="")
                columns.update(dict.fromkeys(reader.fieldnames or []))
                for row in reader:
                    if None in row:
                        raise ValueError(f"{path.name}: a row has more values than there are columns")
                    rows.append(row)
        text = io.StringIO()
        writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        part = target.with_name(f"{target.name}.part")
        part.write_text(text.getvalue())
        os.replace(part, target)
        return len(rows)
