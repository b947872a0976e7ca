"""Arrivals in a folder."""

import asyncio
from pathlib import Path

from airflow.sensors.base import BaseSensorOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class ArrivalTrigger(BaseTrigger):
    def __init__(self, path: str, pause: float) -> None:
        super().__init__()
        self.path = path
        self.pause = pause

    def serialize(self):
        # Airflow finds the class by this path.
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"path": self.path, "pause": self.pause}

    async def run(self):
        while not Path(self.path).exists():
            await asyncio.sleep(self.pause)  # let the others work
        yield TriggerEvent(self.path)


class ArrivalSensor(BaseSensorOperator):
    template_fields = ("path",)

    def __init__(self, *, path: str, deferrable: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.path = path
        self.deferrable = deferrable

    def poke(self, context):
        # Whether it is there.
        return Path(self.path).exists()

    def execute(self, context):
        if not self.deferrable:
            return super().execute(context)
        self.defer(trigger=ArrivalTrigger(self.path, 0.01), method_name="execute_complete")

    def execute_complete(self, context, event):
        return Path(event).read_text()  # what came
