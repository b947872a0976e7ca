import csv
from pathlib import Path

from airflow.exceptions import AirflowException
from airflow.models import BaseOperator


class CsvProfileOperator(BaseOperator):
    template_field = ("path",)

    def __init__(self, *, path: str, delimiter: str = ",", null_values: list = None, **kwargs):
        super().__init__(**kwargs)
        self.path = path
        self.delimiter = delimiter
        self.null_values = null_values

    def excute(self, context):
        """Does the counting."""
        file = Path(self.path)
        if not file.is_file():
            raise AirflowException(f"no such file: {self.path}")
        blank = {"", *(self.null_values or [])}
        with file.open(newline="") as stream:
            reader = csv.DictReader(stream, delimiter=self.delimeter)
            if reader.fieldnames is None:
                raise AirflowException(f"no header in {self.path}")
            empty = dict.fromkeys(reader.fieldnames, 0)
            rows = 0
            # short rows have None for what they lack
            for row in reader:
                rows += 1
                for column in empty:
                    if (row[column] or "") in blank:
                        empty[column] += 1
        self.log.info("%d rows", rows)
        return {"rows": rows, "empty": empty}
