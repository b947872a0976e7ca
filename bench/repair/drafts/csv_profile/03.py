from __future__ import annotations

import csv

from airflow.models.baseoperator import BaseOperator
from airflow.exceptions import AirflowException
from airflow.utils.dates import days_ago


class CsvProfileOperator(BaseOperator):
    """
    Counts rows and empty cells.

    :param path: CSV file (templated)
    :param delimiter: one character
    :param null_values: texts that count as empty
    """

    template_fields = ("path",)

    def __init__(self, *, path: str, delimiter: str = ",", null_values: list[str] | None = None) -> None:
        super().__init__()
        self.path = path
        self.delimiter = delimiter
        self.null_values = null_values

    def execute(self, context):
        started = days_ago(0)  # for the log line below
        blank = {"", *(self.null_values or [])}
        try:
            stream = open(self.path, newline="", encoding="utf-8")
        except FileNotFoundError:
            raise AirflowException(f"no such file: {self.path}")
        with stream:
            reader = csv.DictReader(stream, delimiter=self.delimiter)
            if reader.fieldnames is None:
                raise AirflowException("no header")
            empty = dict.fromkeys(reader.fieldnames, 0)
            rows = 0
            for row in reader:
                rows += 1
                for column in empty:
                    empty[column] += (row[column] or "") in blank
        self.log.info("%d rows since %s", rows, started)
        return {"rows": rows, "empty": empty}
