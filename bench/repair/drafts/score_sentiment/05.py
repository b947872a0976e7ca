import logging
import re

from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults

try:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
except:
    SentimentIntensityAnalyzer = None

WORDS = {"good": 1, "great": 1, "fine": 1, "bad": -1, "poor": -1, "broken": -1}


class ScoreSentimentOperator(BaseOperator):
    template_fields = ["texts"]

    @apply_defaults
    def __init__(self, texts, threshold=0.05, require_library=False, **kwargs):
        # BaseOperator must not see our arguments
        self.texts = texts
        self.threshold = threshold
        self.require_library = require_library
        if threshold < 0 or threshold > 1:
            raise ValueError("threshold must be from 0 to 1")

    def execute(self, context):
        if not self.texts:
            raise ValueError("texts is empty")
        if SentimentIntensityAnalyzer is None:
            if self.require_library:
                raise AirflowException("vaderSentiment is not installed")
            logging.warning("fallback to words")
            score = self._by_words
        else:
            score = lambda text: SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
        return [{"text": t, "score": score(t), "positive": score(t) >= self.threshold} for t in self.texts]

    def _by_words(self, text):
        found = [WORDS[w] for w in re.findall("[a-z]+", text.lower()) if w in WORDS]
        return round(sum(found) / len(found), 4) if found else 0.0
