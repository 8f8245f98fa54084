"""Plugins that are broken in every way: none ends the program, silences it, prints into its output or blames conduct."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Desk, Outcome
from tests.outside.conftest import DOUBLES_FIRST, STREET, TAXI, Make, Site
from tests.outside.test_checks import WRONG

RAISED = [
    pytest.param("raise SystemExit", "SystemExit", id="exit"),
    pytest.param("raise SystemExit(0)", "SystemExit: 0", id="exit 0"),
    pytest.param("raise KeyboardInterrupt", "KeyboardInterrupt", id="interrupt"),
    pytest.param("raise GeneratorExit", "GeneratorExit", id="generator exit"),
    pytest.param("raise BaseException('no')", "BaseException: no", id="base exception"),
    pytest.param("raise EOFError", "EOFError", id="end of file"),
    pytest.param("raise BrokenPipeError", "BrokenPipeError", id="broken pipe"),
    pytest.param("raise OSError(28, 'No space left on device')", "No space left on device", id="no space"),
    pytest.param("raise MemoryError", "MemoryError", id="memory"),
    pytest.param("raise RecursionError('deep')", "RecursionError: deep", id="recursion"),
    pytest.param("raise StopIteration", "StopIteration", id="stop iteration"),
    pytest.param("raise AssertionError", "AssertionError", id="assertion"),
    pytest.param("1 / 0", "ZeroDivisionError: division by zero", id="division"),
    pytest.param("undefined_name", "NameError", id="name"),
    pytest.param("raise UnicodeDecodeError('utf-8', b'x', 0, 1, 'bad')", "UnicodeDecodeError", id="unicode"),
    pytest.param("raise type('Silent', (Exception,), {'__str__': lambda s: 1 / 0})", "Silent", id="unspeakable"),
    pytest.param("raise Exception('\\x1b[31mred')", "\\x1b[31mred", id="steers the terminal"),
    pytest.param("raise Exception('x' * 100000)", "xxx…", id="very long"),
    pytest.param("__import__('sys').exit()", "SystemExit", id="sys.exit"),
    pytest.param("__import__('click').exceptions.Abort.__init__; raise __import__('click').Abort", "Abort", id="abort of click"),
    pytest.param("raise __import__('click').exceptions.Exit(0)", "Exit", id="exit of click"),
    pytest.param("raise __import__('click').UsageError('use me')", "use me", id="usage error of click"),
]  # fmt: skip
EVERY = (
    ["run", "--period", "2024-07"],
    ["run", "--period", "2024-07", "--format", "json"],
    ["publish", "--period", "2024-07"],
    ["explain", "A", "--period", "2024-07"],
    ["case", "r1"],
    ["duties", "--as-of", "2024-12-31"],
    ["readings"],
    ["whatif", "late=3", "--period", "2024-07"],
    ["regulation"],
    ["history", "r1"],
    ["load", "units.csv"],
    ["record", "incident", "unit=A"],
    ["template", "t.xlsx"],
    ["export", "--csv", "facts"],
    ["init"],
)


def _blames(outcome: Outcome, *said: str, package: str = "conduct-street 0.1.0") -> None:
    """The package is named, conduct is not; nothing is a result, and it is not a success."""
    assert outcome.status == 1, outcome
    assert outcome.out == ""
    for one in (package, *said):
        assert one in outcome.err, outcome.err
    for one in ("conduct failed", "内部错误", "Traceback", "\x1b"):
        assert one not in outcome.err


def _broken(site: Site, code: str) -> None:
    """The street's package, which breaks from now on."""
    (site.folder / "conduct_street" / "__init__.py").write_text(code, encoding="utf-8")
    sys.modules.pop("conduct_street", None)


HOOK = "from conduct.law import hookimpl\n\n\n@hookimpl\ndef conduct_sector():\n"

# ---- at import and in the hook


