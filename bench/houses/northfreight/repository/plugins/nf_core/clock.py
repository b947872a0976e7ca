"""Times as depots write them, "2026-03-01 06:30 +0100"."""

from __future__ import annotations

from datetime import datetime, timezone


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M %z").astimezone(timezone.utc)


def stamp(text: str) -> str:
    return _moment(text).strftime("%Y-%m-%dT%H:%M:%SZ")


def minutes(start: str, end: str) -> int:
    return int((_moment(end) - _moment(start)).total_seconds()) // 60
