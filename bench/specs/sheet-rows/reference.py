from __future__ import annotations

from contextlib import closing

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException, AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowFailException
    from airflow.models.baseoperator import BaseOperator


class SheetRowsOperator(BaseOperator):
    """Read the rows of a spreadsheet."""

    template_fields = ("path", "sheet")

    def __init__(self, *, path: str, sheet: str | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.path = path
        self.sheet = sheet

    def execute(self, context):
        try:
            from openpyxl import load_workbook
        except ImportError as error:
            raise AirflowFailException("openpyxl is not installed on this worker") from error
        with closing(load_workbook(self.path, read_only=True)) as book:
            if self.sheet is not None and self.sheet not in book.sheetnames:
                raise AirflowException(f"no sheet {self.sheet} in {self.path}")
            sheet = book.active if self.sheet is None else book[self.sheet]
            rows = sheet.iter_rows(values_only=True)
            names = next(rows, ())
            return [
                dict(zip(names, row)) for row in rows if any(value is not None for value in row)
            ]
