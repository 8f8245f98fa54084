"""The checks that every regulation passes, ours and a stranger's, and the cases that a lawyer can write.

``check_sector(sector)`` returns everything that is wrong with the encoding, in words; ``cases_of`` and ``run_case`` run expected
cases in TOML::

    [[case]]
    name = "逾期两件扣4分"
    clause = "2.3.1"
    quote = "不能按期办理信访的,每件扣2分"
    why = "2 × 2 = 4; 25 - 4 = 21; 100 - 4 = 96"
    period = "2012"
    units = [{unit = "A", kind = "life"}]
    incidents = [{incident = "i1", unit = "A", kind = "late", date = 2012-03-01}]
    [case.expect.A]
    score = 96
    sections = {"2.3" = 21}
    lines = [{kind = "late", count = 1, points = -2}]

Units may give their measures for the period beside their own columns (``outlets = 10``). ``readings``, ``as-of``, ``measures``
and ``actions`` are optional; a rule counts as covered when a case that names its clause holds its kind or expects its outcome.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from .core.assess import assess
from .core.calendar import Calendar
from .core.describe import quotes_of
from .core.exact import Exact
from .core.faults import Fault
from .core.law import (
    Charge,
    Choice,
    Duty,
    Outcome,
    Positive,
    Reading,
    Regulation,
    Section,
    Veto,
    VolumeRanking,
)
from .core.ledger import Ledger
from .core.periods import Period
from .core.results import UnitResult
from .core.sector import TABLES, Sector
from .loading.files import Table
from .loading.load import load_tables

_MOVES = re.compile(
    r"扣|加\d|加分|[0-9]+(?:\.[0-9]+)?\s*分|[0-9]+\s*%|个月|末位|前[一二三四五六七八九十]+名|最后[一二三四五六七八九十]+名|取消"
)
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


# ---- the encoding against the text


def check_sector(sector: Sector) -> list[str]:
    """Everything that is wrong with a sector's encoding, a sentence each; empty if nothing is."""
    return [
        f"{regulation.id}: {problem}"
        for regulation in sector.regulations
        for check in (_quotes, _numbers, _movers, _clauses, _bases, _kinds, _names)
        for problem in check(sector, regulation)
    ]


def _quotes(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each quote stands verbatim in the text, under the clause it names."""
    known = {c.id for c in regulation.text.clauses}
    for provision in regulation.provisions:
        if provision.clause not in known:
            yield f"{_said(provision)}: the text has no clause {provision.clause}"
            continue
        for quote in quotes_of(getattr(provision, "quote", None)):
            if not regulation.text.has_quote(provision.clause, quote):
                yield f"{_said(provision)}: {quote!r} does not stand in clause {provision.clause}"
        for factor in provision.count.factors if isinstance(provision, Charge | VolumeRanking) else ():
            for quote in quotes_of(factor.quote):
                if not regulation.text.has_quote(factor.clause, quote):
                    yield f"{_said(provision)}: {quote!r} does not stand in clause {factor.clause}"


def _numbers(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each number of a rule stands in its quote."""
    for provision in regulation.provisions:
        for number in _numbers_of(provision):
            if number not in _numbers_in(quotes_of(getattr(provision, "quote", None))):
                yield f"{_said(provision)}: its quote does not give the figure {number}"


def _numbers_of(provision: Any) -> Iterator[Exact]:
    match provision:
        case Charge():
            yield from provision.scale.numbers()
        case Section():
            if provision.base:
                yield provision.base
            if provision.cap is not None:
                yield provision.cap
        case VolumeRanking():
            for ladder in provision.ladders.values():
                yield from ladder.numbers()
        case Outcome():
            yield provision.place.n


def _numbers_in(quotes: Iterable[str]) -> set[Exact]:
    found: set[Exact] = set()
    for quote in quotes:
        found.update(Fraction(n) for n in _DIGITS.findall(quote))
        found.update(n for word, n in _CHINESE.items() if word in quote)
    return found


def _movers(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each sentence that moves points, ranks, months or percentages is claimed by a provision's quote."""
    claims: dict[str, list[str]] = {}
    for provision in regulation.provisions:
        claims.setdefault(provision.clause, []).extend(quotes_of(getattr(provision, "quote", None)))
        for factor in provision.count.factors if isinstance(provision, Charge | VolumeRanking) else ():
            claims.setdefault(factor.clause, []).extend(quotes_of(factor.quote))
    for clause, sentence in regulation.text.sentences():
        if not _MOVES.search(sentence):
            continue
        above = [clause.id[: m.start()] for m in re.finditer(r"\.", clause.id)]
        quotes = [q for c in (clause.id, *above) for q in claims.get(c, ())]
        bare = sentence.rstrip("。;\uff1b")
        if not any(bare in q or q in sentence or _overlaps(q, bare) for q in quotes):
            yield f"clause {clause.id}: {sentence!r} moves points and is claimed by no rule"


def _overlaps(quote: str, sentence: str) -> bool:
    parts = [p for p in re.split(r"[。;\uff1b]", quote) if len(p) > 5]
    return any(p in sentence or sentence in p for p in parts)


def _clauses(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each clause without a rule says why."""
    named = {p.clause for p in regulation.provisions}
    for clause in regulation.text.clauses:
        if clause.body and clause.id not in named and not any(n.startswith(clause.id + ".") for n in named):
            yield f"clause {clause.id} has neither a rule nor a reason why it has none"


def _bases(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """The section bases add up to the whole, where the text gives one."""
    total = sum((s.base for s in regulation.sections if not s.bonus and s.within is None), start=Fraction(0))
    if regulation.whole is not None and total != regulation.whole:
        yield f"the sections' bases come to {total}, not {regulation.whole}"


def _kinds(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Every kind that a rule names is declared, and with the clause that the rule has or one below or above it."""
    for provision in regulation.provisions:
        kinds = provision.count.kinds if isinstance(provision, Charge | Veto | VolumeRanking) else ()
        breach = (provision.breach,) if isinstance(provision, Duty) else ()
        for kind in (*kinds, *breach):
            if sector.kind_by_code.get(kind.code) is not kind:
                yield f"{_said(provision)}: the kind {kind.code} is not declared by the sector"


def _names(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Codes are unique; readings that a provision turns on are declared."""
    declared_codes: tuple[tuple[str, list[Any]], ...] = (
        ("reading", [r.name for r in regulation.readings]),
        ("section", [s.id for s in regulation.sections]),
        ("outcome", [o.name for o in regulation.outcomes]),
        ("duty", [d.code for d in regulation.duties]),
        ("item", [(c.kind.code, c.clause) for c in regulation.charges]),
    )
    for what, codes in declared_codes:
        for code in {c for c in codes if codes.count(c) > 1}:
            yield f"{what} {code} is declared twice"
    declared = set(regulation.readings)
    for provision in regulation.provisions:
        for value in (getattr(provision, f, None) for f in ("index", "average", "among_eligible", "active")):
            if isinstance(value, Choice) and value.reading not in declared:
                yield f"{_said(provision)}: the reading {value.reading.name} is not declared"


def _said(provision: Any) -> str:
    code = getattr(provision, "name", None) or getattr(provision, "code", None) or getattr(provision, "id", None)
    if isinstance(provision, Charge):
        code = provision.kind.code
    return f"{type(provision).__name__} {code or ''} ({provision.clause})"


# ---- cases


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
                    if provision.breach.code not in kinds:
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