@pytest.mark.parametrize(("statement", "said"), RAISED)
@pytest.mark.parametrize("where", ["import", "hook"])
@pytest.mark.parametrize("commands", [EVERY[:1], pytest.param(EVERY[1:], marks=pytest.mark.slow)], ids=["run", "every other"])
def test_what_is_raised_when_a_sector_is_loaded_is_said(
    street: Make, site: Site, statement: str, said: str, where: str, commands: tuple[list[str], ...]
) -> None:
    desk = street()
    _broken(site, f"{statement}\n" if where == "import" else f"{HOOK}    {statement}\n")
    for command in commands:
        _blames(desk(*command), said, "“street”")
    _blames(desk("run", lang="zh"), "行业“street”", "无法载入", said)
    assert desk("verify").status == 0
    assert desk("sectors").status == 0


@pytest.mark.parametrize("where", ["import", "hook"])
def test_every_command_says_what_is_raised_when_a_sector_is_loaded(street: Make, site: Site, where: str) -> None:
    desk = street()
    _broken(site, "raise SystemExit\n" if where == "import" else f"{HOOK}    raise SystemExit\n")
    for command in EVERY:
        _blames(desk(*command), "SystemExit", "“street”")


@pytest.mark.parametrize(
    "returned",
    ["None", "[]", "['street']", "'street'", "0", "object()", "lambda: None", "type('S', (), {'name': 'street'})()"],
)
def test_a_hook_that_returns_something_else_is_said(street: Make, site: Site, returned: str) -> None:
    desk = street()
    _broken(site, f"{HOOK}    return {returned}\n")
    _blames(desk("run"), "conduct_sector() must return one Sector")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("", "must return one Sector", id="no hook"),
        pytest.param("def conduct_sector(:\n", "SyntaxError", id="syntax"),
        pytest.param("import nothing_of_that_name\n", "ModuleNotFoundError", id="missing module"),
        pytest.param(HOOK.replace("()", "(a, b)") + "    return None\n", "hook", id="hook with arguments"),
        pytest.param(HOOK.replace("conduct_sector", "conduct_sectors") + "    return None\n", "unknown hook", id="misnamed hook"),
        pytest.param(HOOK.replace("@hookimpl", "@hookimpl(hookwrapper=True)") + "    yield\n", "must return", id="wrapper"),
        pytest.param(HOOK.replace("@hookimpl", "@hookimpl(wrapper=True)") + "    yield\n    exit()\n", "SystemExit", id="w"),
        pytest.param(
            HOOK.replace("@hookimpl", "@hookimpl(wrapper=True)") + "    yield\n    return 5\n", "it returns 5", id="gives"
        ),
        pytest.param(
            "from conduct.plugins.hospital import SECTOR\n"
            + HOOK.replace("@hookimpl", "@hookimpl(wrapper=True)")
            + "    yield\n    return SECTOR\n",
            "must return one Sector",
            id="answers for others",
        ),
        pytest.param("def __getattr__(name):\n    raise SystemExit\n", "must return one Sector", id="refuses its names"),
        pytest.param(
            "from conduct.plugins.hospital import SECTOR\n" + HOOK + "    return SECTOR\n", "returns 'hospital'", id="another's"
        ),
        pytest.param(
            "from conduct.law import Sector\nclass Mine(Sector): pass\n" + HOOK + "    return Mine.__new__(Mine)\n",
            "must return one Sector",
            id="subclass",
        ),
    ],
)  # fmt: skip
def test_a_module_without_its_hook_is_said(street: Make, site: Site, code: str, said: str) -> None:
    desk = street()
    _broken(site, code)
    _blames(desk("run"), said)


@pytest.mark.parametrize(
    "target", ["conduct street!", "conduct_street:", "conduct_street:nothing", "", "1", "os", ":", "conduct_street:SECTOR"]
)
def test_an_entry_point_that_leads_nowhere_is_said(street: Make, site: Site, target: str) -> None:
    desk = street()
    record = next(site.folder.glob("*.dist-info")) / "entry_points.txt"
    record.write_text(f"[conduct.sectors]\nstreet = {target}\n")
    outcome = desk("run")
    if target == "conduct_street:":
        assert outcome.status in (0, 1)
    else:
        _blames(outcome, "“street”")


# ---- its functions

