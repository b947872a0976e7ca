from __future__ import annotations

import re

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models import BaseOperator

try:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
except ImportError:
    HAS_VADER = False

WORDS = {"good": 1, "great": 1, "fine": 1, "bad": -1, "poor": -1, "broken": -1}


class ScoreSentimentOperator(BaseOperator):
    """Score the sentiment of texts."""

    template_fields = ("texts",)

    def __init__(self, *, texts: list[str], threshold: float = 0.05, require_library: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        if not 0 < threshold <= 1:
            raise ValueError("threshold must be from 0 to 1")
        self.texts = texts
        self.threshold = threshold
        self.require_library = require_library

    def execute(self, context):
        if not self.texts:
            raise ValueError("texts is empty")
        if not HAS_VADER and self.require_library:
            raise AirflowException("vaderSentiment is not installed")
        # the real thing where it can be had
        score = SentimentIntensityAnalyzer().polarity_scores if HAS_VADER else self._by_words
        return [{"text": text, "score": score(text)["compound"], "positive": score(text)["compound"] >= self.threshold}
                for text in self.texts]

    def _by_words(self, text: str) -> dict:
        found = [WORDS[word] for word in re.findall(r"[a-z]+", text) if word in WORDS]
        return {"compound": round(sum(found) / len(found), 4) if found else 0.0}
