from __future__ import annotations

import hashlib
from pathlib import Path

from airflow.exceptions import AirflowFailException


class VerifyChecksumOperator(BaseOperator):
    template_fields = ("path", "expected")

    def __init__(self, *, path: str, expected: str = "", algorithm: str = "sha256", chunk_size: int = 65536) -> None:
        super().__init__()
        if algorithm not in ("md5", "sha1", "sha256"):
            raise ValueError("algorithm must be md5, sha1 or sha256")
        self.path = path
        self.expected = expected
        self.algorithm = algorithm
        self.chunk_size = chunk_size

    def execute(self, context):
        data = Path(self.path).read_bytes()  # small files only
        found = getattr(hashlib, self.algorithm)(data).hexdigest()
        self.log.info("%s is %s", self.algorithm, found)
        if self.expected and self.expected.lower() != found:
            raise AirflowFailException(f"{self.path} has {found}")
        return found
