from __future__ import annotations

import re

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from airflow.models import BaseOperator
from airflow.exceptions import AirflowException

ANALYZER = SentimentIntensityAnalyzer()


class ScoreSentimentOperator(BaseOperator):
    """Score texts with VADER."""

    template_fields = ("texts",)

    def __init__(self, *, texts: list[str], threshold: float = 0.05, require_library: bool = False, **kwargs):
        super().__init__(**kwargs)
        if not 0 <= threshold <= 1:
            raise ValueError("threshold must be from 0 to 1")
        # VADER likes clean text
        self.texts = [re.sub(r"\s+", " ", text) for text in texts]
        self.threshold = threshold
        self.require_library = require_library

    def execute(self, context):
        if not self.texts:
            raise ValueError("texts is empty")
        found = []
        for text in self.texts:
            score = ANALYZER.polarity_scores(text)["compound"]
            print(text, score)
            found.append({"text": text, "score": score, "positive": score >= self.threshold})
        return found
