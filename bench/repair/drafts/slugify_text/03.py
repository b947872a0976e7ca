import re
import unicodedata

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOprator


class SlugifyTextOperator(BaseOperator):
    templates_fields = ("text",)

    def __init__(self, *, text: str, seperator: str = "-", max_length: int = 60, stop_words: list = None, **kwargs):
        super().__init__(**kwargs)
        if seperator not in ("-", "_"):
            raise ValueError("separator must be - or _")
        if max_length < 1:
            raise ValueError("max_length must be at least 1")
        self.text = text
        self.separator = seperator
        self.max_length = max_length
        self.stop_words = stop_words

    def execute(self, context):
        # é becomes e and an accent, and the accent goes
        plain = unicodedata.normalize("NFKD", self.text).encode("ascii", "ignore").decode()
        words = [word for word in re.findall(r"[a-z0-9]+", plain.lower()) if word not in (self.stop_words or [])]
        if not words:
            raise ValueError(f"no slug can be made of {self.text!r}")
        slug = words[0][: self.max_length]
        for word in words[1:]:
            if len(slug) + len(word) >= self.max_length:
                break
            slug = f"{slug}{self.separator}{word}"
        return slug
