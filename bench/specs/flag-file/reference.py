from __future__ import annotations

import asyncio
from pathlib import Path

try:
    from airflow.sdk import BaseSensorOperator, PokeReturnValue
except ImportError:
    from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
from airflow.triggers.base import BaseTrigger, TriggerEvent


class FlagFileTrigger(BaseTrigger):
    """Fires when a flag file is done, with its facts, or with what is wrong in it."""

    def __init__(self, path: str, pause: float) -> None:
        super().__init__()
        self.path = path
        self.pause = pause

    def serialize(self):
        return f"{type(self).__module__}.{type(self).__qualname__}", {"path": self.path, "pause": self.pause}

    async def run(self):
        while True:
            try:
                facts = await asyncio.to_thread(facts_of, self.path)
            except ValueError as error:
                yield TriggerEvent({"error": str(error)})
                return
            if "done" in facts:
                yield TriggerEvent({"facts": facts})
                return
            await asyncio.sleep(self.pause)


class FlagFileSensor(BaseSensorOperator):
    """Wait for a flag file."""

    template_fields = ("path",)

    def __init__(self, *, path: str, pause: float = 10.0, deferrable: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        if pause < 0.01:
            raise ValueError("pause must be at least 0.01")
        self.path = path
        self.pause = pause
        self.deferrable = deferrable

    def poke(self, context):
        facts = facts_of(self.path)
        return PokeReturnValue(True, facts) if "done" in facts else False

    def execute(self, context):
        if not self.deferrable:
            return super().execute(context)
        self.defer(trigger=FlagFileTrigger(self.path, self.pause), method_name="execute_complete")

    def execute_complete(self, context, event):
        if "error" in event:
            raise ValueError(event["error"])
        return event["facts"]


def facts_of(path: str) -> dict[str, str]:
    try:
        lines = Path(path).read_text().splitlines()
    except FileNotFoundError:
        return {}
    facts = {}
    for line in lines:
        if not line.strip() or line.strip().startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"no = in the line {line!r}")
        facts[key.strip()] = value.strip()
    return facts
