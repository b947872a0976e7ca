"""What a sensor is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    is_yes: bool
    cargo: Any = None
    reason: str = ""

    @classmethod
    def yes(cls, cargo: Any) -> Answer:
        return cls(True, cargo=cargo)

    @classmethod
    def no(cls, reason: str) -> Answer:
        return cls(False, reason=reason)