FUNCTIONS = [
    pytest.param("    return most * Fraction(good, every) if every else most", "run", "2 ", id="section"),
    pytest.param("    return Fraction(weight) / tens", "run", "4 ", id="index"),
    pytest.param("    return period.end + timedelta(days=5)", "run", "3 ", id="deadline"),
    pytest.param('    return Words(f"{good} ÷ {every} × {most}", f"{good} ÷ {every} × {most}")', "explain", "2 ", id="said"),
    pytest.param("    return evolve(SECTOR, sheet=digest)", "run", "", id="supplied file"),
]
COMMANDS = {"run": ["run", "--period", "2024-07"], "explain": ["explain", "B", "--period", "2024-07"]}
ANSWERS = ["None", "0.5", "float('nan')", "float('inf')", "'5'", "[]", "True", "1j", "lambda: 0", "object()", "SECTOR.kinds"]
NUMBERS = ["10 ** 5000", "-(10 ** 5000)", "Fraction(10 ** 5000, 3)", "__import__('decimal').Decimal(1)"]


def _with_sheet(desk: Desk) -> None:
    desk.write("sheet.toml", "a = 1\n")
    desk.write("conduct.toml", '[street]\nsheet = "sheet.toml"\n')


@pytest.mark.parametrize(("statement", "said"), RAISED)
@pytest.mark.parametrize(("line", "command", "clause"), FUNCTIONS)
def test_what_a_function_raises_is_said_with_its_clause(
    street: Make, site: Site, line: str, command: str, clause: str, statement: str, said: str
) -> None:
    desk = street()
    site.street((line, f"    {statement}"))
    _with_sheet(desk)
    for lang in ("en", "zh"):
        outcome = desk(*COMMANDS[command], lang=lang)
        _blames(
            outcome, said, clause, "conduct_street/__init__.py:" if "x\\x" not in said else "", package="conduct-street 0.1.0"
        )


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(("line", "command", "clause"), FUNCTIONS)
def test_what_a_function_answers_wrongly_is_said(
    street: Make, site: Site, line: str, command: str, clause: str, answer: str
) -> None:
    desk = street()
    site.street((line, f"    return {answer}"))
    _with_sheet(desk)
    _blames(desk(*COMMANDS[command]), clause)


@pytest.mark.parametrize("answer", NUMBERS)
@pytest.mark.parametrize(("line", "command", "clause"), FUNCTIONS[:2])
def test_a_formula_gives_a_figure_that_can_be_shown(
    street: Make, site: Site, line: str, command: str, clause: str, answer: str
) -> None:
    desk = street()
    site.street((line, f"    return {answer}"))
    _blames(desk(*COMMANDS[command]), clause)


@pytest.mark.parametrize(
    "answer",
    ["__import__('datetime').datetime(2024, 8, 5)", "'2024-08-05'", "Words('', 3)", "type('D', (date,), {})(2024, 8, 5)"],
)
def test_a_deadline_is_a_date(street: Make, site: Site, answer: str) -> None:
    desk = street()
    site.street((FUNCTIONS[2].values[0], f"    return {answer}"))  # type: ignore[arg-type]
    _blames(desk("run", "--period", "2024-07"), "3 ", "report monthly")
    _blames(desk("duties", "--as-of", "2024-12-31"), "3 ")


@pytest.mark.parametrize("answer", ["Words('好', 3)", "Words(None, 'x')", "Words([], [])"])
def test_a_formula_written_out_is_words(street: Make, site: Site, answer: str) -> None:
    desk = street()
    site.street((FUNCTIONS[3].values[0], f"    return {answer}"))  # type: ignore[arg-type]
    _blames(desk(*COMMANDS["explain"]), "2 ", "writing out the formula of resolved")


SHOWN = (
    ("    Fixed,\n", "    Figure,\n    Fixed,\n"),
    (
        'reports = Section("3"',
        'SHARE = Figure(\n    "2", "本项满分40分,得分为解决率乘以40", "share", Words("解决得分", "earned"),\n'
        '    Formula(earned, {"good": Counted(count(request, when=resolved.is_(True))), "every": Counted(count(request)),'
        ' "most": Fixed(40)}, earned_said),\n)\nreports = Section("3"',
    ),
    ("    provisions=(\n        handling,\n", "    provisions=(\n        SHARE,\n        handling,\n"),
)


