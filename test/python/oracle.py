"""What CPython's own `ast` says of each file named on the command line: one JSON object a line."""

import ast
import json
import sys

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def top(body):
    """Statements of a body and of the `if` and `try` blocks in it."""
    for node in body:
        if isinstance(node, ast.If):
            yield from top(node.body + node.orelse)
        elif isinstance(node, ast.Try):
            handled = [inner for handler in node.handlers for inner in handler.body]
            yield from top(node.body + handled + node.orelse + node.finalbody)
        else:
            yield node


def parameters(node):
    args = node.args
    plain = args.posonlyargs + args.args
    required = len(plain) - len(args.defaults)
    found = [
        [arg.arg, "positional-only" if index < len(args.posonlyargs) else "positional", index >= required]
        for index, arg in enumerate(plain)
    ]
    found += [[args.vararg.arg, "var-positional", False]] if args.vararg else []
    found += [
        [arg.arg, "keyword", default is not None] for arg, default in zip(args.kwonlyargs, args.kw_defaults)
    ]
    found += [[args.kwarg.arg, "var-keyword", False]] if args.kwarg else []
    return found


def strings(value):
    if not isinstance(value, (ast.Tuple, ast.List)):
        return None
    if not all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in value.elts):
        return None
    return [item.value for item in value.elts]


def attributes(node):
    found = {}
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.value is not None:
            found[item.target.id] = item.value
        if isinstance(item, ast.Assign):
            found.update({target.id: item.value for target in item.targets if isinstance(target, ast.Name)})
    return found


def span(source, node):
    """Line and column in UTF-16 units, both from 1; the end is exclusive."""
    lines = source.split("\n")

    def column(line, offset):
        text = lines[line - 1].encode()[:offset].decode()
        return len(text.encode("utf-16-le")) // 2 + 1

    return [
        node.lineno,
        column(node.lineno, node.col_offset),
        node.end_lineno,
        column(node.end_lineno, node.end_col_offset),
    ]


def imports(tree):
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [[alias.name, None, 0, node.lineno] for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found += [[node.module or "", alias.name, node.level, node.lineno] for alias in node.names]
    return sorted(found, key=lambda row: (row[3], row[0], row[1] or ""))


def describe(path):
    with open(path, encoding="utf-8", newline=None) as file:
        source = file.read().lstrip("\ufeff")
    tree = ast.parse(source)
    classes = [node for node in top(tree.body) if isinstance(node, ast.ClassDef)]
    return {
        "path": path,
        "imports": imports(tree),
        "classes": [
            {
                "name": node.name,
                "span": span(source, node),
                "bases": [ast.unparse(base) for base in node.bases],
                "templateFields": strings(attributes(node).get("template_fields")),
                "attributes": sorted(attributes(node)),
                "methods": [
                    [item.name, isinstance(item, ast.AsyncFunctionDef), parameters(item), span(source, item)]
                    for item in top(node.body)
                    if isinstance(item, FUNCTIONS)
                ],
            }
            for node in classes
        ],
        "functions": [node.name for node in top(tree.body) if isinstance(node, FUNCTIONS)],
    }


for name in sys.argv[1:]:
    try:
        print(json.dumps(describe(name)))
    except (SyntaxError, UnicodeDecodeError):
        print(json.dumps({"path": name}))
