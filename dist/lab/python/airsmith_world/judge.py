"""Compares what happened with what the example expects. Runs outside the sandbox, so it trusts no shape."""

from __future__ import annotations

from .secrets import secret_problems
from .values import difference, encode, show


def judge(example, kind, observation, world):
    """All problems; see `World.judge`."""
    seen = _Seen(observation)
    problems = _outcome_problems(example, kind, seen)
    problems += _between_problems(example, seen)
    problems += _http_problems(example, world.server)
    problems += _defer_problems(example, seen)
    for key in ("rendered", "xcom"):
        if key in example:
            problems += _map_problems(key, example[key], getattr(seen, key), _exact(key, example))
    problems += _log_problems(example, seen)
    problems += _contract_problems(kind, seen) + secret_problems(example, seen)
    if "files" in example:
        problems += [{"expectation": "files", **found} for found in world.folder.check(example["files"])]
    if "sql" in example:
        found = world.database.check(example["sql"]) if world.database else [{"message": "there is no database"}]
        problems += [{"expectation": "sql", **item} for item in found]
    return problems


class _Seen:
    """An observation with every field of the right type, whatever the component's process sent."""

    def __init__(self, observation):
        observation = observation if isinstance(observation, dict) else {}
        outcome = observation.get("outcome")
        self.outcome = outcome if isinstance(outcome, dict) else {}
        self.state = self.outcome.get("state")
        self.message = str(self.outcome.get("message", ""))
        names = self.outcome.get("names")
        self.names = [str(name) for name in names] if isinstance(names, list) else []
        self.pokes = observation.get("pokes") if isinstance(observation.get("pokes"), list) else []
        changes = observation.get("changes")
        self.changes = changes if type(changes) is int else 0
        self.rendered = observation.get("rendered") if isinstance(observation.get("rendered"), dict) else {}
        self.xcom = observation.get("xcom") if isinstance(observation.get("xcom"), dict) else {}
        self.deferred = observation.get("deferred") is True
        self.unpushable = observation.get("unpushable") if isinstance(observation.get("unpushable"), dict) else None
        self.lost = observation.get("lost") if isinstance(observation.get("lost"), dict) else None
        self.logs = observation.get("logs") if isinstance(observation.get("logs"), str) else ""
        self.truncated = observation.get("truncated") is True


def _exact(key, example):
    return key == "xcom" and (example.get("xcom_exact") is True or example["xcom"] == {})


def _outcome_problems(example, kind, seen):
    if "kill" in example:
        return _kill_problems(example, seen)
    if seen.state == "killed":
        return [_problem("runs", "the task was killed, which the example does not say")]
    if "raises" in example:
        return _poke_problems(example, seen, raised=True) + _raises_problems(example["raises"], seen)
    if seen.state == "raised":
        found = _problem("raises", f"raised {_shown(seen)}, which the example does not expect")
        return [{**found, "unexpected": True}]
    if seen.state != "returned":
        return [_problem("runs", "the run ended without an outcome")]
    return _returns_problems(example, kind, seen) + _poke_problems(example, seen, raised=False)


def _kill_problems(example, seen):
    if seen.state == "killed":
        return []
    after = example["kill"].get("after")
    how = f"raised {_shown(seen)}" if seen.state == "raised" else "ended by itself"
    return [_problem("kill", f"the task {how} before it could be killed after answer {after}")]


def _raises_problems(expected, seen):
    expected = {"type": expected} if isinstance(expected, str) else expected
    wanted = str(expected.get("type"))
    actual = {"type": seen.names[0] if seen.names else None, "message": seen.message}
    if seen.state != "raised":
        value = encode(seen.outcome.get("value"))
        return [_problem("raises", f"nothing was raised; expected {wanted}", expected, value)]
    if wanted not in seen.names and wanted.rpartition(".")[2] not in seen.names:
        return [_problem("raises", f"raised {_shown(seen)}; expected {wanted}", expected, actual)]
    part = expected.get("message")
    if part is not None and str(part) not in seen.message:
        return [_problem("raises", f"the message {show(seen.message)} lacks {show(part)}", expected, actual)]
    return []


def _returns_problems(example, kind, seen):
    if "returns" not in example:
        return []
    expected, actual = example["returns"], seen.outcome.get("value")
    # A whole sensor that succeeds gives None where no XCom value was asked for; a spec says `true` for "it came true".
    if kind == "sensor" and expected is True and actual is None:
        return []
    found = difference(expected, actual)
    return [_problem("returns", found, expected, actual)] if found else []