def test_a_figure_is_explained_with_its_arithmetic_as_its_law_writes_it_out(street: Make, site: Site) -> None:
    desk = street()
    site.street(*SHOWN)
    for lang, words in (("en", "earned"), ("zh", "解决得分")):
        outcome = desk("explain", "B", "--period", "2024-07", lang=lang)
        assert outcome.status == 0, outcome.err
        line = next(line for line in outcome.out.splitlines() if words in line and "÷" in line)
        assert "× 40" in line
    found = json.loads(desk("explain", "B", "--period", "2024-07", "--format", "json").out)
    shown = next(f for f in found["figures"] if f["figure"] == "share")
    assert [one["period"] for one in shown["worked_out"]] == ["2024-07"]
    assert " × 40" in shown["worked_out"][0]["arithmetic"]
    site.street(*SHOWN, (FUNCTIONS[3].values[0], "    raise SystemExit(0)"))  # type: ignore[arg-type]
    _blames(desk("explain", "B", "--period", "2024-07"), "2 ", "writing out the formula of")


def test_a_sheet_makes_no_other_sector(street: Make, site: Site) -> None:
    desk = street()
    site.street((FUNCTIONS[4].values[0], '    return evolve(SECTOR, name="other")'))  # type: ignore[arg-type]
    _with_sheet(desk)
    _blames(desk("run"), "sheet.toml")


def test_a_fault_of_the_sectors_own_is_said_in_its_own_words(street: Make, site: Site) -> None:
    desk = street()
    own = '    from conduct.law import fault; raise fault("sector-says", what=Words("表错了", "the sheet is wrong"))'
    site.street((FUNCTIONS[4].values[0], own))  # type: ignore[arg-type]
    _with_sheet(desk)
    outcome = desk("run")
    assert outcome.status == 1
    assert "the sheet is wrong" in outcome.err


@pytest.mark.parametrize("body", ["raise SystemExit", "return b'text'", "return None", "raise KeyboardInterrupt"])
def test_a_text_that_cannot_be_had_is_said(street: Make, site: Site, body: str) -> None:
    desk = street()
    folder = "type(files(__package__))"
    source = f"class Source({folder}):\n    def read_text(self, *a, **b):\n        {body}\n\n\nLAW = Regulation("
    site.street(("LAW = Regulation(", source), ('Edition(files(__package__) / "notice.zh.md")', "Edition(Source())"))
    outcome = desk("regulation")
    assert outcome.status == 1
    assert "cannot be read" in outcome.err
    assert "conduct-street 0.1.0" in outcome.err
    assert "conduct failed" not in outcome.err


@pytest.mark.parametrize("source", ['files(__package__) / "gone.md"', "files(__package__)"])
def test_a_text_that_is_not_there_is_said_with_its_package(street: Make, site: Site, source: str) -> None:
    desk = street()
    site.street(('Edition(files(__package__) / "notice.zh.md")', f"Edition({source})"))
    for command in (["run", "--period", "2024-07"], ["regulation"], ["explain", "A", "--period", "2024-07"]):
        _blames(desk(*command), "cannot be read")
    assert "软件包 conduct-street 0.1.0" in desk("regulation", lang="zh").err


# ---- what it declares


ASKED = (
    ["run", "--period", "2025"],
    ["explain", "A", "--period", "2025"],
    ["duties", "--as-of", "2025-12-31"],
    ["case", "c2"],
    ["regulation"],
)
ASKED_TOO = (
    ["run", "--period", "2024", "--format", "json", "--trace"],
    ["readings", "--sensitivity", "--period", "2025"],
    ["regulation", "--format", "json"],
    ["regulation", "--stress"],
    ["template", "t.xlsx"],
)


