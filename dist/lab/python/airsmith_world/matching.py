"""Which entry of ``given.http`` answers a request, and why none did."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, unquote, urlsplit

from .values import difference, show


class Request:
    """What the component asked for: method, path, query, headers (lower-case names) and body."""

    def __init__(self, method, target, headers, body):
        parts = urlsplit(target)
        self.method = method.upper()
        self.path = parts.path or "/"
        self.query = parse_qs(parts.query, keep_blank_values=True)
        self.query_text = parts.query
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    def __str__(self):
        return f"{self.method} {self.path}" + (f"?{self.query_text}" if self.query_text else "")


class Entry:
    """One entry of ``given.http``: what it waits for, what it answers, and how often it did."""

    def __init__(self, number, given):
        wanted = given.get("request") or {}
        parts = urlsplit(str(wanted.get("path", "/")))
        self.number = number
        self.wanted = wanted
        self.path = parts.path or "/"
        self.query = {**_single(parse_qs(parts.query, keep_blank_values=True)), **(wanted.get("query") or {})}
        self.response = given.get("response") or {}
        # `times` stands beside request and response; inside the request is a common slip, and unambiguous.
        times = given.get("times", wanted.get("times", 1))
        self.times = None if times == "any" else int(times)
        self.used = 0

    def __str__(self):
        return f"entry {self.number} ({str(self.wanted.get('method', 'GET')).upper()} {self.wanted.get('path', '/')})"

    @property
    def spent(self):
        return self.times is not None and self.used >= self.times

    def mismatches(self, request):
        """Why this entry does not answer the request; empty when it does. Most telling reason first."""
        method = str(self.wanted.get("method", "GET")).upper()
        found = []
        if self.path != request.path and unquote(self.path) != unquote(request.path):
            found.append(f"path is {request.path}, not {self.path}")
        if method != request.method:
            found.append(f"method is {request.method}, not {method}")
        found += _query_mismatches(self.query, request.query)
        found += _header_mismatches(self.wanted.get("headers") or {}, request.headers)
        return found + self._body_mismatches(request)

    def _body_mismatches(self, request):
        text = request.body.decode("utf-8", "replace")
        if "json" in self.wanted:
            try:
                sent = json.loads(text)
            except (ValueError, RecursionError):
                return [f"the body is not JSON but {show(text)}"]
            found = difference(self.wanted["json"], sent, "json")
            return [found] if found else []
        if "form" in self.wanted:
            sent = _single(parse_qs(text, keep_blank_values=True))
            found = difference(_texts(self.wanted["form"]), sent, "form")
            return [found] if found else []
        if "body" in self.wanted and self.wanted["body"] != text:
            return [f"the body is {show(text)}, not {show(self.wanted['body'])}"]
        return []


def choose(entries, request):
    """The first unused entry that matches, or None."""
    return next((entry for entry in entries if not entry.spent and not entry.mismatches(request)), None)


def near_miss(entries, request):
    """One line for a request that nothing answered: the nearest entry, and what is different."""
    if not entries:
        return f"{request} was asked for, and the example gives no http answer at all"
    spent = [entry for entry in entries if entry.spent and not entry.mismatches(request)]
    if spent:
        times = spent[0].used
        return f"{request} was asked for again, after {spent[0]} had answered {times} time{'s' if times != 1 else ''}"
    nearest = min(entries, key=lambda entry: (_distance(entry, request), entry.number))
    return f"{request} matches no entry of given.http; nearest is {nearest}: " + "; ".join(
        nearest.mismatches(request)[:4]
    )


def _distance(entry, request):
    return len(entry.mismatches(request)) + (3 if entry.path != request.path else 0) + (1 if entry.spent else 0)


def _query_mismatches(wanted, sent):
    found = []
    for name, value in wanted.items():
        actual = sent.get(name)
        if value is None:
            if actual is not None:
                found.append(f"query {name} is {show(_one(actual))}, not absent")
        elif actual is None:
            found.append(f"query {name} is absent, not {show(_text(value))}")
        elif actual != [_text(item) for item in (value if isinstance(value, list) else [value])]:
            found.append(f"query {name} is {show(_one(actual))}, not {show(_text(value))}")
    return found


def _header_mismatches(wanted, sent):
    found = []
    for name, value in wanted.items():
        actual = sent.get(name.lower())
        if value is None:
            if actual is not None:
                found.append(f"header {name} is there, not absent")
        elif actual is None:
            found.append(f"header {name} is absent")
        elif actual != _text(value):
            found.append(f"header {name} is {show(actual)}, not {show(_text(value))}")
    return found


def _single(query):
    return {name: _one(values) for name, values in query.items()}


def _one(values):
    return values[0] if len(values) == 1 else values


def _texts(wanted):
    return {
        name: [_text(item) for item in value] if isinstance(value, list) else _text(value)
        for name, value in wanted.items()
    }


def _text(value):
    """A value of the spec as it stands in a URL: `2` for 2, `true` for True."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return [_text(item) for item in value]
    return str(value)
