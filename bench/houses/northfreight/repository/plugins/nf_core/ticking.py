"""Counters."""

from __future__ import annotations


class NfTicking:
    def tick(self, name: str, by: int = 1) -> None:
        self.log.info("NFM|%s|%d", name, by)