@pytest.mark.parametrize("commands", [ASKED, pytest.param(ASKED_TOO, marks=pytest.mark.slow)], ids=["asked", "asked too"])
@pytest.mark.parametrize(("before", "after", "said"), WRONG)
def test_what_does_not_hold_together_is_the_sectors_and_not_conducts_fault(
    taxi: Make, before: str, after: str, said: str, commands: tuple[list[str], ...]
) -> None:
    """Whatever `check_sector` would find: no command says that conduct failed."""
    desk = taxi((before, after), ("    Regulation,\n", "    Regulation,\n    Repeated,\n"), *DOUBLES_FIRST, sample=False)
    desk("init", "--sample")
    for command in commands:
        outcome = desk(*command)
        assert "conduct failed" not in outcome.err, (command, outcome.err)
        assert "Traceback" not in outcome.err
        assert command[0] == "template" or (outcome.status == 0) == bool(outcome.out), (command, outcome)


# ---- what it prints


PRINTS = (
    ("from __future__ import annotations", 'from __future__ import annotations\nprint(\'{"at": "import"}\')'),
    ('    """The sector, whole."""', "    import sys\n    sys.stdout.write('in the hook')"),
    (FUNCTIONS[0].values[0], f"    print('in the formula')\n{FUNCTIONS[0].values[0]}"),
    (FUNCTIONS[1].values[0], f"    print('in the index')\n{FUNCTIONS[1].values[0]}"),
    (FUNCTIONS[2].values[0], f"    print('in the deadline')\n{FUNCTIONS[2].values[0]}"),
    (FUNCTIONS[3].values[0], f"    print('in the words')\n{FUNCTIONS[3].values[0]}"),
    (FUNCTIONS[4].values[0], f"    print('in the sheet'); __import__('sys').stdout.close()\n{FUNCTIONS[4].values[0]}"),
)


def test_what_a_plugin_prints_is_no_result(street: Make, site: Site) -> None:
    quiet = street()
    _with_sheet(quiet)
    commands = [["run", "--period", "2024-07", "--format", "json"], ["explain", "B", "--period", "2024-07"], ["regulation"]]
    before = [quiet(*command).out for command in commands]
    assert all(before)
    site.street(*PRINTS)  # type: ignore[arg-type]
    after = []
    for command in commands:
        sys.modules.pop("conduct_street", None)
        outcome = quiet(*command)
        assert outcome.status == 0, outcome.err
        assert '{"at": "import"}' in outcome.err
        after.append(outcome.out)
    json.loads(after[0])
    assert after == before


# ---- in a process of its own


def _process(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "conduct", "--lang", "en", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "site"), *filter(None, sys.path)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_nothing_that_is_printed_at_the_end_is_a_result(street: Make, site: Site) -> None:
    desk = street()
    end = "from __future__ import annotations\nimport atexit\natexit.register(print, 'good bye')"
    site.street(("from __future__ import annotations", end))
    out, err = _process(desk.folder, "run", "--period", "2024-07", "--format", "json").communicate(timeout=60)
    json.loads(out)
    assert "good bye" in err


LOUD = (
    "__import__('sys').__stdout__.write('by its other name')",
    "__import__('os').write(1, b'by its number')",
    "__import__('subprocess').run(['echo', 'by a child'])",
    "__import__('ctypes').CDLL(None).puts(b'by the library of C')",
    "__import__('sys').stdout.buffer.write(b'by its bytes')",
)


@pytest.mark.campaign
@pytest.mark.skipif(os.name != "posix", reason="needs a library of C")
@pytest.mark.parametrize("statement", LOUD)
@pytest.mark.parametrize("where", ["formula", *(pytest.param(at, marks=pytest.mark.slow) for at in ("import", "end"))])
def test_nothing_that_a_plugin_writes_in_any_way_reaches_the_results(
    street: Make, site: Site, statement: str, where: str
) -> None:
    desk = street()
    line = FUNCTIONS[0].values[0]
    code = f"import atexit\natexit.register(lambda: {statement})" if where == "end" else statement
    change = (line, f"    {statement}\n{line}") if where == "formula" else (FIRST, f"{FIRST}\n{code}")
    site.street(change)  # type: ignore[arg-type]
    process = _process(desk.folder, "run", "--period", "2024-07", "--format", "json")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    json.loads(out)
    assert " by " in f" {err}"
    process = _process(desk.folder, "run", "--period", "2024-07", "--format", "json", "--output", "out.json")
    assert process.communicate(timeout=60)[0] == ""
    json.loads(Path("out.json").read_bytes())


