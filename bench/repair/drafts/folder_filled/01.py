import glob
import os

from airflow.sensors.base_sensor_operator import BaseSensorOperator
from airflow.utils.decorators import apply_defaults
from airflow.exceptions import AirflowException


class FolderFilledSensor(BaseSensorOperator):
    template_fields = ("folder", "pattern")

    @apply_defaults
    def __init__(self, folder, pattern="*", minimum_files=1, ignore=None, *args, **kwargs):
        super(FolderFilledSensor, self).__init__(*args, **kwargs)
        if minimum_files < 1:
            raise ValueError("minimum_files must be at least 1")
        self.folder = folder
        self.pattern = pattern
        self.minimum_files = minimum_files
        self.ignore = ignore

    def poke(self, context):
        if os.path.isfile(self.folder):
            raise AirflowException("not a folder: %s" % self.folder)
        names = [os.path.basename(p) for p in glob.glob(os.path.join(self.folder, self.pattern)) if os.path.isfile(p)]
        # .keep is what git needs, not data
        names = [n for n in names if n not in [".keep"] + (self.ignore or [])]
        print("%d of %d files" % (len(names), self.minimum_files))
        return len(names) >= self.minimum_files
