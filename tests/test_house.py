"""The house itself: style, types, import rules, start-up and public names."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import conduct
from conduct.core.base.messages import MESSAGES

ROOT = Path(__file__).parent.parent


def _tool(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    _tool("ruff", "check", ".")


def test_the_code_is_formatted() -> None:
    _tool("ruff", "format", "--check", ".")


def test_mypy_strict_finds_nothing() -> None:
    _tool("mypy")


def test_import_rules_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _imported(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_help_imports_no_sector_and_no_heavy_library(arguments: list[str]) -> None:
    modules = _imported(f"from conduct.cli import main\nmain({arguments!r})")
    heavy = {
        "attr",
        "attrs",
        "sqlite3",
        "sqlite_utils",
        "openpyxl",
        "xlsxwriter",
        "jinja2",
        "rich",
        "pluggy",
        "chinese_calendar",
        "importlib.metadata",
    }
    assert not modules & heavy
    assert not {m for m in modules if m.startswith(("conduct.plugins", "conduct.core"))}


def test_listing_sectors_imports_none() -> None:
    modules = _imported("from conduct.cli import main\nmain(['sectors'])")
    assert not {m for m in modules if m.startswith("conduct.plugins")}


def test_a_run_imports_no_spreadsheet_and_no_dataframe_library(tmp_path: Path) -> None:
    ledger = tmp_path / "s.db"
    start = f"from conduct.cli import main\nbase = ['--sector', 'insurance', '--ledger', {str(ledger)!r}]\n"
    _imported(start + "main([*base, 'init', '--sample'])")
    modules = _imported(start + "main([*base, 'run', '--format', 'json'])")
    assert not modules & {"openpyxl", "xlsxwriter", "pandas", "numpy", "rich", "sqlite_utils", "jinja2", "tomllib"}


@pytest.mark.parametrize("library", ["pandas", "numpy"])
def test_no_command_pays_for_a_library_of_data_frames_that_lies_around(library: str, tmp_path: Path) -> None:
    (tmp_path / f"{library}.py").write_text(
        "from pathlib import Path\nPath(__file__).with_suffix('.seen').touch()\nTimestamp = int\n"
    )
    around = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    for command in ("init", "verify"):
        subprocess.run([sys.executable, "-m", "conduct", "--sector", "insurance", command], cwd=tmp_path, env=around, check=True)
    assert not (tmp_path / f"{library}.seen").exists()
    program = "import conduct; conduct.open(':memory:', 'insurance'); import sqlite_utils.db as db; print(db.pd, db.np)"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=around, check=True)
    assert (tmp_path / f"{library}.seen").exists(), "a program's own libraries are as it has them"


def test_a_page_alone_imports_the_library_that_makes_pages() -> None:
    start = "from conduct.cli import main\nmain(['--sector', 'hospital', 'regulation', '--format', {!r}])"
    assert "jinja2" in _imported(start.format("html"))
    for form in ("table", "csv", "json"):
        assert "jinja2" not in _imported(start.format(form))


def test_public_names_are_importable() -> None:
    for name in conduct.__all__:
        assert getattr(conduct, name) is not None


def test_the_authors_door_opens_on_the_vocabulary_alone() -> None:
    modules = _imported("import conduct.law")
    rooms = ("loading", "report", "commands", "cli", "files", "host", "config", "testing", "stress", "plugins")
    assert not {m for m in modules if m.startswith(tuple(f"conduct.{room}" for room in rooms))}
    assert not {
        m for m in modules if m.startswith(tuple(f"conduct.core.{room}" for room in ("ledger", "duties", "scores", "questions")))
    }
    assert not modules & {"sqlite3", "openpyxl", "xlsxwriter", "rich", "click"}


@pytest.mark.parametrize("package", ["conduct/plugins", "examples/taxi/conduct_taxi", "examples/ny_auto/conduct_ny_auto"])
def test_a_sector_is_written_from_the_authors_door_alone(package: str) -> None:
    other = []
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "conduct":
                names = [f"conduct.{a.name}" for a in node.names] if node.module == "conduct" else [str(node.module)]
                other += [f"{path.name}: {name}" for name in names if name != "conduct.law"]
            elif isinstance(node, ast.Import):
                other += [f"{path.name}: {a.name}" for a in node.names if a.name.split(".")[0] == "conduct"]
    assert other == []


def test_no_module_is_longer_than_it_should_be() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "conduct").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert set(long) <= {"conduct/cli.py"}  # a command line is read as one piece


def test_no_function_is_longer_than_a_look() -> None:
    """Its documentation counts, and so does what is defined within it."""
    long = [
        f"{path.relative_to(ROOT)}: {node.name}, {lines} lines"
        for path in sorted((ROOT / "conduct").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := (node.end_lineno or 0) - node.lineno + 1) > 60
    ]
    assert long == []


MOST_ANY = 30
"""Uses of `Any` in the house; what is new says what it takes."""


def test_values_have_types() -> None:
    used = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "conduct").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and node.id == "Any"
    ]
    assert len(used) <= MOST_ANY, "\n".join(used)


def _called_by_click(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id == "command" for d in function.decorator_list
    )


def test_no_function_takes_more_than_six_parameters_by_position() -> None:
    """What belongs together is one value. The callbacks of commands are given theirs by name."""
    wide = []
    for path in sorted((ROOT / "conduct").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _called_by_click(node):
                given = [a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")]
                if len(given) > 6:
                    wide.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert wide == []


def test_every_public_function_and_class_says_what_it_is() -> None:
    silent = []
    for path in (ROOT / "conduct").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if ast.get_docstring(tree) is None:
            silent.append(str(path))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path}:{node.name}")
    assert silent == []


def test_the_tables_of_the_duty_engine_are_named_in_its_room_alone() -> None:
    """The ledger's own temporary views and tables, which hide what is mistaken, are named in the ledger's room."""
    rooms = {ROOT / "conduct" / "core" / "duties", ROOT / "conduct" / "core" / "ledger"}
    outside = [path for path in (ROOT / "conduct").rglob("*.py") if path.parent not in rooms]
    assert not [path.name for path in outside if re.search(r"\btemp\.\w|CREATE TEMP", path.read_text(encoding="utf-8"))]
    states = re.compile(r"\b(duty_state|duty_met|case_figure|open_case|pending_counted)\b")
    ledger = (ROOT / "conduct" / "core" / "ledger").glob("*.py")
    assert not [path.name for path in ledger if states.search(path.read_text(encoding="utf-8"))]


def test_no_two_classes_have_one_name_and_no_alias_has_that_of_a_class() -> None:
    classes: dict[str, list[str]] = {}
    aliases: list[tuple[str, str]] = []
    for path in sorted((ROOT / "conduct").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                classes.setdefault(node.name.lstrip("_"), []).append(str(path.relative_to(ROOT)))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                aliases.append((node.targets[0].id.lstrip("_"), str(path.relative_to(ROOT))))
    assert {name: where for name, where in classes.items() if len(where) > 1} == {}
    doors = ("conduct/door/", "conduct/plugins/")  # which have their callers' words, and their laws'
    assert [(alias, where) for alias, where in aliases if alias in classes and not where.startswith(doors)] == []


def test_every_word_of_the_glossary_is_borne_by_what_it_says() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|.*\|$", page[page.index("| English | 中文 |") :].split("\n\n")[0], re.M)[2:]
    english = [row.split("|")[1].split(":")[0].split(",")[0].split(";")[0].strip() for row in rows]
    assert len(english) == len(set(english)) > 30
    for named in re.findall(r"`([a-z_.]+\.\w+)`", "\n".join(rows)):
        module, what = named.rsplit(".", 1)
        places = (f"conduct.core.{module}", f"conduct.{module}", module)
        found = [one for one in places if (ROOT / one.replace(".", "/")).with_suffix(".py").exists()]
        assert found, named
        assert hasattr(import_module(found[0]), what), named


def test_every_module_of_the_core_stands_on_the_page_in_its_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms: dict[str, set[str]] = {}
    room = ""
    for row in re.findall(r"^\|.*\|$", page[page.index("| room | modules |") :].split("\n\n")[0], re.M)[2:]:
        name, modules = row.split("|")[1:3]
        room = name.strip(" `") or room
        rooms.setdefault(room, set()).update(re.findall(r"`(\w+)`", modules))
    there = {
        room.name: {module.stem for module in room.glob("*.py")} - {"__init__"}
        for room in (ROOT / "conduct" / "core").iterdir()
        if (room / "__init__.py").exists()
    }
    assert rooms == there


def test_what_tells_a_rule_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = page[page.index("| rule | told by |") :].split("\n\n")[0]
    core = ROOT / "conduct" / "core"
    modules = {path.stem: import_module(f"conduct.core.{path.parent.name}.{path.stem}") for path in core.glob("*/*.py")}
    classes = {name: value for module in modules.values() for name, value in vars(module).items() if isinstance(value, type)}
    named = re.findall(r"`(\w+)\.(\w+)`", told)
    assert len(named) > 15
    for owner, what in named:
        known = [
            *[one for name, one in classes.items() if name == owner],
            *[one for name, one in modules.items() if name == owner],
        ]
        assert (owner, what) == ("law", "scales") or any(hasattr(one, what) for one in known), (owner, what)
    for path in re.findall(r"`((?:law|duties|ledger|report|door|base)/\w+\.py|conduct/[\w/]+\.py|tests/[\w/]+(?:\.py)?)", page):
        assert any((root / path).exists() for root in (ROOT, ROOT / "conduct", core)), path


def test_every_message_s_code_stands_literally_where_it_is_raised() -> None:
    raised = set()
    for path in (ROOT / "conduct").rglob("*.py"):
        if not path.name.startswith("messages"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    raised.add(node.value)
    assert sorted(set(MESSAGES) - raised) == []


def test_no_sector_word_stands_in_the_core() -> None:
    words = re.compile(r"insur|\bpetition|hospital|bank|power_util|electric|保险|信访件|银行|医院|农电", re.I)
    found = [
        f"{path.name}:{n}"
        for path in (ROOT / "conduct" / "core").rglob("*.py")
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


def test_how_a_language_parts_and_joins_is_written_in_one_place() -> None:
    chosen = re.compile(r'"[、；：]" if [^\n]*else "[,;:] "|"[,;:] " if [^\n]*else "[、；：]"')
    both = re.compile(r'"([、；])"\.join\((\w+)\.zh for \2 in (\w+)\), "[,;] "\.join\(\2\.en for \2 in \3\)')
    paths = [path for path in (ROOT / "conduct").rglob("*.py") if path.name != "words.py"]
    assert not [path.name for path in paths for rule in (chosen, both) if rule.search(path.read_text(encoding="utf-8"))]
