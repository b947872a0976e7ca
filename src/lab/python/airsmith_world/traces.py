"""What an exception says to the author of a component: names, message, and the frames of the author's own files."""

from __future__ import annotations

import dis
import os
import traceback

LONGEST_MESSAGE = 4_000
LONGEST_TRACE = 8_000
NO_SHARED_MEMORY = (
    "the sandbox of this machine has no shared memory for multiprocessing, as it has where namespaces are allowed; see "
    "docs/sandbox.md"
)


def describe(error, stage, root=None):
    """An exception as JSON. `root` is the folder of the component's repository; paths become relative to it."""
    root = os.path.realpath(root) + os.sep if root else None
    names = [kind.__name__ for kind in type(error).__mro__ if kind is not object]
    dotted = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__ if kind is not object]
    found = {
        "stage": stage,
        "exception": names[0],
        "names": names + dotted,
        "message": _message(error),
        "traceback": _trace(error, root)[-LONGEST_TRACE:],
    }
    return {**found, **_place(error, root), **({"raised": True} if root and _is_raised(error, root) else {})}


def _is_raised(error, root):
    """Whether a `raise` of the author's own files made the exception, not a call that they made."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not _inside(trace.tb_frame.f_code.co_filename, root):
        return False
    return dis.opname[trace.tb_frame.f_code.co_code[trace.tb_lasti]] == "RAISE_VARARGS"


def _message(error):
    try:
        text = str(error)
    except Exception as failure:
        text = f"<str failed: {type(failure).__name__}>"
    if _lacks_shared_memory(error):
        text += f" ({NO_SHARED_MEMORY})"
    return text.encode("utf-8", "backslashreplace").decode()[:LONGEST_MESSAGE]


def _lacks_shared_memory(error):
    """Whether it came from a lock of `multiprocessing`, which is a file in /dev/shm: that of the machine is nobody's here."""
    if not isinstance(error, OSError) or error.filename is not None:
        return False
    return any(frame.name == "__init__" and _is_synchronize(frame) for frame in traceback.extract_tb(error.__traceback__))


def _is_synchronize(frame):
    return frame.filename.endswith(os.path.join("multiprocessing", "synchronize.py"))


def _trace(error, root):
    parts, seen = [], set()
    while error is not None and id(error) not in seen and len(parts) < 4:
        seen.add(id(error))
        parts.insert(0, _one(error, root))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhich led to:\n\n".join(parts)


def _one(error, root):
    lines = []
    for frame in _frames(error, root):
        lines.append(f'  File "{_relative(frame.filename, root)}", line {frame.lineno}, in {frame.name}\n')
        if frame.line:
            lines.append(f"    {frame.line}\n")
    if isinstance(error, SyntaxError) and error.filename:
        lines.append(f'  File "{_relative(error.filename, root)}", line {error.lineno}\n')
        lines.append(f"    {(error.text or '').strip()}\n")
    head = "Traceback (frames of the draft):\n" if lines else ""
    return f"{head}{''.join(lines)}{type(error).__name__}: {_message(error)}\n"


def _frames(error, root):
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if root is None or _inside(frame.filename, root)][-12:]


def _inside(path, root):
    return os.path.realpath(path).startswith(root)


def _relative(path, root):
    real = os.path.realpath(path)
    return real[len(root) :].replace(os.sep, "/") if root and real.startswith(root) else os.path.basename(path)


def _place(error, root):
    if isinstance(error, SyntaxError) and error.lineno and root and _inside(error.filename or "", root):
        return {"line": error.lineno, "column": error.offset or 1}
    while error is not None:
        frames = _frames(error, root) if root else []
        if frames:
            column = getattr(frames[-1], "colno", None)
            place = {"line": frames[-1].lineno, "path": _relative(frames[-1].filename, root)}
            return {**place, "column": column + 1} if column is not None else place
        error = error.__cause__ or error.__context__
    return {}
