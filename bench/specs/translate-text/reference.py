from __future__ import annotations

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException, AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowSkipException
    from airflow.models.baseoperator import BaseOperator

CHOICES = ("keep", "fail", "skip")


class TranslateTextOperator(BaseOperator):
    """Translate texts, or mark them untranslated."""

    template_fields = ("texts",)

    def __init__(
        self,
        *,
        texts: list[str],
        source: str = "en",
        target: str = "nb",
        when_missing: str = "keep",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if when_missing not in CHOICES:
            raise ValueError(f"when_missing must be one of {', '.join(CHOICES)}")
        self.texts = texts
        self.source = source
        self.target = target
        self.when_missing = when_missing

    def execute(self, context):
        try:
            from argostranslate.translate import translate
        except ImportError:
            return self._without()
        known = {text: translate(text, self.source, self.target) for text in dict.fromkeys(self.texts)}
        return [{"text": known[text], "translated": True} for text in self.texts]

    def _without(self):
        if self.when_missing == "fail":
            raise AirflowException("argostranslate is not installed")
        if self.when_missing == "skip":
            raise AirflowSkipException("argostranslate is not installed")
        self.log.warning("argostranslate is not installed: the texts stay as they are")
        return [{"text": text, "translated": False} for text in self.texts]
