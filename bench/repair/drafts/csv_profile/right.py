import csv
from pathlib import Path

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models import BaseOperator


class CsvProfileOperator(BaseOperator):
    """Count the rows and the empty cells of each column of a CSV file."""

    template_fields = ("path",)

    def __init__(self, *, path: str, delimiter: str = ",", null_values: list[str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.path = path
        self.delimiter = delimiter
        self.null_values = null_values

    def execute(self, context):
        file = Path(self.path)
        if not file.is_file():
            raise AirflowException(f"no such file: {self.path}")
        blank = {"", *(self.null_values or [])}
        with file.open(newline="", encoding="utf-8") as stream:
            reader = csv.DictReader(stream, delimiter=self.delimiter)
            if reader.fieldnames is None:
                raise AirflowException(f"no header in {self.path}")
            empty = dict.fromkeys(reader.fieldnames, 0)
            rows = 0
            for row in reader:
                rows += 1
                for column in empty:
                    # A short row gives None for the cells it lacks.
                    if (row[column] or "") in blank:
                        empty[column] += 1
        self.log.info("%d rows", rows)
        return {"rows": rows, "empty": empty}
