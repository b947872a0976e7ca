"""Asking again."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from nf_core.failures import NfBusy


def again(times: int = 3, pause: float = 0.05) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def asking(*args: Any, **kwargs: Any) -> Any:
            for turn in range(times):
                try:
                    return method(*args, **kwargs)
                except NfBusy:
                    if turn == times - 1:
                        raise
                    time.sleep(pause)
            raise AssertionError("times is at least 1")

        return asking

    return decorate
