from pathlib import Path

from airflow.sensors.base_sensor_operator import BaseSensorOperator
from airflow.sensors.base import PokeReturnValue
from airflow.triggers.file import FileTrigger


class FileArrivalSensor(BaseSensorOperator):
    template_fields = ("path",)

    def __init__(self, *, path, deferrable=False, **kwargs):
        super().__init__(**kwargs)
        self.path = Path(path)
        self.deferrable = deferrable

    def poke(self, context):
        self.log.info("looking for %s", self.path)
        # absent is not an error
        if not self.path.exists():
            return False
        return PokeReturnValue(True, self.path.read_text())

    def execute(self, context):
        if not self.deferrable:
            return super().execute(context)
        self.defer(trigger=FileTrigger(filepath=str(self.path), poll_interval=0.01), method_name="execute_complete")

    def execute_complete(self, context, event):
        return self.path.read_text()
