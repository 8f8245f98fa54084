"""What outside eyes found, each with the right value worked out by hand: ``*.toml`` here, their inputs under ``cases/``.

Every file holds ``[[case]]`` tables; a file's name is the sector's, and ``cases/FILE/NAME`` the folder of a case's inputs.

======================  =====================================================================================================
``name``                the folder of the inputs; several cases may share one
``finding``, ``why``    which finding, and the arithmetic
``command``             what is typed; a ``load`` without files takes all of the folder's
``sector``              where it is not the file's name; ``""`` names none
``load``                ``false`` loads nothing before the command, a list loads these files; else all of the folder, in one load
``before``              commands that must succeed, between the load and the command
``readings``, ``lang``  readings of the sector, put in ``conduct.toml``; ``zh`` or ``en`` (the default)
``status``              the exit status, 0 by default
``expect``              what the JSON on standard output must contain
``stdout-has``, …       ``stdout-has``, ``stdout-lacks``, ``stderr-has``, ``stderr-lacks``: lists of texts
======================  =====================================================================================================

In ``expect`` a table asks that its keys be there; against a list it is keyed by the id of the elements (``units.L2``). A list of
tables asks for such elements among others, any other list for exactly these values, so that ``[]`` means empty. ``"null"`` is
JSON's null, or a key that is not there. A table ``absent`` names what must not be there, a table ``exactly`` lists that hold
nothing else, and a table ``mentions`` a sentence, or a list of them, one of which holds each text.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conduct.cli import main

HERE = Path(__file__).parent
TABLES = {".csv", ".xlsx", ".jsonl"}
IDS = ("unit", "incident", "action", "reading", "run")
PRECISION = Decimal("0.0000005")  # results are rounded to 6 decimals


def _cases() -> list[Any]:
    found = []
    for path in sorted(HERE.glob("*.toml")):
        for n, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"], 1):
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{n}-{case['name'].replace('/', '-')}"))
    return found


@pytest.mark.parametrize(("file", "case"), _cases())
def test_a_finding_is_mended(
    file: str, case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = tmp_path / "office"
    shutil.copytree(HERE / "cases" / file / case["name"], office)
    monkeypatch.chdir(office)
    for variable in ("CONDUCT_SECTOR", "CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)
    sector = case.get("sector", file)
    if "readings" in case:
        values = "".join(f"{name} = {json.dumps(value, default=str)}\n" for name, value in case["readings"].items())
        with open("conduct.toml", "a", encoding="utf-8") as config:
            config.write(f"\n[{sector}.readings]\n{values}")
    first = ["--lang", case.get("lang", "en"), *(["--sector", sector] if sector else []), "--ledger", "conduct.db"]
    tables = sorted(path.name for path in office.iterdir() if path.suffix in TABLES)
    command = case["command"]
    loads = command[0] == "load"
    steps = [["init"]]
    if case.get("load", not loads) is not False:
        wanted = case.get("load", True)
        steps.append(["load", *(tables if wanted is True else wanted)])
    for step in [*steps, *case.get("before", [])]:
        assert main([*first, *step]) == 0, (step, capsys.readouterr().err)
    if loads and not any(Path(word).suffix in TABLES for word in command[1:]):
        command = [*command, *tables]
    capsys.readouterr()
    status = main([*first, *command])
    out, err = capsys.readouterr()
    assert status == case.get("status", 0), err
    for name, text in (("stdout", out), ("stderr", err)):
        assert [word for word in case.get(f"{name}-has", []) if word not in text] == [], text
        assert [word for word in case.get(f"{name}-lacks", []) if word in text] == [], text
    if "expect" in case:
        assert missing(json.loads(out, parse_float=Decimal), case["expect"]) == [], f"{case['finding']}: {case['why']}"


def missing(actual: Any, wanted: Any, where: str = "") -> list[str]:
    """What of the wanted is not in the actual, each with its place."""
    if isinstance(wanted, Mapping):
        return [problem for key, value in wanted.items() for problem in _under(actual, key, value, where)]
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], Mapping):
        if not isinstance(actual, list):
            return [f"{where}: no list but {_shown(actual)}"]
        lacking = [element for element in wanted if not any(missing(there, element) == [] for there in actual)]
        return [f"{where}: no {_shown(element)} in {_shown(actual)}" for element in lacking]
    return [] if _same(actual, wanted) else [f"{where}: {_shown(actual)}, not {_shown(wanted)}"]


def _under(actual: Any, key: str, value: Any, where: str) -> list[str]:
    if key == "absent":
        return [problem for name, of in value.items() for problem in _present(_child(actual, name), of, f"{where}.{name}")]
    if key == "exactly":
        return [problem for name, of in value.items() for problem in _unequal(_child(actual, name), of, f"{where}.{name}")]
    if key == "mentions":
        return [problem for name, texts in value.items() for problem in _silent(_child(actual, name), texts, f"{where}.{name}")]
    child = _child(actual, key)
    if child is _child and value == "null":
        return []
    return [f"{where}.{key} is not there"] if child is _child else missing(child, value, f"{where}.{key}")


def _child(actual: Any, key: str) -> Any:
    """The value under a key, or the element of that id; this function itself if there is none."""
    if isinstance(actual, list):
        return next((of for of in actual if isinstance(of, Mapping) and any(of.get(name) == key for name in IDS)), _child)
    return actual.get(key, _child) if isinstance(actual, Mapping) else _child


def _present(actual: Any, unwanted: Any, where: str) -> list[str]:
    """What of the unwanted is there after all."""
    if actual is _child:
        return []
    if isinstance(unwanted, Mapping):
        if not unwanted:
            return [f"{where} is there"]
        return [problem for name, of in unwanted.items() for problem in _present(_child(actual, name), of, f"{where}.{name}")]
    if isinstance(unwanted, list):
        there = actual if isinstance(actual, list) else [actual]
        ids = [of.get(name) for of in there if isinstance(of, Mapping) for name in IDS]
        return [
            f"{where}: {_shown(of)} is there"
            for of in unwanted
            if (of in ids if isinstance(of, str) else False) or any(missing(element, of) == [] for element in there)
        ]
    return [f"{where} is {_shown(actual)}"] if _same(actual, unwanted) else []


def _silent(actual: Any, texts: list[str], where: str) -> list[str]:
    """What no sentence says."""
    sentences = [of for of in (actual if isinstance(actual, list) else [actual]) if isinstance(of, str)]
    return [f"{where}: no “{text}” in {_shown(sentences)}" for text in texts if not any(text in of for of in sentences)]


def _unequal(actual: Any, wanted: list[Any], where: str) -> list[str]:
    """What a list lacks, and what it has beside."""
    if not isinstance(actual, list):
        return [f"{where}: no list but {_shown(actual)}"]
    left, problems = list(actual), []
    for element in wanted:
        at = next((n for n, there in enumerate(left) if missing(there, element) == []), None)
        if at is None:
            problems.append(f"{where}: no {_shown(element)} in {_shown(actual)}")
        else:
            del left[at]
    return problems + [f"{where}: {_shown(there)} beside" for there in left]


def _same(actual: Any, wanted: Any) -> bool:
    if wanted == "null":
        return actual is None
    if isinstance(wanted, list):
        return isinstance(actual, list) and len(actual) == len(wanted) and all(map(_same, actual, wanted))
    if isinstance(wanted, bool) or isinstance(actual, bool) or not isinstance(wanted, int | Decimal):
        return type(actual) is type(wanted) and bool(actual == wanted)
    return isinstance(actual, int | Decimal) and abs(Decimal(actual) - Decimal(wanted)) <= PRECISION


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
