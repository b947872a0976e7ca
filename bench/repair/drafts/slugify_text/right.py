import re
import unicodedata

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class SlugifyTextOperator(BaseOperator):
    """Turn a title into a slug for paths and tables."""

    template_fields = ("text",)
    ui_color = "#e8f7e4"

    def __init__(
        self,
        *,
        text: str,
        separator: str = "-",
        max_length: int = 60,
        stop_words: list = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if separator not in ("-", "_"):
            raise ValueError("separator must be - or _")
        if max_length < 1:
            raise ValueError("max_length must be at least 1")
        self.text = text
        self.separator = separator
        self.max_length = max_length
        self.stop_words = stop_words

    def execute(self, context):
        plain = unicodedata.normalize("NFKD", self.text).encode("ascii", "ignore").decode()
        stop = {word.lower() for word in self.stop_words or []}
        words = [word for word in re.findall(r"[a-z0-9]+", plain.lower()) if word not in stop]
        if not words:
            raise ValueError(f"no slug can be made of {self.text!r}")
        slug = words[0][: self.max_length]
        for word in words[1:]:
            longer = slug + self.separator + word
            if len(longer) > self.max_length:
                break
            slug = longer
        return slug
