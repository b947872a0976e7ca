"""Whether a secret of the example's connection comes out where people read it. Looked at outside the sandbox."""

from __future__ import annotations

import base64
import json
import re

#: Shorter ones turn up by chance.
SHORTEST = 6
_NAMED = re.compile(r"password|passwd|secret|token|api_?key|private_?key|credential", re.IGNORECASE)


def secret_problems(example, seen):
    """A problem for each place that shows a secret. A text that the example itself has elsewhere is no secret."""
    given = example.get("given") or {}
    secrets = _secrets(given.get("connection") or {})
    rest = {key: value for key, value in given.items() if key != "connection"}
    told = {key: value for key, value in example.items() if key not in ("given", "not_in_logs")}
    known = json.dumps([rest, told], ensure_ascii=False)
    places = {
        "the log": "" if example.get("not_in_logs") else seen.logs,
        "the exception": seen.message,
        "a rendered field": json.dumps(seen.rendered, ensure_ascii=False, default=str),
        "XCom": json.dumps([seen.xcom, seen.outcome.get("value")], ensure_ascii=False, default=str),
    }
    # What a hook's method returns goes to its caller, not to XCom.
    if "call" in example:
        places.pop("XCom")
    problems = []
    for what, text in secrets:
        if json.dumps(text, ensure_ascii=False)[1:-1] in known:
            continue
        shown = [place for place, held in places.items() if text in held]
        if shown:
            message = f"{' and '.join(shown)} {'show' if len(shown) > 1 else 'shows'} {what} of the connection"
            problems.append({"expectation": "secrets", "message": message})
    return problems


def _secrets(connection):
    """(name, text) of each secret, and of the form in which it goes into a header."""
    found = []
    login, password = connection.get("login"), connection.get("password")
    if isinstance(password, str):
        found.append(("the password", password))
        found.append(("the password, encoded,", base64.b64encode(f"{login or ''}:{password}".encode()).decode()))
    extra = connection.get("extra")
    try:
        extra = json.loads(extra) if isinstance(extra, str) else extra
    except ValueError:
        extra = None
    for name, value in (extra or {}).items() if isinstance(extra, dict) else ():
        if _NAMED.search(str(name)) and isinstance(value, str):
            found.append((f"the extra `{name}`", value))
    return [(what, text) for what, text in found if len(text) >= SHORTEST]
