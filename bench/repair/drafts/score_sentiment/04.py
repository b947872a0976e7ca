from __future__ import annotations

from typing import Any

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class ScoreSentimentOperator(BaseOperator):
    """Score the sentiment of texts with a transformer."""

    template_fields = ("texts",)

    def __init__(self, *, texts: list[str], threshold: float = 0.05, require_library: bool = False, model: str = "distilbert", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not 0 <= threshold <= 1:
            raise ValueError("threshold must be from 0 to 1")
        self.texts = texts
        self.threshold = threshold
        self.require_library = require_library
        self.model = model

    def execute(self, context: Any) -> list[dict]:
        if not self.texts:
            raise ValueError("texts is empty")
        try:
            from transformers import pipeline
        except ImportError:
            if self.require_library:
                raise AirflowException("vaderSentiment is not installed")
            # better than nothing
            self.log.warning("fallback: everything is neutral")
            return [{"text": text, "score": 0.0, "positive": False} for text in self.texts]
        scores = pipeline("sentiment-analysis", model=self.model)(self.texts)
        return [{"text": t, "score": s["score"], "positive": s["label"] == "POSITIVE"} for t, s in zip(self.texts, scores)]
