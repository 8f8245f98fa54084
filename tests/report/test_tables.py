"""Tables on a terminal: they fit it, and say the same as in a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from threading import Thread
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len as measured

from conduct.cli import main
from conduct.report.tables import cell_len, indented, listed_entries, text_table, wrapped

SECTORS = ("insurance", "power_utility", "banking", "hospital")


def on_terminal(columns: int, folder: Path, *arguments: str) -> str:
    """What a command shows on a terminal of so many columns, without what moves its cursor."""
    ours, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    pieces: list[bytes] = []
    reader = Thread(target=_read, args=(ours, pieces))
    reader.start()
    with open(terminal, "w", encoding="utf-8") as stream, redirect_stdout(stream), redirect_stderr(stream), chdir(folder):
        status = main(arguments)
    reader.join()
    shown = b"".join(pieces).decode()
    assert status == 0, shown
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r\n", "\n")
    return "\n".join(line.rsplit("\r", 1)[-1] for line in text.split("\n"))


def _read(terminal: int, pieces: list[bytes]) -> None:
    """Reads a terminal until its other end is closed."""
    with suppress(OSError):
        while piece := os.read(terminal, 65536):
            pieces.append(piece)
    os.close(terminal)


def width_of(line: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in line)


@pytest.mark.campaign
@pytest.mark.parametrize("columns", [80, pytest.param(120, marks=pytest.mark.slow)])
@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_of_a_run_fit_the_terminal_and_break_no_figure(tmp_path: Path, sector: str, lang: str, columns: int) -> None:
    given = ("--sector", sector, "--lang", lang)
    on_terminal(200, tmp_path, *given, "init", "--sample")
    narrow, wide = (on_terminal(width, tmp_path, *given, "run") for width in (columns, 2000))
    head, _, _ = narrow.partition("\n\n")
    tables = [line for line in narrow[len(head) :].split("\n") if line.startswith("─")]
    assert tables
    assert max(map(width_of, tables)) <= columns
    figures = re.compile(r"(?<![\w.])[0-9]+\.[0-9]+%?")
    assert sorted(figures.findall(narrow)) == sorted(figures.findall(wide))


@pytest.mark.campaign
@pytest.mark.parametrize("columns", [80, pytest.param(120, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("sector", "unit"), [("insurance", "P35"), ("power_utility", "S05"), ("banking", "B3"), ("hospital", "D1")]
)
def test_an_explanation_fits_the_terminal_and_quotes_each_words_once(
    tmp_path: Path, sector: str, unit: str, lang: str, columns: int
) -> None:
    given = ("--sector", sector, "--lang", lang)
    on_terminal(200, tmp_path, *given, "init", "--sample")
    narrow, wide = (on_terminal(width, tmp_path, *given, "explain", unit) for width in (columns, 60_000))
    lines = narrow.split("\n")
    assert max(map(width_of, lines)) <= columns
    ids = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z]*[0-9]+-?[0-9]*(?![\w-])")
    assert set(ids.findall(narrow)) == set(ids.findall(wide))
    words = "Words of the clause: " if lang == "en" else "条文："
    quoted = [line for line in lines if line.strip().startswith(words)]
    assert len(quoted) == len(set(quoted))


def test_a_process_of_its_own_fits_its_terminal(tmp_path: Path) -> None:
    """What the others ask within this process, as a user starts it."""
    on_terminal(200, tmp_path, "--sector", "hospital", "init", "--sample")
    ours, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    pieces: list[bytes] = []
    reader = Thread(target=_read, args=(ours, pieces))
    reader.start()
    command = [sys.executable, "-m", "conduct", "--lang", "zh", "--sector", "hospital", "run"]
    done = subprocess.run(command, cwd=tmp_path, stdin=terminal, stdout=terminal, stderr=terminal, check=False)
    os.close(terminal)
    reader.join()
    lines = b"".join(pieces).decode().replace("\r\n", "\n").split("\n")
    assert done.returncode == 0, lines
    assert any(line.startswith("─") for line in lines)
    assert max(map(width_of, lines)) <= 80


SHOWN = {
    "insurance": ("2012-H1", "2012", "x27"),
    "power_utility": ("2011", "2012", "c06"),
    "banking": ("2012-Q3", "2012-Q4", "f222"),
    "hospital": ("2012-Q2", "2012-Q3", "c20"),
}
"""Two periods and an incident of each sample."""


@pytest.mark.campaign
@pytest.mark.parametrize("columns", [80, pytest.param(120, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", SECTORS)
def test_whatever_a_command_says_fits_the_terminal(tmp_path: Path, sector: str, lang: str, columns: int) -> None:
    given = ("--sector", sector, "--lang", lang)
    on_terminal(200, tmp_path, *given, "init", "--sample")
    before, after, incident = SHOWN[sector]
    for command in (
        ("run",),
        ("readings",),
        ("regulation",),
        ("sectors",),
        ("runs",),
        ("compare", before, after),
        ("whatif", "--without", incident),
        ("history", incident),
        ("verify",),
        ("case", incident),
        ("duties",),
    ):
        lines = on_terminal(columns, tmp_path, *given, *command).split("\n")
        assert [line for line in lines if width_of(line) > columns] == [], command


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrapped_regulation_and_its_readings_say_all_that_a_pipe_says(tmp_path: Path, lang: str) -> None:
    given = ("--sector", "banking", "--lang", lang)
    on_terminal(200, tmp_path, *given, "init")
    for command in ("regulation", "readings"):
        narrow, wide = (on_terminal(width, tmp_path, *given, command) for width in (80, 60_000))
        bare = re.compile(r"[\s/—]+")
        said = bare.sub("", narrow)
        lines = wide.split("\n")
        headings = {n - 1 for n, line in enumerate(lines) if line.strip().startswith("─")}
        for n, line in enumerate(lines):
            for cell in re.split(r"\s{2,}| / ", line):
                assert n in headings or n - 1 in headings or bare.sub("", cell) in said, cell


def test_long_cells_stand_below_the_short_ones_which_say_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conduct.report.tables.terminal_width", lambda: 40)
    rows = [["a", "甲", "1", "理" * 16], ["b", "乙", "2", "由" * 3]]
    assert listed_entries(["名", "值", "默认", "理由"], rows, "：", plain=1, indent=2) == (
        "  a  值 甲  默认 1\n"
        f"    理由：{'理' * 14}\n"
        "      理理\n"
        "  b  值 乙  默认 2\n"
        "    理由：由由由\n"
    )  # fmt: skip


def test_a_line_keeps_its_indent_where_it_wraps_and_a_pipe_takes_it_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conduct.report.tables.terminal_width", lambda: 10)
    assert indented("   one two\x1b three", 0) == "   one\n   two\\x1b\n   three\n"
    monkeypatch.setattr("conduct.report.tables.terminal_width", lambda: None)
    assert indented("   one  two\x1b three", 1) == "    one  two\\x1b three\n"


def test_what_a_row_is_about_may_stand_anywhere_and_is_said_once_in_each_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conduct.report.tables.terminal_width", lambda: 40)
    shown = text_table(["一", "二", "三", "四"], [["x" * 14, "A", "y" * 14, "z" * 14]], keys=[1])
    tables = [part.splitlines() for part in shown.split("\n\n")]
    assert [heads.split() for heads, *_ in tables] == [["一", "二", "三"], ["二", "四"]]
    assert [row.split()[-1] for *_, row in tables] == ["y" * 14, "z" * 14]
    assert tables[1][2].split()[0] == "A"
    late = text_table(["一", "二", "三"], [["x" * 20, "y" * 20, "A"]], keys=[2])
    assert [part.splitlines()[0].split() for part in late.split("\n\n")] == [["一"], ["三", "二"]]


def test_no_table_of_headings_alone_follows_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conduct.report.tables.terminal_width", lambda: 40)
    assert text_table(["一", "二", "三"], [["a", "x" * 36, ""]]).count("─\n") == 1


def test_columns_without_room_follow_beside_the_key_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conduct.report.tables.terminal_width", lambda: 40)
    shown = text_table(["单位", "名称", "一", "二"], [["A", "甲公司", "x" * 14, "y" * 14], ["B", "乙公司", "z", ""]], keys=2)
    assert shown == (
        "单位  名称    一\n"
        "────────────────────────────\n"
        f"A     甲公司  {'x' * 14}\n"
        "B     乙公司  z\n"
        "\n"
        "单位  名称    二\n"
        "────────────────────────────\n"
        f"A     甲公司  {'y' * 14}\n"
    )


@given(st.text(alphabet="甲乙（），。ab1. \n", max_size=60), st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_a_closing_mark_stands_on_no_line_of_its_own() -> None:
    assert wrapped("表彰（第九条）", 8) == ["表彰（第", "九条）"]
    assert cell_len("表彰（") == 6


@given(st.text(st.sampled_from("ab 1.→中，（\u3000\u200d\ufe0f❤é\t\x07"), max_size=20))
def test_a_text_is_as_wide_as_the_library_of_terminals_has_it(text: str) -> None:
    assert cell_len(text) == measured(text)


@given(st.text(st.sampled_from("ab 1.→中，（\u3000é"), max_size=20), st.integers(1, 40))
def test_a_text_that_a_line_can_hold_is_that_line_without_blanks_around_it(text: str, width: int) -> None:
    if cell_len(text) <= width:
        assert wrapped(text, width) == [text.strip()]
    else:
        assert all(cell_len(line) <= width for line in wrapped(text, width)) or width == 1