def _poke_problems(example, seen, raised):
    if "pokes" not in example:
        return []
    expected = example["pokes"]
    # Airflow asks a poke's result only whether it is true.
    known = zip(expected, seen.pokes, strict=False)
    actual = [_as_poke(want, got) for want, got in known] + seen.pokes[len(expected) :]
    found = difference(expected, actual, "the list of pokes")
    return [_problem("pokes", found, expected, actual)] if found and not (raised and not expected) else []


def _as_poke(expected, actual):
    if not isinstance(expected, bool):
        return actual
    return bool(actual.get("is_done")) if isinstance(actual, dict) and "is_done" in actual else bool(actual)


def _between_problems(example, seen):
    """A sensor that never asks again shows nothing of what the example changes meanwhile."""
    wanted = len(example.get("between") or [])
    # A task that was killed, or ended by an exception that nobody expects, had no time to ask.
    if seen.changes >= wanted or not (seen.state == "returned" or (seen.state == "raised" and "raises" in example)):
        return []
    message = f"the sensor came to its end after {seen.changes} of the {wanted} changes that come between pokes"
    return [_problem("between", message, wanted, seen.changes)]


def _contract_problems(kind, seen):
    """What no component may do, whatever its example says."""
    problems = []
    wrong = [value for value in seen.pokes if not isinstance(value, bool) and not _is_poke_value(value)]
    if kind == "sensor" and wrong:
        problems.append(_problem("poke_value", f"poke gave {show(wrong[0])}, not a bool or a PokeReturnValue"))
    if seen.state == "returned" and seen.unpushable:
        kind_of, why = str(seen.unpushable.get("type"))[:200], str(seen.unpushable.get("why"))[:500]
        problems.append(_problem("xcom_value", f"XCom cannot hold the result, a {kind_of}: {why}"))
    if seen.lost:
        problems.append(_problem("trigger", _lost(seen.lost)))
    return problems


def _lost(lost):
    kind = str(lost.get("class"))[:200]
    if "becomes" in lost:
        return f"{kind} inherits `serialize`, and is rebuilt as a {str(lost['becomes'])[:200]}"
    arguments = lost.get("arguments")
    names = [f"`{str(name)[:100]}`" for name in arguments[:10]] if isinstance(arguments, list) else []
    return f"{kind} rebuilt from what it serialized has another {' and '.join(names)} than it was made with"


def _is_poke_value(value):
    return isinstance(value, dict) and isinstance(value.get("is_done"), bool) and "xcom_value" in value


def _http_problems(example, server):
    problems = [_problem("http", reason) for reason in server.unmatched]
    if example.get("http_all") is True:
        for entry in server.entries:
            missing = 1 if entry.times is None else entry.times
            if entry.used < missing:
                times = f"asked for {entry.used} of {missing} times" if entry.used else "never asked for"
                problems.append(_problem("http_all", f"{entry} was {times}"))
    return problems


def _defer_problems(example, seen):
    if "defers" not in example or example["defers"] is seen.deferred:
        return []
    message = "the task deferred, and must not" if seen.deferred else "the task did not defer"
    return [_problem("defers", message, example["defers"], seen.deferred)]


def _map_problems(key, expected, actual, exact):
    problems = []
    for name, value in expected.items():
        if name not in actual:
            what = "is no template field" if key == "rendered" else "was not pushed"
            problems.append(_problem(key, f"{name} {what}", value))
            continue
        found = difference(value, actual[name], name)
        if found:
            problems.append(_problem(key, found, value, actual[name]))
    extra = [name for name in actual if name not in expected] if exact else []
    return problems + [_problem(key, f"{name} was pushed too", None, actual[name]) for name in extra]


def _log_problems(example, seen):
    problems = [
        _problem("logs", f"the log does not hold {show(text)}", text, seen.logs[-2000:])
        for text in example.get("logs") or []
        if text not in seen.logs
    ]
    hidden = example.get("not_in_logs") or []
    problems += [_problem("not_in_logs", f"the log holds {show(text)}") for text in hidden if text in seen.logs]
    if hidden and seen.truncated:
        problems.append(_problem("not_in_logs", "the log is too long to be searched"))
    return problems


def _shown(seen):
    return f"{seen.names[0] if seen.names else 'an exception'}: {seen.message[:500]}"


_ABSENT = object()


def _problem(expectation, message, expected=_ABSENT, actual=_ABSENT):
    problem = {"expectation": expectation, "message": message}
    if expected is not _ABSENT:
        problem["expected"] = expected
    if actual is not _ABSENT:
        problem["actual"] = actual
    return problem
