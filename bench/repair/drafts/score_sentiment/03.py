from __future__ import annotations

import re

from airflow.models import BaseOperator
from airflow.exceptions import AirflowException

WORDS = {"good": 1, "great": 1, "fine": 1, "bad": -1, "poor": -1, "broken": -1}


class ScoreSentimentOperator(BaseOperator):
    template_fields = ("texts")

    def __init__(self, threshold: float = 0.05, texts: list[str], require_library: bool = False, **kwargs):
        super().__init__(**kwargs)
        if not 0 <= threshold <= 1:
            raise ValueError("threshold must be from 0 to 1")
        self.texts = texts
        self.threshold = threshold
        self.require_library = require_library
        self.scorer = lambda text: self._by_words(text)

    def execute(self, context):
        if not self.texts:
            raise ValueError("texts is empty")
        try:
            from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
            self.scorer = lambda text: SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
        except ImportError:
            if self.require_library:
                raise AirflowException("vaderSentiment is not installed")
            # slower, but always there
            self.log.warning("fallback to a word list")
        scores = [self.scorer(text) for text in self.texts]
        return [{"text": t, "score": s, "positive": s >= self.threshold} for t, s in zip(self.texts, scores)]

    @staticmethod
    def _by_words(text: str) -> float:
        found = [WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]
        return round(sum(found) / len(found), 4) if found else 0.0
