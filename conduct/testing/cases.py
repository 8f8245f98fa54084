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
    Figure,
    MeanFigure,
    Outcome,
    Positive,
    Reading,
    Sanction,
    Veto,
    VolumeRanking,
)
from conduct.core.ledger import Ledger
from conduct.core.periods import Period
from conduct.core.results import UnitResult
from conduct.core.sector import TABLES, Sector
from conduct.loading.files import Opened, Table
from conduct.loading.load import load_tables


def cases_of(folder: Traversable) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of a folder of TOML files, with the file it stands in."""
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            whole = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
            for case in whole["case"]:
                named = {
                    k: whole["supplied"][v] for k, v in case.items() if isinstance(v, str) and v in whole.get("supplied", {})
                }
                yield file.name, {**case, **named}


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
            expected |= {*unit.get("vetoes", ()), *unit.get("outcomes", ()), *unit.get("figures", ())}
            expected |= {f"{s['sanction']} {s['clause']}" for s in unit.get("sanctions", ()) if "clause" in s}
    missing = []
    for regulation in sector.regulations:
        for provision in regulation.provisions:
            match provision:
                case Sanction():
                    if f"{provision.name} {provision.clause}" not in expected:
                        missing.append(f"no case expects {provision.name} ({provision.clause})")
                case Figure() | MeanFigure():
                    if provision.code not in expected:
                        missing.append(f"no case expects {provision.code} ({provision.clause})")
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
    supplied = {s.key: s for s in sector.supplied if s.key in case}
    if unknown := set(case) - known - set(supplied):
        return [f"unknown key: {', '.join(sorted(unknown))}"]
    for key, file in supplied.items():
        sector = file.apply(case[key], key, "")
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
            return differences if case.get("fault") in (*codes, "any") else [*differences, f"fault: {error}"]
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
    if any(text.text.has_quote(case["clause"], case["quote"]) for text in (regulation, *regulation.beside)):
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
    load_tables(ledger, sector, Opened(tables, []))


def _compare(unit: UnitResult, expected: Mapping[str, Any]) -> Iterator[str]:
    for key, want in expected.items():
        match key:
            case "lines":
                yield from _compare_lines(unit, want)
            case "no-lines":
                there = {line.kind for line in unit.lines}
                yield from (f"there is a line {kind}" for kind in want if kind in there)
            case "sanctions":
                yield from _compare_sanctions(unit, want)
            case "sections":
                scores = {s.section.id: s.score for s in unit.sections}
                for section, score in want.items():
                    if scores.get(section) != Fraction(score):
                        yield f"section {section} is {scores.get(section)}, expected {score}"
            case "figures":
                figures = {f.code: (f.value, f.count) for f in unit.figures}
                for code, value in want.items():
                    got = figures.get(code, (None, None))
                    wanted = value if isinstance(value, list) else [value]
                    if got[0] != Fraction(wanted[0]) or list(wanted[1:]) not in ([], [got[1]]):
                        yield f"figure {code} is {got}, expected {value}"
            case _:
                if (got := _got(unit, key)) != (wanted := _wanted(key, want)):
                    yield f"{key} is {got}, expected {wanted}"


def _got(unit: UnitResult, key: str) -> Any:
    """What a unit has under a key of an expectation, in the form in which cases write it."""
    match key:
        case "score" | "bonus":
            return "none" if getattr(unit, key) is None else getattr(unit, key)
        case "rank":
            return "none" if unit.rank is None else unit.rank
        case "vetoes":
            return sorted({v.veto.name for v in unit.vetoes})
        case "outcomes":
            return sorted({o.name for o in unit.outcomes})
        case "duties":
            return [unit.duties.met, unit.duties.breached, unit.duties.pending]
        case "persons":
            return {p.unit: list(p.months) for p in unit.persons}
        case "checks":
            return {c.clause: [c.met, c.checked] for c in unit.checks}
    return "an unknown expectation"


def _wanted(key: str, want: Any) -> Any:
    match key:
        case "score" | "bonus":
            return want if want == "none" else Fraction(want)
        case "vetoes" | "outcomes":
            return sorted(want)
        case "persons":
            return {person: [Fraction(m) for m in months] for person, months in want.items()}
    return want


def _compare_sanctions(unit: UnitResult, wanted: list[Mapping[str, Any]]) -> Iterator[str]:
    """The complete list, in any order; of each sanction only the keys that the case gives."""
    left = [
        {
            "sanction": s.rule.name,
            "clause": s.rule.clause,
            "incident": s.incident,
            "on": s.on,
            "months": None if s.months is None else list(s.months),
            "percent": None if s.percent is None else list(s.percent),
            "degree": s.degree,
            "decided": s.decided,
        }
        for s in unit.sanctions
    ]
    for want in wanted:
        exact = {k: [Fraction(n) for n in v] if isinstance(v, list) else v for k, v in want.items()}
        found = next((one for one in left if all(one.get(k) == v for k, v in exact.items())), None)
        if found is None:
            yield f"there is no sanction {dict(want)}"
        else:
            left.remove(found)
    yield from (f"there is a sanction {one}" for one in left)


def _compare_lines(unit: UnitResult, wanted: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for want in wanted:
        found = [line for line in unit.lines if line.kind == want["kind"] and line.channel == want.get("channel")]
        for key in ("section", "clause"):
            if key in want:
                found = [
                    line for line in found if want[key] == (line.clause if key == "clause" else line.section and line.section.id)
                ]
        name = " ".join(("line", want["kind"], *(str(want[k]) for k in ("channel", "section", "clause") if k in want)))
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
                    if getattr(line, key) != (None if value == "none" else Fraction(value)):
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
                case "kind" | "channel" | "section" | "clause":
                    pass
                case _:
                    yield f"{name}: unknown expectation {key}"
