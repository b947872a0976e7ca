"""Runs the programs on stdin and says how each ends. Must itself run on every CPython from 3.6 on."""

import json
import sys


def ended(source):
    stage = "syntax"
    try:
        code = compile(source, "c.py", "exec")
        stage = "execute"
        exec(code, {"__name__": "c"})
    except BaseException as error:
        return {"stage": stage, "exception": type(error).__name__, "message": str(error)}
    return {"stage": stage, "exception": "", "message": "nothing was raised"}


def main(text):
    import warnings

    warnings.simplefilter("ignore")
    version = "%d.%d.%d" % sys.version_info[:3]
    return json.dumps({"python": version, "ends": [ended(source) for source in json.loads(text)]})


if __name__ == "__main__":
    sys.stdout.write(main(sys.stdin.read()))
