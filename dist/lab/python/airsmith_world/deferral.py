"""Runs the trigger that a task deferred to, after the same way through the database that Airflow sends it."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import traceback

from . import airflows
from .values import encode, is_marker

LONGEST_WAIT = 20.0


class TriggerFailed(Exception):
    """The trigger raised, ended without an event or did not fire in time."""

    def __init__(self, error, lines):
        super().__init__(error)
        self.error = error
        self.lines = lines


def make_trigger(deferred):
    """A trigger rebuilt from what `serialize()` says, as the triggerer does."""
    return _rebuilt(*deferred.trigger.serialize())


def _rebuilt(path, kwargs):
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)(**airflows.round_trip(kwargs))


def lost_in_serialize(trigger, rebuilt):
    """What a trigger of the component is no more once it was rebuilt: None, or its class with arguments or a base class.

    A restarted triggerer serializes nothing again, but a task that defers twice does: two serializations are compared as well.
    """
    kind = type(trigger)
    if kind.__module__.partition(".")[0] == "airflow":
        return None
    if type(rebuilt) is not kind:
        # One that writes `serialize` itself may well wait as another class, as Airflow's TimeDeltaTrigger does.
        inherited = isinstance(trigger, type(rebuilt)) and "serialize" not in vars(kind)
        return {"class": kind.__name__, "becomes": type(rebuilt).__name__} if inherited else None
    (_, before), (_, after) = trigger.serialize(), rebuilt.serialize()
    lost = [name for name in before if name not in after or _differ(before[name], after[name])]
    lost += [name for name in _arguments(kind) if name not in lost and _attributes_differ(trigger, rebuilt, name)]
    return {"class": kind.__name__, "arguments": lost} if lost else None


def _arguments(kind):
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [one.name for one in inspect.signature(kind).parameters.values() if one.kind in named]


def _attributes_differ(trigger, rebuilt, argument):
    """Whether what the constructor kept of an argument, under its name, is another."""
    for name in (argument, f"_{argument}"):
        if name in vars(trigger) and name in vars(rebuilt):
            return _differ(vars(trigger)[name], vars(rebuilt)[name])
    return False


def _differ(one, other):
    """Whether two values are certainly not the same after the way through JSON; objects of other kinds tell nothing."""
    left, right = encode(one), encode(other)
    if _tells_nothing(left) or _tells_nothing(right):
        return False
    return left != right


def _tells_nothing(value):
    if isinstance(value, dict):
        return (is_marker(value) and "iso" not in value) or any(_tells_nothing(item) for item in value.values())
    return isinstance(value, list) and any(_tells_nothing(item) for item in value)


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
