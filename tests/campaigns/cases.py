"""The commands that the campaigns trouble, the folder in which they are run, and what may not come of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from tests.campaigns.common import hospital, is_plain, new_ledger, write_rows
from tests.campaigns.runner import LEDGER, Result

HOSPITAL = ["--sector", "hospital"]
PERIOD = "2012-Q1"


COMMANDS = {
    "load": ["load", "incidents-new.csv", "actions-new.csv"],
    "correct": ["load", "incidents-changed.csv", "--correct", "reason"],
    "record": ["record", "incident", "incident=r1", "unit=d1", "kind=complaint", "date=2012-02-02"],
    "publish": ["publish", "--period", PERIOD, "--despite", "x"],
    "init": ["--sector", "insurance", "init"],
}
"""Those that write the ledger, each once and for all."""


@frozen
class Output:
    """A command that writes files: their names, whether it writes over old ones, and its usual status."""

    arguments: list[str]
    names: tuple[str, ...]
    over: bool = True
    status: int = 0


OUTPUTS = {
    "run": Output([*HOSPITAL, "run", "--period", PERIOD, "--format", "json", "--output", "out.json"], ("out.json",)),
    "regulation": Output([*HOSPITAL, "regulation", "--format", "json", "--output", "out.json"], ("out.json",)),
    "duties": Output(
        [*HOSPITAL, "duties", "--as-of", "2012-01-09", "--format", "json", "--output", "out.json", "--ics", "out.ics"],
        ("out.json", "out.ics"),
    ),
    "rejects-csv": Output([*HOSPITAL, "load", "incidents-wrong.csv", "--rejects", "incidents-no.csv"], ("incidents-no.csv",)),
    "rejects-jsonl": Output(
        [*HOSPITAL, "load", "incidents-wrong.csv", "--rejects", "incidents-no.jsonl"], ("incidents-no.jsonl",)
    ),
    "rejects-xlsx": Output([*HOSPITAL, "load", "incidents-wrong.csv", "--rejects", "no.xlsx"], ("no.xlsx",)),
    "marked": Output([*HOSPITAL, "load", "incidents-wrong.csv", "--marked", "marked.xlsx"], ("marked.xlsx",), status=1),
    "export": Output(
        [*HOSPITAL, "export", "--csv", "out"],
        tuple(f"out/{of}.csv" for of in ("units", "measures", "incidents", "actions")),
        False,
    ),
    "backup": Output([*HOSPITAL, "backup", "copy.db"], ("copy.db",), False),
    "template": Output(["template", "template.xlsx"], ("template.xlsx",)),
}
"""Those that write files."""


def write_seed(folder: Path, complaints: int = 12) -> Path:
    """A folder with a small ledger, files to load, files with errors, and what former commands wrote."""
    folder.mkdir(exist_ok=True)
    new_ledger(folder / LEDGER, hospital(folder, 5))
    hospital(folder, complaints, first=100, label="-new")
    incidents, _ = hospital(folder, 5, first=1, text="corrected", label="-changed")
    assert incidents.name == "incidents-changed.csv"
    wrong = [(f"w{n}", "d1" if n % 2 else "nowhere", "complaint", "2012-03-01", "=text" * n) for n in range(20)]
    write_rows(folder / "incidents-wrong.csv", ("incident", "unit", "kind", "date", "text"), wrong)
    for output in ("out.json", "out.ics", "incidents-no.csv", "incidents-no.jsonl", "no.xlsx", "marked.xlsx", "template.xlsx"):
        (folder / output).write_text("old")
    return folder


def need(results: Sequence[Result], wrong: Callable[[Result], str]) -> None:
    """Fails with what is wrong with the results, a line each."""
    found = [f"{why}; status {r.status}, {r.said[:400]!r}; {r.case}" for r in results if (why := wrong(r))]
    assert not found, _listed(found)


def _listed(found: Sequence[str]) -> str:
    return "\n".join(["", *found[:20], *([f"and {len(found) - 20} more"] if len(found) > 20 else [])])


def wrong_in_ledger(result: Result, before: dict[str, Any], after: dict[str, Any], made: bool = True) -> str:
    """What is wrong with what came of a command that takes a ledger from one state to another; nothing if all is well.

    ``made``: that there was a ledger before; one that is only begun need not be one yet, if the next command makes it.
    """
    manner = result.case.manner
    if result.held not in (before, after) and (made or result.status == 0):
        return f"neither all nor none: {result.held}"
    if result.status not in ((-9,) if manner == "kill" else (0,) if manner == "part" else (0, 1)):
        return "ended otherwise"
    if result.status == 0 and result.held != after:
        return "said done, and is not"
    if result.status == 1 and not is_plain(result.said):
        return "not said plainly"
    if result.status == 1 and result.held == after and (result.case.operation, manner) != ("sync", "on"):
        return "said not done, and is"  # a disk that will sync no more leaves open what it holds
    if result.again[0] != 0 or result.held_again != after:
        return f"not done at the second time: {result.again}"
    return ""


def wrong_in_files(given: Output, result: Result, before: Result, after: Result) -> str:
    """What is wrong with what came of a command that writes files: each is as it was, or whole."""
    for name in given.names:
        found = result.files.get(name, "")
        if found not in (before.files.get(name, ""), after.files[name]):
            return f"{name} is {'broken' if found.startswith('broken') else 'neither as it was nor whole'}"
        if result.status == 0 and result.files.get(name) != after.files[name]:
            return f"said done, and {name} is not"
    if result.held not in (before.held, after.held):
        return f"the ledger holds neither all nor none: {result.held}"
    if result.status not in ((-9,) if result.case.manner == "kill" else (0, 1)):
        return "ended otherwise"
    if result.status == 0 and result.held != after.held:
        return "said done, and the ledger does not hold it"
    if result.status == 1 and result.held != before.held:
        return "said not done, and the ledger holds it"
    if result.status == 1 and not is_plain(result.said):
        return "not said plainly"
    left = [name for name in result.files if name.startswith(".conduct-")]
    if result.case.manner != "kill" and left:
        return f"left {left}"
    if result.again[0] != given.status and (given.over or not set(given.names) <= set(result.files)):
        return f"not done at the second time: {result.again}"
    return ""
