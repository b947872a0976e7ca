import os
import time

from airflow.sensors.base import BaseSensorOperator


class FolderFilledSensor(BaseSensorOperator):
    template_fields = ("folder", "pattern")

    def __init__(self, minimum_files: int = 1, pattern: str = "*", ignore=None, *, folder: str, **kwargs):
        self.folder = folder
        self.pattern = pattern
        self.minimum_files = minimum_files
        self.ignore = ignore
        super().__init__()

    def poke(self, context):
        # try a few times at once, it is cheap
        for attempt in range(3):
            try:
                names = os.listdir(self.folder)
            except:
                return False
            names = [n for n in names if n != ".keep" and n not in (self.ignore or [])]
            if len(names) >= self.minimum_files:
                return True
            time.sleep(0.1)
        return False