FIRST = "from __future__ import annotations"
BESIDE = [
    pytest.param("import threading\nthreading.Thread(target=lambda: 1 / 0).start()", id="thread"),
    pytest.param("import threading, time\nthreading.Thread(target=lambda: (time.sleep(1), 1 / 0)).start()", id="late thread"),
    pytest.param("import atexit\natexit.register(lambda: 1 / 0)", id="at the end"),
    pytest.param("class Gone:\n    def __del__(self):\n        1 / 0\nGone()", id="finaliser"),
]


@pytest.mark.campaign
@pytest.mark.parametrize("code", BESIDE)
def test_what_a_plugin_raises_beside_the_command_is_said_in_a_sentence(street: Make, site: Site, code: str) -> None:
    desk = street()
    site.street((FIRST, f"{FIRST}\n{code}"))
    process = _process(desk.folder, "run", "--period", "2024-07", "--format", "json")
    out, err = process.communicate(timeout=60)
    json.loads(out)
    assert "ZeroDivisionError" in err
    assert "conduct-street 0.1.0" in err
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.parametrize("where", ["hook", "formula"])
def test_what_is_never_awaited_is_said_once(street: Make, site: Site, where: str) -> None:
    desk = street()
    if where == "hook":
        _broken(site, HOOK.replace("def ", "async def ") + "    return None\n")
    else:
        site.street(("def earned(", "async def earned("))
    process = _process(desk.folder, "run", "--period", "2024-07")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "conduct-street 0.1.0" in err
    assert "never awaited" not in err


def test_a_formula_that_exits_ends_the_process_with_status_1(street: Make, site: Site) -> None:
    desk = street()
    site.street((FUNCTIONS[0].values[0], "    raise SystemExit(0)"))  # type: ignore[arg-type]
    process = _process(desk.folder, "publish", "--period", "2024-07")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "SystemExit: 0" in err


def test_an_interrupt_from_the_keyboard_passes(street: Make, site: Site) -> None:
    desk = street()
    slow = "    import pathlib, time; pathlib.Path('started').touch(); time.sleep(60)"
    site.street((FUNCTIONS[0].values[0], slow))  # type: ignore[arg-type]
    process = _process(desk.folder, "run", "--period", "2024-07")
    for _ in range(300):
        if (desk.folder / "started").exists():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.strip() == "interrupted; the ledger is as it was"


# ---- beside others


