"""One run of a component as Airflow would run it: construct, render, execute or poke or call, defer and resume."""

from __future__ import annotations

import asyncio
import contextlib
import inspect

from . import airflows
from .context import TaskInstance, make_context
from .deferral import TriggerFailed, ended_by, fire, lost_in_serialize, make_trigger
from .folder import change
from .killing import Killer, TaskKilled
from .values import encode

TASK_ID = "example"
MOST_DEFERRALS = 20
SHORT_TIMEOUT = 5.0


class Run:
    """State of playing one example; `once` is one run on a fresh object."""

    def __init__(self, public, report):
        self.public = public
        self.report = report
        self.stage = "import"
        self.pokes = []
        self.deferred = False
        self.rendered = {}
        self.instance = None
        self.component = None
        self.context = None
        self.cancel = None
        self.between = []
        self.changes = 0
        self.events = []
        self.unpushable = None
        self.lost = None

    def enter(self, stage):
        self.stage = stage
        self.report(stage)

    def once(self, load):
        self.pokes, self.rendered, self.deferred = [], {}, False
        self.between = list(self.public.get("between") or [])
        self.events = [self.public["event"]] if "event" in self.public else []
        self.enter("import")
        self.factory = load()
        mode = self.public["mode"]
        if mode == "call":
            return self._call()
        self.instance = TaskInstance(TASK_ID, "airsmith_example", self.public.get("xcom"))
        self._make()
        with self._killer():
            if mode == "poke":
                self.enter("execute")
                return self._within(lambda: self._poke_often(self.public["pokes"]))
            return self._execute()

    def push(self, value):
        """What Airflow does with the value of a task. Before anything looks into it, for that would use up an iterator."""
        if self.public["mode"] != "execute" or value is None or not getattr(self.component, "do_xcom_push", True):
            return
        fault = airflows.xcom_fault(value)
        self.unpushable = {"type": f"{type(value).__module__}.{type(value).__qualname__}", "why": fault} if fault else None

    def _call(self):
        self.enter("construct")
        hook = self.factory(**(self.public.get("inputs") or {}))
        call = self.public.get("call")
        if call is None:
            return None
        self.enter("execute")
        args = call.get("args") or {}
        method = getattr(hook, call["method"])
        return _settled(method(*args) if isinstance(args, list) else method(**args))

    def _make(self):
        """A fresh component with its templates rendered, as each start of a task has."""
        self.enter("construct")
        given = self.public.get("context") or {}
        with airflows.make_dag("airsmith_example", given.get("params"), self.public["dir"]):
            component = self.factory(task_id=TASK_ID, **(self.public.get("inputs") or {}))
        self.enter("render")
        if getattr(component, "template_ext", ()):
            component.resolve_template_files()
        self.context = make_context(given, component, self.instance)
        component.render_template_fields(self.context)
        self.rendered = {name: encode(getattr(component, name, None)) for name in component.template_fields}
        if self.public["kind"] == "sensor":
            self._hasten(component)
        self.component = component

    def _hasten(self, sensor):
        poke = sensor.poke

        def noted(context):
            result = poke(context)
            self.pokes.append(_poke_value(result))
            if self.between:
                change(self.public["dir"], (self.between.pop(0) or {}).get("files") or {})
                # A second run may find at once what the first one waited for, so the most of all runs counts.
                self.changes = max(self.changes, len(self.public["between"]) - len(self.between))
            return result

        sensor.poke = noted
        if self.public["mode"] == "execute":
            # Rescheduling needs Airflow's database; poking in place asks the same questions.
            sensor.mode = "poke"
            sensor.poke_interval = 0
            sensor.exponential_backoff = False
            sensor.timeout = min(SHORT_TIMEOUT, _seconds(sensor.timeout))

    def _poke_often(self, times):
        for _ in range(times):
            self.component.poke(self.context)
        return None

    def _within(self, action):
        with airflows.current_context(self.context):
            return action()

    def _execute(self):
        self.enter("execute")
        deferral = airflows.deferral()
        action = self._start
        for _ in range(MOST_DEFERRALS):
            try:
                return self._within(action)
            except deferral as deferred:
                self.deferred = True
                ended, action = self._wait(deferred)
                if ended:
                    return None
        raise RecursionError(f"the task deferred more than {MOST_DEFERRALS} times")

    def _start(self):
        return airflows.execute(self.component, self.context)

    def _wait(self, deferred):
        """(whether the trigger ended the task, how the task goes on)."""
        self.enter("trigger")
        trigger = make_trigger(deferred)
        self.lost = self.lost or lost_in_serialize(deferred.trigger, trigger)
        method, kwargs = deferred.method_name, airflows.round_trip(deferred.kwargs or {})
        failure = None
        try:
            if self.events:
                payload = self.events.pop()
            else:
                event = fire(trigger, deferred, self._running)
                if ended_by(event, self.instance):
                    return True, None
                payload = event.payload
            kwargs = {**kwargs, "event": airflows.round_trip(payload)}
        except asyncio.CancelledError:
            raise TaskKilled() from None
        except TriggerFailed as error:
            method, kwargs, failure = "__fail__", {"error": error.error, "traceback": error.lines}, error
        self._make()
        self.enter("resume")

        def go_on():
            try:
                return airflows.resume(self.component, method, kwargs, self.context)
            except Exception as error:
                raise error from (failure.__cause__ if failure else error.__cause__)

        return False, go_on

    def _running(self, cancel):
        self.cancel = cancel

    def _killer(self):
        return Killer(self.public["port"], self._on_kill) if self.public.get("kill") else contextlib.nullcontext()

    def _on_kill(self):
        if self.cancel:
            self.cancel()
            return False
        self.enter("on_kill")
        self.component.on_kill()
        return True


def _poke_value(result):
    if hasattr(result, "is_done"):
        return {"is_done": bool(result.is_done), "xcom_value": encode(getattr(result, "xcom_value", None))}
    return encode(result)


def _seconds(value):
    return value.total_seconds() if hasattr(value, "total_seconds") else float(value)


def _settled(value):
    if inspect.isawaitable(value):
        return asyncio.run(_awaited(value))
    if inspect.isasyncgen(value):
        return asyncio.run(_collected(value))
    return value


async def _awaited(value):
    return await value


async def _collected(values):
    return [value async for value in values]
