from __future__ import annotations

from pathlib import Path
from string import Template

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class WriteLetterOperator(BaseOperator):
    """Fill a letter template and write it to a file."""

    template_fields = ("template", "values", "target")

    def __init__(
        self, *, template: str, values: dict[str, str], target: str, encoding: str = "utf-8", **kwargs
    ) -> None:
        super().__init__(**kwargs)
        self.template = template
        self.values = values
        self.target = target
        self.encoding = encoding

    def execute(self, context):
        text = Template(self.template).substitute(self.values)
        file = Path(self.target)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding=self.encoding)
        context["ti"].xcom_push(key="length", value=len(text))
        return self.target
