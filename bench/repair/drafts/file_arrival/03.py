from __future__ import annotations

import asyncio
import os

from airflow.sensors.base import BaseSensorOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent


class FileArrivalTrigger(BaseTrigger):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def serialize(self):
        return (self.__class__.__module__ + ".FileArrivalTrigger", {"path": self.path})

    async def run(self):
        while not os.path.exists(self.path):
            await asyncio.sleep(0.01)
        yield TriggerEvent(self.path)


class FileArrivalSensor(BaseSensorOperator):
    template_fields = ("path",)

    def __init__(self, *, path: str, deferrable: bool = False, **kwargs):
        super(BaseSensorOperator, self).__init__(**kwargs)
        self.path = path
        self.deferrable = deferrable
        # opened early so that a wrong path shows early
        self.file = open(path)

    def poke(self, context):
        self.log.info("looking for %s", self.path)
        if os.path.exists(self.path):
            return self.file.read()

    def execute(self, context):
        if self.deferrable:
            self.defer(trigger=FileArrivalTrigger(self.path), method_name="execute_complete")
        return super().execute(context)

    def execute_complete(self, context, event):
        with open(event) as stream:
            return stream.read()
