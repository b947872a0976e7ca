import hashlib

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.models import BaseOperator

ALGORITHMS = ("md5", "sha1", "sha256")


class VerifyChecksumOperator(BaseOperator):
    """Compare the checksum of a file with the one that is expected."""

    template_fields = ("path", "expected")

    def __init__(
        self,
        *,
        path: str,
        expected: str = "",
        algorithm: str = "sha256",
        chunk_size: int = 65536,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if algorithm not in ALGORITHMS:
            raise ValueError(f"algorithm must be one of {ALGORITHMS}")
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
        self.log.info("%s of %s is %s", self.algorithm, self.path, found)
        if self.expected and self.expected.lower() != found:
            raise AirflowFailException(f"{self.path} has {self.algorithm} {found}")
        return found
