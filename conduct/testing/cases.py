"""Expected cases in TOML: read, looked at for what is badly written, and run."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault
from conduct.core.base.kept import kept
from conduct.core.base.periods import Period
from conduct.core.law.sector import TABLES, Sector, Supplied
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import assess
from conduct.files.tables import Table, rows_given
from conduct.loading.load import load_tables

from .expect import differing

ExpectedCase = Mapping[str, Any]
"""A case as TOML has it; `badly_written` says what is wrong with it before anything reads it."""


def cases_of(folder: Traversable) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of a folder of TOML files, with the file it stands in.

    Raises ValueError, naming the file, for one that is no TOML or holds no ``[[case]]``.
    """
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            try:
                whole = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ValueError(f"{file.name} is no TOML: {error}") from None
            cases = whole.get("case")
            if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
                raise ValueError(f"{file.name} holds no [[case]]")
            for case in cases:
                named = {
                    k: whole["supplied"][v] for k, v in case.items() if isinstance(v, str) and v in whole.get("supplied", {})
                }
                yield file.name, {**case, **named}


def run_case(sector: Sector, case: ExpectedCase) -> list[str]:
    """Runs a case on a ledger of its own; returns everything in which it is badly written or differs from what it expects.

    Each is one sentence that begins with the case's name.
    """
    found = badly_written(sector, case) or _run(sector, case)
    return [f"{case.get('name', 'a case without a name')}: {one}" for one in found]


def _run(sector: Sector, case: ExpectedCase) -> list[str]:
    differences: list[str] = []
    try:
        for file in (s for s in sector.supplied if s.key in case):
            sector = _supplied(file, sector, case[file.key])
    except Fault as error:
        return _fault(case, error, differences)
    with Ledger.in_memory(Path("case")) as ledger:
        ledger.add(sector)
        try:
            period = sector.period(str(case["period"]))
            if "quote" in case:
                differences += _quoted(sector, period, case)
            fill(sector, ledger, facts_of(sector, case))
            result = assess(
                sector,
                ledger,
                period,
                as_of=case.get("as-of"),
                readings=case.get("readings", {}),
                calendar=Calendar.from_settings(case.get("calendar", {}), "case"),
                trace=True,
            )
        except Fault as error:
            return _fault(case, error, differences)
    if "fault" in case:
        return [*differences, f"there is no fault {case['fault']}"]
    by_unit = {u.unit: u for u in result.units}
    for unit_id, expected in case.get("expect", {}).items():
        if unit_id not in by_unit:
            differences.append(f"{unit_id} is not assessed")
        else:
            differences += [f"{unit_id}: {d}" for d in differing(by_unit[unit_id], expected)]
    for end, n in case.get("incidents-end", {}).items():
        got = getattr(result.incidents, end.replace("-", "_"))
        if got != n:
            differences.append(f"incidents {end}: {got}, expected {n}")
    return differences


@kept
def _supplied(file: Supplied, sector: Sector, given: Mapping[str, object]) -> Sector:
    """The sector that a file makes of one; many cases bring the same."""
    return file.sector_of(sector, given, file.key, "")


def _fault(case: ExpectedCase, error: Fault, differences: list[str]) -> list[str]:
    codes = [p.code for p in error.problems]
    return differences if case.get("fault") in (*codes, "any") else [*differences, f"fault {codes[0]}: {error}"]


KEYS = (
    "name", "clause", "quote", "why", "period", "as-of", "readings", "calendar", "units", "posts", "measures", "incidents",
    "actions", "expect", "incidents-end", "fault",
)  # fmt: skip
ENDS = ("charged", "excused", "pending", "without-rule", "case")


def badly_written(sector: Sector, case: ExpectedCase) -> list[str]:
    """What a case lacks or names wrongly, before it can be run."""
    found = []
    supplied = [s.key for s in sector.supplied]
    if unknown := sorted(set(case) - {*KEYS, *supplied}):
        found.append(f"unknown key {', '.join(unknown)}; a case takes: {', '.join((*KEYS, *supplied))}")
    found += [f"it has no {key}" for key in ("period", "units") if key not in case]
    if "quote" in case and "clause" not in case:
        found.append("it quotes, and names no clause")
    for key, of in (("units", list), ("posts", list), ("measures", list), ("incidents", list), ("actions", list)):
        rows = case.get(key, [])
        if not isinstance(rows, of) or not all(isinstance(row, Mapping) for row in rows):
            found.append(f'{key} must be a list of rows, as [{{unit = "A"}}]')
        elif key == "units" and not all("unit" in row for row in rows):
            found.append("one of the units has no unit (its id)")
        elif key in ("incidents", "actions") and not all(key[:-1] in row for row in rows):
            found.append(f"one of the {key} has no {key[:-1]} (its id)")
    for key in ("readings", "calendar", "expect", "incidents-end"):
        if not isinstance(case.get(key, {}), Mapping):
            found.append(f"{key} must be a table")
    ends = case.get("incidents-end", {})
    if isinstance(ends, Mapping) and (wrong := sorted(set(ends) - set(ENDS))):
        found.append(f"incidents-end: unknown key {', '.join(wrong)}; it takes: {', '.join(ENDS)}")
    expect = case.get("expect", {})
    for unit, expected in expect.items() if isinstance(expect, Mapping) else ():
        if not isinstance(expected, Mapping):
            found.append(f"expect.{unit} must be a table")
    return found


def _quoted(sector: Sector, period: Period, case: ExpectedCase) -> list[str]:
    regulation = sector.regulation_on(period.end)
    if any(text.text.has_quote(case["clause"], case["quote"]) for text in (regulation, *regulation.beside)):
        return []
    return [f"the quote does not stand in clause {case['clause']}"]


def facts_of(sector: Sector, case: ExpectedCase) -> dict[str, list[dict[str, str]]]:
    """A case's facts as tables of text cells; a unit's measures stand beside its own columns."""
    facts: dict[str, list[dict[str, str]]] = {of: [] for of in TABLES}
    measures = {m.code for m in sector.measures}
    for unit in case["units"]:
        own = {k: _cell(v) for k, v in unit.items() if k not in measures}
        facts["units"].append({"name": own["unit"], **own})
        for measure in sorted(measures & set(unit)):
            facts["measures"].append(
                {"unit": own["unit"], "measure": measure, "period": str(case["period"]), "value": _cell(unit[measure])}
            )
    for of in ("posts", "measures", "incidents", "actions"):
        facts[of] += [{k: _cell(v) for k, v in row.items()} for row in case.get(of, ())]
    return facts


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def fill(sector: Sector, ledger: Ledger, facts: Mapping[str, list[dict[str, str]]]) -> None:
    """Loads tables of text cells, as a file's rows are loaded. Raises `Fault`."""
    tables = []
    for of, rows in facts.items():
        header = list(dict.fromkeys(key for row in rows for key in row))
        if rows:
            cells = [[row.get(key, "") for key in header] for row in rows]
            tables.append(Table(of, of, header, rows_given(enumerate(cells, 2))))
    load_tables(ledger, sector, tables, [])
