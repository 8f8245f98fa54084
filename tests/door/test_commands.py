"""The command line is a caller of the door like any other: each command is one call of it, and printing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import conduct

COMMANDS = sorted((Path(conduct.__file__).parent / "commands").glob("*.py"))
ALLOWED = {
    "conduct.bilingual", "conduct.version", "conduct.report",
    "conduct.core.base.asker", "conduct.core.base.faults", "conduct.core.base.guard", "conduct.core.base.output",
    "conduct.core.base.progress", "conduct.core.base.words", "conduct.core.ledger.opening",
}  # fmt: skip
"""How it speaks and writes; that a ledger is waited for, and work watched; and the reports, which print what the door gives."""


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names) if node.module == "conduct" else (node.module,)


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_commands_know_the_door_and_how_to_print(path: Path) -> None:
    ours = {name for name in _imports(ast.parse(path.read_text(encoding="utf-8"))) if name.startswith("conduct")}
    known = {name for name in ours if name in ALLOWED or name.startswith(("conduct.report.", "conduct.door.", "conduct.web"))}
    assert ours == known


def test_each_command_calls_the_office_once() -> None:
    called = {"run": "assess"}
    found = {}
    for path in COMMANDS:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            names = [d.func.id for d in node.decorator_list if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)]
            if "command" in names and path.stem not in ("serving", "accounts", "reminding"):  # its pages ask the door
                found[node.name] = {
                    call.func.attr
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and isinstance(call.func.value, ast.Name)
                    and call.func.value.id == "office"
                }
    assert len(found) > 18
    for name, calls in found.items():
        assert calls - {"keep"} == {called.get(name, name)}, name
        assert "keep" not in calls or name == "run"  # a run is kept once it is printed
