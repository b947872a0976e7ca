import hashlib

from airflow.exceptions import AirflowFailException
from airflow.models import BaseOperator


class VerifyChecksumOperator(BaseOperator):
    template_fields = ("path", "expected")

    def __init__(self, path: str, expected: str = None, algorithm: str = "sha256", chunk_size: int = 65536, **kwargs):
        super().__init__(**kwargs)
        if algorithm not in ("md5", "sha1", "sha256"):
            raise ValueError("algorithm must be md5, sha1 or sha256")
        if chunk_size < 1:
            raise ValueError("chunk_size must be at least 1")
        self.path = path
        self.expected = expected
        self.algorithm = algorithm
        self.chunk_size = chunk_size
        self.digest = hashlib.new(algorithm)

    def execute(self, context):
        try:
            with open(self.path, "rb") as stream:
                while True:
                    chunk = stream.read(self.chunk_size)
                    if not chunk:
                        break
                    self.digest.update(chunk)
        except:
            # the file is not there, or cannot be read
            raise AirflowFailException(f"cannot read {self.path}")
        found = self.digest.hexdigest()
        self.log.info("%s of %s is %s", self.algorithm, self.path, found)
        if self.expected and self.expected.lower() != found:
            raise AirflowFailException(f"{self.path} has {found}")
        return found
