"""Values that leave the component: how they are written down, and when two of them are equal.

What is JSON stays as it is (tuples become lists, iterators are listed). Everything else becomes a marker,
``{"__airsmith__": "value", "type": "decimal.Decimal", "repr": "Decimal('1')"}``, so that it can be shown and is
equal to nothing, except that a date or time is equal to its ISO 8601 text, for a spec can write it in no other way.
"""

from __future__ import annotations

import datetime
import enum
import math
from collections.abc import Mapping

MARK = "__airsmith__"
LONGEST_LIST = 10_000
DEEPEST = 60
LONGEST_REPR = 500


def encode(value, depth=0):
    """JSON form of a Python value."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum) and isinstance(value, (str, int)):
        return encode(value.value, depth)
    if isinstance(value, str):
        # A lone surrogate has no UTF-8 form, so it could not be sent on.
        return str(value) if _is_text(value) else _marker(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else _marker(value)
    if depth >= DEEPEST:
        return _marker(value)
    if isinstance(value, Mapping):
        return _encode_mapping(value, depth)
    if isinstance(value, (list, tuple)):
        return [encode(item, depth + 1) for item in value]
    if hasattr(value, "__next__") and hasattr(value, "__iter__"):
        return [encode(item, depth + 1) for item in listed(value)]
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return {**_marker(value), "iso": value.isoformat()}
    return _marker(value)


def listed(iterator):
    """The items of an iterator, which must end before ``LONGEST_LIST``."""
    items = []
    for item in iterator:
        if len(items) >= LONGEST_LIST:
            raise OverflowError(f"the iterator gave more than {LONGEST_LIST} items")
        items.append(item)
    return items


def _encode_mapping(value, depth):
    result = {}
    for key, item in value.items():
        if isinstance(key, bool) or not isinstance(key, (str, int)) or key == MARK:
            return _marker(value)
        result[str(key)] = encode(item, depth + 1)
    return result


def _is_text(value):
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _marker(value):
    try:
        shown = ascii(value)[:LONGEST_REPR]
    except Exception as error:
        shown = f"<repr failed: {type(error).__name__}>"
    return {MARK: "value", "type": f"{type(value).__module__}.{type(value).__qualname__}", "repr": shown}


def is_marker(value):
    return isinstance(value, dict) and value.get(MARK) == "value"


def difference(expected, actual, place="the value"):
    """None when equal, else one line that names the first place where they differ."""
    if is_marker(actual):
        if isinstance(expected, str) and actual.get("iso") == expected:
            return None
        return f"{place} is {actual.get('repr')}, a {actual.get('type')}, which is not JSON; expected {show(expected)}"
    if isinstance(expected, bool) or isinstance(actual, bool) or expected is None or actual is None:
        return None if expected is actual else _differ(expected, actual, place)
    if isinstance(expected, (int, float)) and isinstance(actual, (int, float)):
        return None if expected == actual else _differ(expected, actual, place)
    if isinstance(expected, list) and isinstance(actual, list):
        return _list_difference(expected, actual, place)
    if isinstance(expected, dict) and isinstance(actual, dict):
        return _dict_difference(expected, actual, place)
    return None if type(expected) is type(actual) and expected == actual else _differ(expected, actual, place)


def _list_difference(expected, actual, place):
    for index, (left, right) in enumerate(zip(expected, actual, strict=False)):
        found = difference(left, right, _at(place, f"[{index}]"))
        if found:
            return found
    if len(expected) == len(actual):
        return None
    return f"{place} has {len(actual)} items; expected {len(expected)}"


def _dict_difference(expected, actual, place):
    missing = [key for key in expected if key not in actual]
    if missing:
        return f"{place} lacks the key {missing[0]!r}"
    extra = [key for key in actual if key not in expected]
    if extra:
        return f"{place} has the key {extra[0]!r}, which is not expected"
    for key, item in expected.items():
        found = difference(item, actual[key], _at(place, f".{key}"))
        if found:
            return found
    return None


def _at(place, step):
    return step.lstrip(".") if place == "the value" else place + step


def _differ(expected, actual, place):
    return f"{place} is {show(actual)}; expected {show(expected)}"


def show(value):
    """A value for a message: JSON-like, short."""
    import json

    if is_marker(value):
        return str(value.get("repr"))
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= 200 else text[:197] + "..."


def substitute(value, names):
    """Replaces ``${http}`` and ``${dir}`` in every text of a JSON value (not in the keys)."""
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace("${" + name + "}", text)
        return value
    if isinstance(value, list):
        return [substitute(item, names) for item in value]
    if isinstance(value, dict):
        return {key: substitute(item, names) for key, item in value.items()}
    return value
