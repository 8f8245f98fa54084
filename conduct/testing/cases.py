"""Expected cases in TOML: read, run, and held against the rules that they should cover."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from conduct.core.assess import assess
from conduct.core.calendar import Calendar
from conduct.core.faults import Fault
from conduct.core.law import (
    Charge,
    Duty,
    Outcome,
    Positive,
    Reading,
    Veto,
    VolumeRanking,
)
from conduct.core.ledger import Ledger
from conduct.core.periods import Period
from conduct.core.results import UnitResult
from conduct.core.sector import TABLES, Sector
from conduct.loading.files import Table
from conduct.loading.load import load_tables


def cases_of(folder: Traversable) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of a folder of TOML files, with the file it stands in."""
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for case in tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["case"]:
                yield file.name, case


def uncovered(sector: Sector, cases: Iterable[Mapping[str, Any]]) -> list[str]:
    """The rules and alternatives of readings that no case exercises."""
    kinds: set[str] = set()
    expected: set[str] = set()
    readings: set[tuple[str, str]] = set()
    for case in cases:
        kinds |= {i["kind"] for i in case.get("incidents", ())}
        readings |= {(k, str(v)) for k, v in case.get("readings", {}).items()}
        for unit in case.get("expect", {}).values():
            kinds |= {line["kind"] for line in unit.get("lines", ())}
            expected |= {*unit.get("vetoes", ()), *unit.get("outcomes", ())}
    missing = []
    for regulation in sector.regulations:
        for provision in regulation.provisions:
            match provision:
                case Charge() | VolumeRanking():
                    missing += [
                        f"no case for {k.code} ({provision.clause})" for k in provision.count.kinds if k.code not in kinds
                    ]
                case Veto() | Outcome():
                    if provision.name not in expected:
                        missing.append(f"no case expects {provision.name} ({provision.clause})")
                case Duty():
                    if provision.breach is not None and provision.breach.code not in kinds:
                        missing.append(f"no case for a breach of {provision.code} ({provision.clause})")
                case Reading():
                    if isinstance(provision.alternatives, Positive):
                        if not any(name == provision.name for name, _ in readings):
                            missing.append(f"no case sets {provision.name} ({provision.clause})")
                        continue
                    missing += [
                        f"no case sets {provision.name} = {alternative} ({provision.clause})"
                        for alternative in provision.alternatives
                        if alternative != provision.default and (provision.name, alternative) not in readings
                    ]
    return missing


def run_case(sector: Sector, case: Mapping[str, Any]) -> list[str]:
    """Runs a case on a ledger of its own; returns every difference from what it expects, in words."""
    known = {
        "name", "clause", "quote", "why", "period", "as-of", "readings", "calendar", "units", "measures", "incidents", "actions",
        "expect", "incidents-end", "fault",
    }  # fmt: skip
    if unknown := set(case) - known:
        return [f"unknown key: {', '.join(sorted(unknown))}"]
    period = sector.period(str(case["period"]))
    differences = [] if "quote" not in case else _quoted(sector, period, case)
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "case.db") as ledger:
        ledger.add(sector)
        try:
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
            codes = [p.code for p in error.problems]
            return differences if case.get("fault") in codes else [*differences, f"fault: {error}"]
    if "fault" in case:
        return [*differences, f"no fault {case['fault']}"]
    by_unit = {u.unit: u for u in result.units}
    for unit_id, expected in case.get("expect", {}).items():
        if unit_id not in by_unit:
            differences.append(f"{unit_id} is not assessed")
        else:
            differences += [f"{unit_id}: {d}" for d in _compare(by_unit[unit_id], expected)]
    for end, n in case.get("incidents-end", {}).items():
        got = getattr(result.incidents, end.replace("-", "_"))
        if got != n:
            differences.append(f"incidents {end}: {got}, expected {n}")
    return differences


def _quoted(sector: Sector, period: Period, case: Mapping[str, Any]) -> list[str]:
    regulation = sector.regulation_on(period.end)
    if regulation.text.has_quote(case["clause"], case["quote"]):
        return []
    return [f"the quote does not stand in clause {case['clause']}"]


def facts_of(sector: Sector, case: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """A case's facts as tables of text cells; a unit's measures stand beside its own columns."""
    facts: dict[str, list[dict[str, str]]] = {of: [] for of in TABLES}
    measures = {m.code for m in sector.measures}
    for unit in case["units"]:
        own = {k: _cell(v) for k, v in unit.items() if k not in measures}
        facts["units"].append({"name": own["unit"], **own})
        for measure in measures & set(unit):
            facts["measures"].append(
                {"unit": own["unit"], "measure": measure, "period": str(case["period"]), "value": _cell(unit[measure])}
            )
    for of in ("measures", "incidents", "actions"):
        facts[of] += [{k: _cell(v) for k, v in row.items()} for row in case.get(of, ())]
    return facts


def _cell(value: Any) -> str:
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
            tables.append(Table(of, of, header, iter(list(enumerate(cells, 2)))))
    load_tables(ledger, sector, tables, [])


def _compare(unit: UnitResult, expected: Mapping[str, Any]) -> Iterator[str]:
    def differ(what: str, got: Any, want: Any) -> Iterator[str]:
        if got != want:
            yield f"{what} is {got}, expected {want}"

    for key, want in expected.items():
        match key:
            case "score" | "bonus":
                got = getattr(unit, key)
                yield from (
                    differ(key, got, want if want == "none" else Fraction(want)) if got is not None else differ(key, "none", want)
                )
            case "rank":
                yield from differ(key, unit.rank, want)
            case "sections":
                scores = {s.section.id: s.score for s in unit.sections}
                for section, score in want.items():
                    yield from differ(f"section {section}", scores.get(section), Fraction(score))
            case "lines":
                yield from _compare_lines(unit, want)
            case "no-lines":
                there = {line.kind for line in unit.lines}
                for kind in want:
                    if kind in there:
                        yield f"there is a line {kind}"
            case "vetoes":
                yield from differ(key, sorted({v.veto.name for v in unit.vetoes}), sorted(want))
            case "outcomes":
                yield from differ(key, sorted({o.name for o in unit.outcomes}), sorted(want))
            case "duties":
                yield from differ(key, [unit.duties.met, unit.duties.breached, unit.duties.pending], want)
            case _:
                yield f"unknown expectation {key}"


def _compare_lines(unit: UnitResult, wanted: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for want in wanted:
        found = [line for line in unit.lines if line.kind == want["kind"] and line.channel == want.get("channel")]
        name = " ".join(("line", want["kind"], *([want["channel"]] if "channel" in want else [])))
        if len(found) != 1:
            yield f"{name}: there are {len(found)}"
            continue
        line = found[0]
        for key, value in want.items():
            match key:
                case "count":
                    if line.count != value:
                        yield f"{name}: count is {line.count}, expected {value}"
                case "points" | "weight" | "index":
                    if getattr(line, key) != Fraction(value):
                        yield f"{name}: {key} is {getattr(line, key)}, expected {value}"
                case "average":
                    assert line.average is not None
                    got = Fraction(line.average.numerator, line.average.denominator)
                    if got != Fraction(value):
                        yield f"{name}: average is {got}, expected {value}"
                case "place":
                    if line.place != (None if value == "none" else value):
                        yield f"{name}: place is {line.place}, expected {value}"
                case "incidents":
                    if list(line.incidents or ()) != value:
                        yield f"{name}: incidents are {line.incidents}, expected {value}"
                case "kind" | "channel":
                    pass
                case _:
                    yield f"{name}: unknown expectation {key}"
