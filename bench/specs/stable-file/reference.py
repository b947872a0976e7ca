from __future__ import annotations

from pathlib import Path

try:
    from airflow.sdk import BaseSensorOperator, PokeReturnValue
except ImportError:
    from airflow.sensors.base import BaseSensorOperator, PokeReturnValue


class StableFileSensor(BaseSensorOperator):
    """Wait until a file has stopped growing."""

    template_fields = ("path",)

    def __init__(self, *, path: str, looks: int = 2, **kwargs) -> None:
        super().__init__(**kwargs)
        if looks < 1:
            raise ValueError("looks must be at least 1")
        self.path = path
        self.looks = looks
        self._size = 0
        self._equal = 0

    def poke(self, context):
        try:
            size = Path(self.path).stat().st_size
        except FileNotFoundError:
            size = 0
        self._equal = 0 if size == 0 else self._equal + 1 if size == self._size else 1
        self._size = size
        return PokeReturnValue(True, size) if self._equal >= self.looks else False
