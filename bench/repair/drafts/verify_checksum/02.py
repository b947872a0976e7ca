from __future__ import annotations

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.models import BaseOperator


class VerifyChecksumOperator(BaseOperator):
    """Verify a checksum."""

    template_fields = ("path", "expected", "digest")

    def __init__(self, *, path: str, expected: str = "", algorithm: str = "sha256", chunk_size: int = 65536, **kwargs):
        super().__init__(**kwargs)
        if algorithm not in hashlib.algorithms_available:
            raise ValueError(f"unknown algorithm {algorithm}")
        if chunk_size < 1:
            raise ValueError("chunk_size must be at least 1")
        self.path = path
        self.expected = expected
        self.algorithm = algorithm
        self.chunk_size = chunk_size

    def execute(self, context):
        digest = hashlib.new(self.algorithm)
        with open(self.path, "rb") as stream:
            while chunk := stream.read(self.chunk_size):
                digest.update(chunk)
        found = digest.hexdigest()
        # nothing to compare with: only tell
        if not self.expected:
            return found
        if self.expected != found:
            raise AirflowFailException(f"{self.path} has {found}")
        return found
