from __future__ import annotations

from pathlib import Path
from string import Template

from airflow.models import BaseOperator


class WriteLetterOperator(BaseOperator):
    template_fields = ("template", "values", "target")

    def __init__(self, *, template: str, values: dict[str, str] = {}, target: str, encoding: str = "utf-8", **kwargs):
        super().__init__(**kwargs)
        self.template = template
        self.values = values
        self.target = Path(target)
        self.target.parent.mkdir(parents=True, exist_ok=True)  # so that execute cannot fail
        self.encoding = encoding

    def execute(self, context):
        text = Template(self.template).substitute(self.values)
        self.target.write_text(text, encoding=self.encoding)
        self.xcom_push(context, key="length", value=len(text))
        return str(self.target)
