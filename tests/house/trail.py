"""Every action code that the program can write into the audit trail, read out of its source."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Module and name.
Function = tuple[str, str]


@dataclass
class Found:
    """The codes written as such, the beginnings of those that end in a state, and the calls nothing could be read of."""

    codes: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)


@dataclass
class _Module:
    name: str
    # What a name in this module means: (module, function), or (module, "") for a module.
    names: dict[str, Function] = field(default_factory=dict)
    # Each call with the innermost function that it stands in.
    calls: list[tuple[ast.FunctionDef | None, ast.Call]] = field(default_factory=list)


def find_codes(package: str = "recruit") -> Found:
    """Follow every call that ends in `audit.record`, also through functions that pass the action on."""
    modules = [_read(path) for path in sorted((ROOT / package).rglob("*.py"))]
    found, passing = Found(), {("recruit.core.audit", "record"): 0}
    seen: set[tuple[str, int, int]] = set()
    while True:
        before = len(passing)
        for module in modules:
            for function, call in module.calls:
                target = _target(module, call)
                if target not in passing:
                    continue
                place = (module.name, call.lineno, call.col_offset)
                value = _argument(call, passing[target])
                position = _position(function, value)
                if position is not None:
                    passing[module.name, function.name] = position
                elif place not in seen:
                    _keep(value, found, f"{module.name}:{call.lineno}")
                seen.add(place)
        if len(passing) == before:
            return found


def _read(path: Path) -> _Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = _Module(name)
    waiting: list[tuple[ast.AST, ast.FunctionDef | None]] = [(tree, None)]
    while waiting:
        node, function = waiting.pop()
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("recruit"):
            for one in node.names:
                module.names[one.asname or one.name] = (node.module, one.name)
        elif isinstance(node, ast.FunctionDef):
            module.names.setdefault(node.name, (name, node.name))
            function = node
        elif isinstance(node, ast.Call):
            module.calls.append((function, node))
        waiting += [(child, function) for child in ast.iter_child_nodes(node)]
    return module


def _target(module: _Module, call: ast.Call) -> Function | None:
    if isinstance(call.func, ast.Name):
        return module.names.get(call.func.id)
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        home, name = module.names.get(call.func.value.id, ("", ""))
        return (f"{home}.{name}", call.func.attr) if home else None
    return None


def _argument(call: ast.Call, position: int) -> ast.expr | None:
    return call.args[position] if position < len(call.args) else None


def _position(function: ast.FunctionDef | None, value: ast.expr | None) -> int | None:
    """At which place the function takes the action that it passes on."""
    names = [one.arg for one in function.args.args] if function else []
    return names.index(value.id) if isinstance(value, ast.Name) and value.id in names else None


def _keep(value: ast.expr | None, found: Found, place: str) -> None:
    if isinstance(value, ast.Constant):
        found.codes.add(str(value.value))
    elif isinstance(value, ast.IfExp):
        _keep(value.body, found, place)
        _keep(value.orelse, found, place)
    elif isinstance(value, ast.JoinedStr):
        found.patterns.add(
            "".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in value.values)
        )
    else:
        found.unread.append(place)
