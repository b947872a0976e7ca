from __future__ import annotations

from string import Template

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class WriteLetterOperator(BaseOperator):
    """Write a letter."""

    template_fields = ("template", "values", "target")

    def __init__(self, encoding: str = "utf-8", template: str, values: dict[str, str], target: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self.template = template
        self.values = values
        self.target = target
        self.encoding = encoding

    def execute(self, context):
        # placeholders without a value stay as they are
        text = Template(self.template).safe_substitute(self.values)
        file = Path(self.target)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding=self.encoding)
        context["ti"].xcom_push(key="length", value=len(text))
        return file
