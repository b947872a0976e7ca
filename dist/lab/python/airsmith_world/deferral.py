"""Runs the trigger that a task deferred to, after the same way through the database that Airflow sends it."""

from __future__ import annotations

import asyncio
import importlib
import traceback

from . import airflows

LONGEST_WAIT = 20.0


class TriggerFailed(Exception):
    """The trigger raised, ended without an event or did not fire in time."""

    def __init__(self, error, lines):
        super().__init__(error)
        self.error = error
        self.lines = lines


def make_trigger(deferred):
    """A trigger rebuilt from what `serialize()` says, as the triggerer does."""
    path, kwargs = deferred.trigger.serialize()
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)(**airflows.round_trip(kwargs))


def fire(trigger, deferred, running):
    """The first event of a trigger. `running` is called with the function that cancels it, and with None at the end."""
    seconds = deferred.timeout.total_seconds() if deferred.timeout else LONGEST_WAIT
    try:
        event, error = asyncio.run(_first_event(trigger, min(seconds, LONGEST_WAIT), running))
    except (asyncio.TimeoutError, TimeoutError):
        if deferred.timeout and seconds <= LONGEST_WAIT:
            raise TriggerFailed(_timeout_reason(), []) from None
        raise TriggerFailed(f"the trigger did not fire within {LONGEST_WAIT:.0f} s", []) from None
    if error is not None:
        raise TriggerFailed("Trigger failure", traceback.format_exception(error)) from error
    if event is None:
        raise TriggerFailed("Trigger failure", ["the trigger ended without an event"])
    return event


async def _first_event(trigger, seconds, running):
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(_next_event(trigger))
    running(lambda: loop.call_soon_threadsafe(task.cancel))
    try:
        return await asyncio.wait_for(task, seconds)
    finally:
        running(None)
        await trigger.cleanup()


async def _next_event(trigger):
    """(event, error): an error of the trigger, a TimeoutError for one, is not to be taken for ours."""
    events = trigger.run()
    try:
        async for event in events:
            return event, None
        return None, None
    except Exception as error:
        return None, error
    finally:
        if hasattr(events, "aclose"):
            await events.aclose()


def _timeout_reason():
    return "Trigger timeout" if airflows.major() >= 3 else "Trigger/execution timeout"


def ended_by(event, instance):
    """Whether an event ends the task in the triggerer; raises what it means when that is a failure."""
    name = type(event).__name__
    if name not in ("TaskSuccessEvent", "TaskFailedEvent", "TaskSkippedEvent"):
        return False
    for key, value in (getattr(event, "xcoms", None) or {}).items():
        instance.xcom_push(key, value)
    if name == "TaskFailedEvent":
        raise airflows.exception("AirflowException")("the trigger ended the task as failed")
    if name == "TaskSkippedEvent":
        raise airflows.exception("AirflowSkipException")("the trigger ended the task as skipped")
    return True
