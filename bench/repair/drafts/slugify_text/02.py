from __future__ import annotations

import re

from slugify import slugify

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class SlugifyTextOperator(BaseOperator):
    """Turn a title into a slug."""

    template_fields = ("text",)

    def __init__(
        self,
        *,
        text: str,
        separator: str = "_",
        max_length: int = 60,
        stop_words: list[str] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.text = text.strip()
        self.separator = separator
        self.max_length = max_length
        self.stop_words = stop_words or []

    def execute(self, context):
        # python-slugify does it all
        slug = slugify(self.text, separator=self.separator, max_length=self.max_length, stopwords=self.stop_words)
        if not slug:
            raise ValueError(f"no slug can be made of {self.text!r}")
        return slug
