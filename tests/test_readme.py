"""The project's pages: equal in both languages, true of the command line, and every example in them runs."""

from __future__ import annotations

import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
from attrs import frozen

import conduct
import conduct.law
from conduct.cli import cli, main
from conduct.config import read_config
from conduct.core.law.choices import PLACES
from conduct.core.law.readings import readings_in_force
from conduct.core.law.sector import CORE_COLUMNS, REQUIRED_COLUMNS, Sector
from conduct.host import sector_of
from conduct.loading.headers import COLUMN_WORDS
from conduct.loading.own_words import office_words
from conduct.testing import check_sector, run_case
from tests import needs
from tests.conftest import Desk

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
CI = ROOT / ".ci" / "run"
_BLOCK = re.compile(r"(?:^ *<!-- (?P<marker>[^\n]+) -->\n)?^(?P<indent> *)```(?P<lang>\w*)\n(?P<text>.*?)^ *```$", re.M | re.S)


@frozen
class Block:
    """A fenced code block: the comment directly before it, its language and its text."""

    marker: str | None
    lang: str
    text: str


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    return [Block(m["marker"], m["lang"], textwrap.dedent(m["text"])) for m in _BLOCK.finditer(page(name))]


def block(name: str, marker: str) -> str:
    (found,) = [b.text for b in blocks(name) if b.marker == marker]
    return found


def spans(name: str) -> list[str]:
    """The inline code of a page."""
    return re.findall(r"`([^`\n]+)`", _BLOCK.sub("", page(name)))


# ---- the two READMEs


def test_the_readmes_have_the_same_code_and_the_same_shape() -> None:
    english, chinese = (blocks(name) for name in READMES)
    assert len(english) > 8
    assert english == chinese
    english_page, chinese_page = (_BLOCK.sub("", page(name)) for name in READMES)
    for shape in (r"^#+ ", r"^\|", r"^- "):
        assert len(re.findall(shape, english_page, re.M)) == len(re.findall(shape, chinese_page, re.M)), shape
    assert "](README.zh.md)" in english_page
    assert "](README.md)" in chinese_page


def test_how_pages_are_served_is_told_alike_in_both_languages() -> None:
    english, chinese = "docs/serve.md", "docs/serve.zh.md"
    assert [block.text for block in blocks(english)] == [block.text for block in blocks(chinese)]
    for part in (r"^#+ ", r"^\| `", r"^\*\*"):
        assert len(re.findall(part, page(english), re.M)) == len(re.findall(part, page(chinese), re.M)), part
    keys = [
        set(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page(name), flags=re.M | re.S))) for name in (english, chinese)
    ]
    assert keys[0] == keys[1]


