"""One run of a task."""

from __future__ import annotations

from typing import Any


class QuillRun:
    def __init__(self, context: Any) -> None:
        self.context = context
        self.day: str = context["ds"]

    def key(self, verb: str, ref: str) -> str:
        return f"{verb}/{self.day.replace('-', '')}/{ref}"

    def receipt(self, kind: str, ref: str, **facts: Any) -> dict[str, Any]:
        return {"kind": kind, "ref": ref, "day": self.day, **facts}
