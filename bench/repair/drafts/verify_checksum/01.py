import hashlib

from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.operators.bash_operator import BashOperator
from airflow.utils.decorators import apply_defaults


class VerifyChecksumOperator(BaseOperator):
    template_fields = ("path", "expected")

    @apply_defaults
    def __init__(self, path, expected="", algorithm="sha256", chunk_size=65536, *args, **kwargs):
        super(VerifyChecksumOperator, self).__init__(*args, **kwargs)
        if algorithm not in ("md5", "sha1", "sha256"):
            raise ValueError("algorithm must be md5, sha1 or sha256")
        if chunk_size < 1:
            raise ValueError("chunk_size must be at least 1")
        self.path = path
        self.expected = expected.lower()
        self.algorithm = algorithm
        self.chunk_size = chunk_size

    def execute(self, context):
        digest = hashlib.new(self.algorithm)
        with open(self.path, "rb") as f:
            # files may be larger than memory
            for chunk in iter(lambda: f.read(self.chunk_size), b""):
                digest.update(chunk)
        self.log.info("%s is %s", self.algorithm, digest.hexdigest())
        if self.expected and self.expected != digest.hexdigest():
            raise AirflowException("%s has %s" % (self.path, digest.hexdigest()))
        return digest.hexdigest()
