from __future__ import annotations

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models.baseoperator import BaseOperator


class EmbedTextsOperator(BaseOperator):
    """Turn texts into vectors."""

    template_fields = ("texts", "model")

    def __init__(
        self,
        *,
        texts: list[str],
        model: str = "all-MiniLM-L6-v2",
        batch: int = 32,
        zeros: int = 0,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if batch < 1:
            raise ValueError("batch must be at least 1")
        if zeros < 0:
            raise ValueError("zeros must not be negative")
        self.texts = texts
        self.model = model
        self.batch = batch
        self.zeros = zeros

    def execute(self, context):
        wanted = [text for text in self.texts if text.strip()]
        vectors = iter(self._vectors(wanted))
        return [next(vectors) if text.strip() else None for text in self.texts]

    def _vectors(self, texts):
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            if self.zeros == 0:
                raise AirflowException("sentence-transformers (sentence_transformers) is not installed") from error
            self.log.warning("sentence-transformers is not installed: vectors of zeros")
            return [[0.0] * self.zeros for _ in texts]
        model = SentenceTransformer(self.model)
        vectors = []
        for start in range(0, len(texts), self.batch):
            part = model.encode(texts[start : start + self.batch])
            vectors.extend(part.tolist() if hasattr(part, "tolist") else part)
        return vectors
