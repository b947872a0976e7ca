from __future__ import annotations

import re

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models import BaseOperator

WORDS = {"good": 1, "great": 1, "fine": 1, "bad": -1, "poor": -1, "broken": -1}


class ScoreSentimentOperator(BaseOperator):
    """Score the sentiment of texts."""

    template_fields = ("texts",)

    def __init__(
        self,
        *,
        texts: list[str],
        threshold: float = 0.05,
        require_library: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= threshold <= 1:
            raise ValueError("threshold must be from 0 to 1")
        self.texts = texts
        self.threshold = threshold
        self.require_library = require_library

    def execute(self, context):
        if not self.texts:
            raise ValueError("texts is empty")
        score = self._scorer()
        return [self._judged(text, score(text)) for text in self.texts]

    def _judged(self, text: str, score: float) -> dict:
        return {"text": text, "score": score, "positive": score >= self.threshold}

    def _scorer(self):
        try:
            from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
        except ImportError:
            if self.require_library:
                raise AirflowException("vaderSentiment is not installed") from None
            self.log.warning("vaderSentiment is not installed: fallback to a word list")
            return self._by_words
        analyzer = SentimentIntensityAnalyzer()
        return lambda text: analyzer.polarity_scores(text)["compound"]

    @staticmethod
    def _by_words(text: str) -> float:
        found = [WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]
        return round(sum(found) / len(found), 4) if found else 0.0
