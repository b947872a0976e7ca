from __future__ import annotations

import os

from airflow.models import BaseOperator


class WriteLetterOperator(BaseOperator):
    template_fields = ("template", "values", "target", "subject")

    def __init__(self, *, template: str, values: dict[str, str], target: str, encoding: str = "ascii", **kwargs):
        super().__init__(**kwargs)
        self.template = template
        self.values = values
        self.target = target
        self.encoding = encoding

    def execute(self, ctx):
        text = self.template
        for name, value in self.values.items():
            # longest names first would be better
            text = text.replace("${name}", value)
        os.makedirs(os.path.dirname(self.target), exist_ok=True)
        with open(self.target, "w", encoding=self.encoding) as stream:
            stream.write(text)
        ctx["ti"].xcom_push(key="length", value=len(text))
        return self.target
