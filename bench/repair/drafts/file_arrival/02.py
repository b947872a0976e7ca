from __future__ import annotations

import asyncio
from pathlib import Path

try:
    from airflow.sdk import BaseSensorOperator
except ImportError:
    from airflow.sensors.base import BaseSensorOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class FileArrivalTrigger(BaseTrigger):
    def __init__(self, path: str) -> None:
        self.path = path

    def serialize(self):
        return f"{type(self).__module__}.{type(self).__qualname__}", {}

    async def run(self):
        while not Path(self.path).exists():
            await asyncio.sleep(0.01)
        yield TriggerEvent(self.path)


class FileArrivalSensor(BaseSensorOperator):
    """Wait for a file, and give its text."""

    template_fields = ("path",)

    def __init__(self, *, path: str, deferrable: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.path = path
        self.deferrable = deferrable

    def poke(self, context):
        print(f"looking for {self.path}")
        try:
            text = Path(self.path).read_text()
        except:
            return False  # it is not there yet
        return PokeReturnValue(True, text)

    def execute(self, context):
        if not self.deferrable:
            return super().execute(context)
        self.defer(trigger=FileArrivalTrigger(self.path), method_name="execute_complete")

    def execute_complete(self, context, event):
        return Path(event).read_text()
