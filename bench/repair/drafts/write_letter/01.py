import os
from string import Template

from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults


class WriteLetterOperator(BaseOperator):
    template_fields = ("template", "values", "target")
    template_ext = (".txt",)

    @apply_defaults
    def __init__(self, template, values, target, encoding="utf-8", *args, **kwargs):
        super(WriteLetterOperator, self).__init__(*args, **kwargs)
        self.template = Template(template)
        self.values = values
        self.target = target
        self.encoding = encoding

    def execute(self, context):
        text = self.template.substitute(self.values)
        # the folder may be new
        os.makedirs(os.path.dirname(self.target), exist_ok=True)
        with open(self.target, "w", encoding=self.encoding) as f:
            f.write(text)
        context["task_instance"].xcom_push("length", len(text), context["execution_date"])
        print("wrote", self.target)
        return self.target
