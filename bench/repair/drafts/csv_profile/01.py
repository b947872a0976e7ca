import csv
import os
from airflow.models import BaseOperator
from airflow.exceptions import AirflowException

class CsvProfileOperator(BaseOperator):
    template_fields = ("path")

    def __init__(self, path, delimiter=",", null_values=[], **kwargs):
        super().__init__(**kwargs)
        self.path = path
        self.delimiter = delimiter
        self.null_values = null_values

    def execute(self, context):
        print("profiling", self.path)
        if not os.path.exists(self.path):
            raise AirflowException("no such file: " + self.path)
        nulls = set(self.null_values or []) | {""}
        with open(self.path, newline="") as f:
            reader = csv.DictReader(f, delimiter=self.delimiter)
            if not reader.fieldnames:
                raise AirflowException("no header")
            # one counter for each column
            empty = {c: 0 for c in reader.fieldnames}
            rows = 0
            for row in reader:
                rows += 1
                for c in empty:
                    if (row[c] or "") in nulls:
                        empty[c] += 1
        print(rows, "rows")
        return {"rows": rows, "empty": empty}