def test_the_two_commands_are_one_line_each() -> None:
    for name in READMES:
        run, test = block(name, "run command"), block(name, "test command")
        for command in (run, test):
            assert command.count("\n") == 1
        assert run.endswith("/conduct --sector insurance --ledger sample.db run\n")
        assert "pip install -q -e '.[test]'" in test
        assert test.endswith(" && .venv/bin/python -m pytest -n auto --dist worksteal\n")


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page(name)):
        if not target.startswith("https://"):
            file, _, anchor = (name + target if target.startswith("#") else target).partition("#")
            assert (ROOT / file).is_file(), target
            headings = {h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", page(file), re.M)}
            assert not anchor or anchor in headings, target


# ---- what they say of the command line


def commands(name: str) -> Iterator[list[str]]:
    """Every call of conduct on a page, as words: those in shell blocks and those in inline code."""
    lines = [line for b in blocks(name) if b.lang == "sh" for line in b.text.splitlines()]
    for line in [*lines, *spans(name)]:
        for part in line.split(" && "):
            if re.match(r"(\S*/)?conduct( |$)", part):
                yield shlex.split(part)[1:]


def options(command: click.Command) -> dict[str, click.Option]:
    shown = command.get_params(click.Context(command))
    return {name: p for p in shown if isinstance(p, click.Option) for name in (*p.opts, *p.secondary_opts)}


def unknown(words: list[str]) -> list[str]:
    """What a call names and the command line does not have."""
    command: click.Command = cli
    missing = []
    rest = iter(words)
    for word in rest:
        if word.startswith("-"):
            found = options(command).get(word.partition("=")[0])
            if found is None:
                missing.append(word)
            elif not (found.is_flag or "=" in word):
                next(rest)
        elif isinstance(command, click.Group):
            if word not in command.commands:
                return [*missing, word]
            command = command.commands[word]
    return missing


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_command_named_exists(name: str) -> None:
    assert [(words, wrong) for words in commands(name) if (wrong := unknown(words))] == []


@pytest.mark.parametrize("name", READMES)
def test_the_command_line_is_named_as_it_is(name: str) -> None:
    every = {option for command in (cli, *cli.commands.values()) for option in options(command)}
    assert {s for s in spans(name) if s.startswith("-") and s.strip("-")} <= every
    variables = {str(p.envvar) for p in cli.params if getattr(p, "envvar", None)}
    assert {s for s in spans(name) if s.startswith("CONDUCT_")} == variables
    named = {words[0] for words in commands(name) if words and not words[0].startswith("-")}
    assert named == set(cli.commands)


def test_an_unknown_name_would_be_noticed() -> None:
    assert unknown(shlex.split("--sector insurance run --period 2012 --trace")) == []
    assert unknown(shlex.split("--sektor insurance run")) == ["--sektor", "insurance"]
    assert unknown(["explane", "A01"]) == ["explane"]
    assert unknown(["run", "--sample"]) == ["--sample"]


@pytest.mark.parametrize("name", READMES)
def test_the_tables_columns_are_those_of_the_program(name: str) -> None:
    for table, columns in CORE_COLUMNS.items():
        (row,) = re.findall(rf"^\| {table}\b[^|]*\|(.+)\|$", page(name), re.M)
        for column in columns:
            assert re.search(rf"\b{column}\b", row, re.A), (table, column)
        assert tuple(re.findall(r"\*\*(\w+)\*\*", row)) == REQUIRED_COLUMNS[table]


# ---- the examples run


@needs.faces
def test_the_everyday_commands_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONDUCT_SECTOR")
    (desk.folder / "conduct.db").unlink()
    for b in blocks("README.md"):
        if b.lang == "csv":
            assert b.marker
            desk.write(b.marker, b.text)
    for line in block("README.md", "everyday use").splitlines():
        outcome = desk(*shlex.split(line)[1:])
        assert outcome.status == 0, f"{line}\n{outcome.err}"
    lines = block("README.md", "everyday use").splitlines()
    sealed, compared = (next(line for line in lines if f" {command} " in line) for command in ("publish", "compare"))
    assert "--despite" not in sealed  # the example's facts leave nothing open
    assert "1 now" in compared
    assert (desk.folder / "2025.json").is_file()


def test_the_chinese_page_has_the_chinese_header_of_each_column() -> None:
    for table, columns in CORE_COLUMNS.items():
        (row,) = re.findall(rf"^\| {table}\b[^|]*\|(.+)\|$", page("README.zh.md"), re.M)
        for column in columns:
            assert re.search(rf"\b{column}\b(\*\*)?（{COLUMN_WORDS[column].zh}", row, re.A), (table, column)


def test_the_configuration_is_taken(tmp_path: Path, insurance: Sector) -> None:
    (text,) = [b.text for b in blocks("README.md") if b.lang == "toml" and "[calendar]" in b.text]
    path = tmp_path / "conduct.toml"
    path.write_text(text, encoding="utf-8")
    config = read_config(path)
    assert config.sectors == ("insurance",)
    for edition in insurance.regulations:
        assert readings_in_force(edition, config.readings("insurance"), "")["premium-term"] == "channel"
    assert office_words(config, insurance).columns["incidents"] == {"收件日期": "date", "序号": ""}
    assert config.calendar.years == {2027}


def test_an_offices_own_register_loads_as_it_is(desk: Desk) -> None:
    for name, marker in (
        ("units.csv", "units.csv"),
        ("投诉登记.csv", "an office's register, 投诉登记.csv"),
        ("conduct.toml", "its conduct.toml"),
    ):
        desk.write(name, block("README.md", marker))
    outcome = desk("load", "units.csv", "投诉登记.csv")
    assert outcome.status == 0, outcome.err
    assert outcome.err.splitlines() == [
        "warning: 投诉登记.csv, row 5: this is a row of totals and was left out",
        "loaded: 2 units, 2 incidents, 3 actions",
    ]
    assert "2025-3/transfer" in desk("history", "2025-3/transfer").out
    assert "7 rows stood in the ledger already" in desk("load", "units.csv", "投诉登记.csv").err


FOUR = ("banking", "hospital", "insurance", "power_utility")
EMBEDDING = [b.marker.removeprefix("embedding: ") for b in blocks("README.md") if b.marker and b.marker.startswith("embedding: ")]


@pytest.mark.parametrize("name", EMBEDDING)
def test_the_embedding_runs(name: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for b in blocks("README.md"):
        if b.lang == "csv" and b.marker:
            desk.write(b.marker, b.text)
    assert main(["--sector", "insurance", "--ledger", "sample.db", "init", "--sample"]) == 0
    capsys.readouterr()
    text = block("README.md", f"embedding: {name}")
    assert len([line for line in text.splitlines() if line.strip()]) <= 10
    names: dict[str, Any] = {"__name__": "embedding"}
    exec(compile(text, "README.md", "exec"), names)
    out = capsys.readouterr().out
    with conduct.open("sample.db", "insurance") as office:
        best = office.assess("2012-H1").units[0]
        year = office.assess("2012")
        why = office.explain("P01", "2012")
    match name:
        case "a page of standings":
            assert out.splitlines()[0].split() == [str(best.rank), best.unit, best.name, str(best.score)]
        case "from files":
            assert out == "{'units': 2, 'measures': 4, 'incidents': 2} 100\n"
        case "a web handler":
            said: list[str] = []
            (body,) = names["standings"]({"QUERY_STRING": "2012"}, lambda status, _: said.append(status))
            assert said == ["200 OK"]
            assert json.loads(body)["units"] == json.loads(json.dumps(year.to_dict()))["units"]
        case "a frame in a notebook":
            assert str(names["rows"][0]) == out.strip()
            assert {row["unit"] for row in names["rows"]} == {unit.name for unit in year.units}
        case "a nightly job":
            assert re.findall(r"^(\w+) (\d+) overdue$", out, re.M) == [(sector, "0") for sector in FOUR]
        case "rules without a file":
            assert out == "95\n"
        case "a page of one's own":
            assert out.startswith(f"<h1>{why.name} {why.score}</h1><table><tr><td>")
        case _:
            raise AssertionError(name)


def test_the_embedding_passes_the_strict_checker_of_types(tmp_path: Path) -> None:
    for n, name in enumerate(EMBEDDING):
        (tmp_path / f"example_{n}.py").write_text(block("README.md", f"embedding: {name}"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *[f"example_{n}.py" for n in range(len(EMBEDDING))]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_contributing_pages_excerpts_stand_in_the_code(insurance: Sector) -> None:
    folder = ROOT / "conduct" / "plugins" / "insurance"
    excerpts = [b for b in blocks("CONTRIBUTING.md") if b.marker and b.marker.startswith("in ")]
    assert len(excerpts) == 3
    for excerpt in excerpts:
        assert excerpt.marker
        assert excerpt.text.strip() in (folder / excerpt.marker.removeprefix("in ")).read_text(encoding="utf-8")
    (case,) = tomllib.loads(block("CONTRIBUTING.md", "a case"), parse_float=Decimal)["case"]
    assert run_case(insurance, case) == []


def test_the_contributing_pages_examples_stand_in_the_examples() -> None:
    excerpts = [b for b in blocks("CONTRIBUTING.md") if b.marker and b.marker.startswith("of examples/")]
    assert len(excerpts) == 5
    for excerpt in excerpts:
        assert excerpt.marker
        code = (ROOT / excerpt.marker.removeprefix("of ")).read_text(encoding="utf-8")
        assert re.sub(r"\s*\n\s*", "\n", excerpt.text).strip() in re.sub(r"\s*\n\s*", "\n", code)


def test_the_contributing_page_lists_the_vocabulary_with_its_fields() -> None:
    (section,) = re.findall(r"^## The vocabulary\n(.*?)^## ", page("CONTRIBUTING.md"), re.M | re.S)
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.*)\|$", section, re.M)
    assert sorted(name for name, _, _ in rows) == sorted(conduct.law.__all__)
    for name, _, fields in rows:
        word = getattr(conduct.law, name)
        declared = [f.name for f in attrs.fields(word) if f.init] if isinstance(word, type) and attrs.has(word) else []
        assert re.findall(r"`(\w+)`", fields) == declared, name
    turning = {name: tuple(re.findall(r"\*\*`(\w+)`\*\*", fields)) for name, _, fields in rows}
    assert {name: set(found) for name, found in turning.items() if found} == {name: set(found) for name, found in PLACES.items()}


def test_the_smallest_sector_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for b in blocks("CONTRIBUTING.md"):
        if b.marker and b.marker.startswith("conduct_water/"):
            path = tmp_path / b.marker
            path.parent.mkdir(exist_ok=True)
            path.write_text(b.text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        sector = sector_of(importlib.import_module("conduct_water"), "water", "conduct-water")
        exec(block("CONTRIBUTING.md", "tests of the sector"), names := {})
        names["test_the_encoding_agrees_with_the_text"]()
        assert check_sector(sector) == []
        units = [{"unit": "A", "kind": "company"}]
        incidents = [{"incident": "i1", "unit": "A", "kind": "late", "date": "2025-03-01"}]
        case = {"period": "2025", "units": units, "incidents": incidents, "expect": {"A": {"score": 95, "rank": 1}}}
        assert run_case(sector, case) == []
    finally:
        sys.modules.pop("conduct_water", None)
    project = tomllib.loads(block("CONTRIBUTING.md", "pyproject.toml of the sector"))["project"]
    assert project["entry-points"] == {"conduct.sectors": {"water": "conduct_water"}}
    (own,) = [b.text for b in blocks("README.md") if b.lang == "toml" and "conduct_water" in b.text]
    assert tomllib.loads(own)["project"]["entry-points"] == project["entry-points"]


# ---- .ci/run

PASSED = "12 passed, 3 deselected in 0.10s"
STANDINGS = "Rank   Unit   Name\\n──────\\n   1   L02    示例\\n"


def _ci(folder: Path, test: str, run: str, slow: int, browser: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs .ci/run beside a README of our own, with a Python that ends as the slow tests would, and those in a browser."""
    (folder / ".ci").mkdir()
    shutil.copy(CI, folder / ".ci" / "run")
    readme = f"<!-- run command -->\n```sh\n{run}\n```\n\n<!-- test command -->\n```sh\n{test}\n```\n\n```sh\nexit 9\n```\n"
    (folder / "README.md").write_text(readme, encoding="utf-8")
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    ends = f'case "$*" in *" pip "*) ;; *"-m browser "*) exit {browser} ;; *) exit {slow} ;; esac'
    python.write_text(f'#!/bin/sh\necho "slow: $*"\n{ends}\n', encoding="utf-8")
    python.chmod(0o755)
    programs = folder / "programs"
    programs.mkdir()
    for name in ("apt-get", "sudo"):  # nothing is installed on the machine that runs the tests
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*" >> "{folder}/installed"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [folder / ".ci" / "run"], capture_output=True, encoding="utf-8", check=False, cwd="/", env={**os.environ, "PATH": path}
    )


needs_bash = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")


@needs_bash
def test_ci_takes_its_commands_from_the_readme(tmp_path: Path) -> None:
    for marker in ("run command", "test command"):
        assert block("README.md", marker).strip() not in CI.read_text(encoding="utf-8")
    done = _ci(tmp_path, f"echo of-the-readme $CONDUCT_TESTS > made && echo '{PASSED}'", f"printf '{STANDINGS}'", slow=5)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made").read_text() == "of-the-readme all\n"  # what lacks a face or a program fails
    every = "-m (slow or hypothesis) and not spark and not browser --hypothesis-profile=all"
    browser = "slow: -m pytest -n 2 -m browser tests/browser\n"
    assert f"slow: -m pytest -n auto --dist worksteal {every}\n{browser}slow: -m pytest -m spark\n" in done.stdout
    installed = (tmp_path / "installed").read_text()
    assert all(
        name in installed for name in ("fonts-noto-cjk", "libreoffice-writer-nogui", "poppler-utils", "texlive-lang-chinese")
    )
    assert done.stdout.splitlines()[-1] == PASSED


@needs_bash
@pytest.mark.parametrize(
    ("test", "run", "slow", "status"),
    [
        pytest.param(f"echo '{PASSED}'; exit 1", f"printf '{STANDINGS}'", 5, 1, id="a test fails"),
        pytest.param("true", f"printf '{STANDINGS}'", 5, 1, id="pytest says nothing"),
        pytest.param("", f"printf '{STANDINGS}'", 5, 1, id="no test command"),
        pytest.param(f"echo '{PASSED}'", f"printf '{STANDINGS}'; exit 3", 5, 3, id="the run fails"),
        pytest.param(f"echo '{PASSED}'", "echo nothing", 5, 1, id="the run prints no standings"),
        pytest.param(f"echo '{PASSED}'", f"printf '{STANDINGS}'", 1, 1, id="a slow test fails"),
    ],
)
def test_ci_fails_when_anything_does(tmp_path: Path, test: str, run: str, slow: int, status: int) -> None:
    done = _ci(tmp_path, test, run, slow)
    assert done.returncode == status, done.stdout + done.stderr


@needs_bash
@pytest.mark.parametrize("status", [1, 5], ids=["fails", "none was found"])
def test_ci_fails_when_the_tests_in_a_browser_do(tmp_path: Path, status: int) -> None:
    done = _ci(tmp_path, f"echo '{PASSED}'", f"printf '{STANDINGS}'", slow=5, browser=status)
    assert done.returncode == 1
    assert "the browser tests failed" in done.stderr


@needs_bash
def test_ci_can_be_run() -> None:
    assert os.access(CI, os.X_OK)


def test_the_changelog_has_the_version_and_a_place_for_more() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", page("CHANGELOG.md"), re.M)
    assert headings[0] == "Unreleased"
    assert conduct.__version__ in headings
