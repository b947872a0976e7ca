import re
import unicodedata

from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults
from airflow.utils.helpers import chain


class SlugifyTextOperator(BaseOperator):
    template_fields = ("text",)

    @apply_defaults
    def __init__(self, text, separator="-", max_length=60, stop_words=[], *args, **kwargs):
        super(SlugifyTextOperator, self).__init__(*args, **kwargs)
        if separator not in ("-", "_"):
            raise ValueError("separator must be - or _")
        if max_length < 1:
            raise ValueError("max_length must be at least 1")
        self.text = text
        self.separator = separator
        self.max_length = max_length
        self.stop_words = stop_words

    def execute(self, context):
        plain = unicodedata.normalize("NFKD", self.text).encode("ascii", "ignore").decode("ascii")
        # words only
        words = [w for w in re.findall("[a-z0-9]+", plain.lower()) if w not in (self.stop_words or [])]
        if not words:
            raise ValueError("no slug can be made of %r" % self.text)
        slug = words[0][: self.max_length]
        for word in words[1:]:
            if len(slug) + 1 + len(word) > self.max_length:
                break
            slug += self.separator + word
        return slug