@pytest.fixture
def shared(street: Make, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A ledger that three sectors share, none of which is asked for."""
    desk = street(sample=False)
    desk.begin(
        "street, hospital and insurance", *(["--sector", of, "init", "--sample"] for of in ("street", "hospital", "insurance"))
    )
    monkeypatch.delenv("CONDUCT_SECTOR")
    return desk


ANY = (["duties", "--as-of", "2026-01-01"], ["history", "L01"], ["verify"], ["sectors"], ["runs"])


@pytest.mark.campaign
@pytest.mark.parametrize("statement", ["raise SystemExit", "raise KeyboardInterrupt", "undefined_name"])
def test_a_broken_sector_leaves_the_others_whole(shared: Desk, site: Site, statement: str) -> None:
    with closing(sqlite3.connect("conduct.db")) as connection:
        incident = connection.execute("SELECT incident FROM hospital_incidents ORDER BY 1").fetchone()[0]
    _broken(site, f"{statement}\n")
    for command in (*ANY, ["case", incident]):
        for lang in ("en", "zh"):
            outcome = shared(*command, lang=lang)
            assert outcome.status == 0, (command, outcome.err)
            assert outcome.out
            named = command[0] in ("duties", "history", "case")
            assert ("conduct-street 0.1.0" in outcome.err) == named, outcome.err
            assert ("leaves out the sector “street”" in outcome.err) == (named and lang == "en")
    assert shared("history", "r1").status == 1
    _blames(shared("--sector", "street", "duties"), "“street”")


def test_a_sector_whose_deadline_fails_leaves_the_duties_of_the_others(shared: Desk, site: Site) -> None:
    whole = shared("duties", "--as-of", "2026-01-01", "--format", "json")
    assert whole.status == 0, whole.err
    site.street((FUNCTIONS[2].values[0], "    raise SystemExit"))  # type: ignore[arg-type]
    outcome = shared("duties", "--as-of", "2026-01-01", "--format", "json")
    assert outcome.status == 0
    assert "leaves out the sector “street”" in outcome.err
    assert "street" not in outcome.out
    assert "hospital" in outcome.out
    _blames(shared("--sector", "street", "duties", "--as-of", "2026-01-01"), "3 ")


def test_a_sector_that_is_gone_is_said_where_its_facts_would_stand(shared: Desk, site: Site) -> None:
    for record in site.folder.glob("*.dist-info/entry_points.txt"):
        record.unlink()
    outcome = shared("history", "r1")
    assert outcome.status == 1
    assert "the ledger also holds facts of the sector “street”, which is not installed" in outcome.err
    assert "street" in shared("duties", "--as-of", "2026-01-01").err
    assert "没有安装" in shared("history", "L01", lang="zh").err


@pytest.mark.campaign
@pytest.mark.parametrize(
    "text",
    [
        b"[console_scripts]\nnonsense without a sign\n",
        b"\xff\xfe\x00broken",
        b"[conduct.sectors]\n\xff = x\n",
        b"[conduct.sectors\nx = y\n",
        b"[conduct.sectors]\nno sign\n",
        b"[conduct.sectors]\n= x\n",
        b"x = before any section\n[conduct.sectors]\n",
    ],
)
def test_the_record_of_another_package_breaks_nothing(shared: Desk, site: Site, text: bytes) -> None:
    record = site.folder / "unrelated-1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: unrelated\nVersion: 1.0\n")
    (record / "entry_points.txt").write_bytes(text)
    for command in (*ANY, ["--sector", "street", "run", "--period", "2024-07"]):
        outcome = shared(*command)
        assert outcome.status == 0, (command, outcome.err)


@pytest.mark.parametrize("command", ["history", "case"])
def test_what_a_sector_holds_that_cannot_show_it_is_said_with_the_reason(shared: Desk, site: Site, command: str) -> None:
    shared.write("conduct.toml", 'sectors = ["hospital", "insurance"]\n')
    assert "the ledger holds “r1” in the sector “street”, which is not enabled" in shared(command, "r1").err
    Path("conduct.toml").unlink()
    _broken(site, "undefined_name\n")
    outcome = shared(command, "r1")
    assert (outcome.status, outcome.out) == (1, "")
    assert "the ledger holds “r1” in the sector “street”, which cannot be loaded; it cannot be shown here" in outcome.err
    assert "not installed" not in outcome.err
    assert "hospital" not in outcome.err.partition("the ledger holds")[2]
    assert "台账的行业“street”中有“r1”，但该行业无法载入" in shared(command, "r1", lang="zh").err
    for record in site.folder.glob("*.dist-info/entry_points.txt"):
        record.unlink()
    assert "the ledger holds “r1” in the sector “street”, which is not installed" in shared(command, "r1").err
    assert "the ledger holds no" in shared(command, "nowhere").err or "no incident" in shared(command, "nowhere").err


@pytest.mark.parametrize("text", [b"[conduct.sectors]\n\xff = x\n", None])
def test_a_record_that_cannot_be_read_is_named_by_sectors(shared: Desk, site: Site, text: bytes | None) -> None:
    record = site.folder / "unrelated-1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: unrelated\nVersion: 1.0\n")
    if text is None:
        (record / "entry_points.txt").mkdir()  # read as if it were not there, as one that is closed to the user is
    else:
        (record / "entry_points.txt").write_bytes(text)
    outcome = shared("sectors")
    assert outcome.status == 0
    assert "street" in outcome.out
    assert "entry_points.txt of the package unrelated cannot be read" in outcome.err
    assert "软件包 unrelated 的 entry_points.txt 无法读取" in shared("sectors", lang="zh").err


def test_the_street_of_these_tests_is_sound(site: Site) -> None:
    import importlib

    from conduct.testing import check_sector

    site.street()
    assert STREET.is_dir()
    assert check_sector(importlib.import_module("conduct_street").SECTOR) == []


# ---- declared, and not holding together

APART = [
    pytest.param(
        ("when=serious.is_(True)", 'when=Attribute("elderly", Words("老", "elderly"), YesNo()).is_(True)'),
        "its condition reads elderly, which is none of the kinds that it counts",
        id="condition",
    ),
    pytest.param(
        ("scale=Each(2),", 'scale=Decided(decide, Attribute("elderly", Words("分", "elderly"), Number()), 1, 5),'),
        "its scale: elderly is no attribute of the step decide",
        id="decided",
    ),
    pytest.param(("    detour_doubles,\n    Charge(", "    Charge("), "the reading detour-doubles is not declared", id="reading"),
    pytest.param(
        ("CLAUSE_2: tuple[Provision, ...] = (service,)", "CLAUSE_2: tuple[Provision, ...] = ()"),
        "the section 2 is not among the provisions",
        id="section",
    ),
    pytest.param(("by=by,", 'by=FromPeriod(lambda period: period.end, Words("期末", "the end")),'), "FromPeriod", id="deadline"),
]
IMPORTED = "from conduct.law import ("
TAXI_CODE = (TAXI / "__init__.py").read_text(encoding="utf-8").partition(IMPORTED)[2]


def _imports(change: tuple[str, str]) -> list[tuple[str, str]]:
    known = TAXI_CODE.partition(")")[0]
    lacks = [w for w in ("Decided", "FromPeriod") if f"    {w},\n" not in known]
    return [(IMPORTED, IMPORTED + "".join(f"\n    {w}," for w in lacks)), change]


@pytest.mark.parametrize(("change", "said"), APART)
def test_what_does_not_hold_together_is_refused_before_the_ledger_is_asked(
    taxi: Make, site: Site, change: tuple[str, str], said: str
) -> None:
    desk = taxi()
    site.taxi(*_imports(change))
    for command in (["run", "--period", "2025"], ["duties", "--as-of", "2026-01-01"], ["explain", "A", "--period", "2025"]):
        outcome = desk(*command)
        _blames(outcome, said, "does not hold together", package="conduct-taxi 0.1.0")
        assert "damaged" not in outcome.err
    assert "声明有误" in desk("run", "--period", "2025", lang="zh").err
    assert desk("verify").status == 0


@pytest.mark.parametrize(("change", "said"), APART)
def test_a_sector_given_as_a_value_is_looked_at_as_an_installed_one_is(
    taxi: Make, site: Site, change: tuple[str, str], said: str
) -> None:
    import importlib

    import conduct

    site.taxi(*_imports(change))
    sector = importlib.import_module("conduct_taxi").SECTOR
    with pytest.raises(conduct.Fault, match="does not hold together") as caught:
        conduct.open(":memory:", sector)
    assert said in str(caught.value)


def test_points_that_are_decided_lie_within_their_bounds(taxi: Make) -> None:
    points = 'Attribute("points", Words("分", "points"), Number())'
    desk = taxi(
        _imports(("scale=Each(2),", "scale=Decided(decide, points, 1, 5),"))[0],
        ("scale=Each(2),", "scale=Decided(decide, points, 1, 5),"),
        ("transfer = Step(", f"points = {points}\ntransfer = Step("),
        ("attributes=(months, of_clause)", "attributes=(months, of_clause, points)"),
    )
    desk.write("incidents.csv", "incident,unit,kind,date\nn1,A,complaint,2025-03-01\n")
    assert desk("load", "incidents.csv").status == 0
    for value, status in (("39", 1), ("9", 1), ("0", 1), ("5", 0)):
        desk.write("actions.csv", f"action,step,date,incident,by,reason,points\nd1,decide,2025-03-02,n1,Chen,x,{value}\n")
        outcome = desk("load", "actions.csv")
        assert outcome.status == status, outcome.err
        if status:
            assert f"“{value}” lies in no range that is open for incident n1 (open: 2.1 1-5)" in outcome.err
