"""A run's standings as JSON, CSV and table (contract, section 4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from conduct.core.base.exact import Exact, Rounding, rounded
from conduct.core.base.words import Lang, guarded
from conduct.core.duties.passed_over import NotRanked
from conduct.core.duties.sanction import SanctionFound
from conduct.core.law.caseload import CaseFigures
from conduct.core.law.consequence import Outcome, Veto
from conduct.core.law.figure import Figure, MeanFigure
from conduct.core.law.points import Section
from conduct.core.scores.results import Assessment, FigureFound, Line, UnitResult
from conduct.files.csv_rows import csv_rows

from .details import details, readings_behind
from .labels import bracketed, colon, heading, joined, label, titled, with_clause
from .noted import note_lines
from .numbers import Numbers
from .readings_said import readings_said
from .tables import indented, text_table

if TYPE_CHECKING:
    from .plain import Plain


def reading_value(value: str | Exact) -> str | int | float:
    """A reading as a JSON value."""
    return value if isinstance(value, str | int) else rounded(value)


def as_dict(assessment: Assessment, lang: Lang) -> Plain:
    """The whole result as plain values."""
    numbers = Numbers(assessment)
    return {**head_dict(assessment, lang), "units": [unit_dict(assessment, unit, numbers) for unit in assessment.units]}


def as_json(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """The JSON object in pieces, a unit a line."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for n, (key, value) in enumerate(head_dict(assessment, lang).items()):
        yield f"{'{' if n == 0 else ' '}{encode(key)}: {encode(value)},\n"
    numbers = Numbers(assessment)
    yield ' "units": ['
    for n, unit in enumerate(assessment.units):
        yield ("\n  " if n == 0 else ",\n  ") + encode(unit_dict(assessment, unit, numbers))
    yield "]}\n"


def head_dict(a: Assessment, lang: Lang) -> Plain:
    """All but the units."""
    return {
        "sector": a.sector.name,
        "regulation": {
            "id": a.regulation.id,
            "title": a.regulation.title.zh,
            "in_force_from": a.regulation.in_force_from.isoformat() if a.regulation.in_force_from else None,
        },
        "period": {"id": a.period.id, "start": a.period.start.isoformat(), "end": a.period.end.isoformat()},
        "as_of": a.as_of.isoformat(),
        "readings": {name: reading_value(value) for name, value in a.readings.items()},
        "incidents": {
            "charged": a.incidents.charged,
            "excused": a.incidents.excused,
            "pending": a.incidents.pending,
            "without_rule": a.incidents.without_rule,
            "case": a.incidents.case,
        },
        "notes": [note.said(lang) for note in a.notes],
        "run": a.run,
        "batch": a.batch,
        "chain": a.head,
    }


def unit_dict(a: Assessment, unit: UnitResult, numbers: Numbers) -> Plain:
    """A unit's result as results print it."""
    return {
        "unit": unit.unit,
        "name": unit.name,
        "kind": unit.kind,
        "score": numbers.number(unit.score),
        "rank": unit.rank,
        "unranked": [_unranked(a, why) for why in unit.unranked] or None,
        "sections": [
            {
                "section": s.section.id,
                "base": numbers.number(s.base),
                "points": numbers.number(s.points),
                "score": numbers.number(s.score),
            }
            for s in unit.sections
        ],
        "bonus": numbers.number(unit.bonus),
        "lines": [line_dict(line, numbers) for line in unit.lines],
        "vetoes": [{"veto": v.veto.name, "clause": v.veto.clause, "incidents": list(v.incidents)} for v in unit.vetoes],
        "sanctions": [sanction_dict(s, numbers.plain) for s in unit.sanctions],
        "outcomes": [{"outcome": o.name, "clause": o.clause} for o in unit.outcomes],
        "duties": {"met": unit.duties.met, "breached": unit.duties.breached, "pending": unit.duties.pending},
        "figures": [_figure(f, numbers) for f in unit.figures],
        "persons": [{"unit": p.unit, "months": [numbers.plain(m) for m in p.months]} for p in unit.persons],
        "checks": [{"clause": c.clause, "met": c.met, "checked": c.checked} for c in unit.checks],
    }


def _unranked(a: Assessment, why: NotRanked) -> Plain:
    """Why a unit has no rank: by which clause and reading, or by which action."""
    if why.action is None:
        reading = [one.name for one in readings_behind(a, why.code)]
        return {"why": why.code, "clause": why.clause, "reading": reading[0] if reading else None}
    named = {"action": why.action, "period": why.period, "by": why.by, "reason": why.reason}
    return {"why": why.code, "clause": None, "reading": None, **named}


def _figure(figure: FigureFound, numbers: Numbers) -> Plain:
    shown_figure: Plain = {
        "figure": figure.code,
        "clause": figure.clause,
        "value": numbers.figure_shown(figure),
        "count": figure.count,
    }
    if figure.at_most is not None and figure.at_most != figure.value:
        shown_figure["at_most"] = numbers.plain(figure.at_most)
    return shown_figure


def sanction_dict(found: SanctionFound, number: Callable[[Exact], Exact | float | None]) -> Plain:
    """A sanction as results print it, with how its figures are."""
    shown_sanction: Plain = {
        "sanction": found.rule.name,
        "clause": found.rule.clause,
        "incident": found.incident,
        "on": found.on,
    }
    if found.months is not None:
        shown_sanction["months"] = [number(m) for m in found.months]
    if found.percent is not None:
        shown_sanction["percent"] = [number(p) for p in found.percent]
    if found.degree is not None:
        shown_sanction["degree"] = found.degree
    shown_sanction["decided"] = found.decided
    return shown_sanction


def line_dict(line: Line, numbers: Numbers) -> Plain:
    """A line as results print it."""
    shown_line: Plain = {
        "kind": line.kind,
        "clause": line.clause,
        "section": line.section.id if line.section else None,
        "count": line.count,
        "points": numbers.number(line.points),
    }
    if line.channel is not None:
        shown_line["channel"] = line.channel
        shown_line["weight"] = numbers.plain(line.weight)
        shown_line["index"] = numbers.plain(line.index)
        shown_line["average"] = numbers.mean(line.average)
        shown_line["place"] = line.place
    if line.incidents is not None:
        shown_line["incidents"] = list(line.incidents)
    return shown_line


def as_csv(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """One row a unit; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    sections = [s for s in assessment.regulation.sections if not s.bonus]
    figures = _figure_columns(assessment)
    before = ("unit", "name", "kind", "score", "rank", "bonus", *(s.id for s in sections))
    stream = StringIO()
    write = csv_rows(stream)
    write([*before, *(code + of for code, of in figures), "vetoes", "outcomes"])
    rounding = assessment.resolved.rounding
    number = cache(partial(_csv_number, rounding=rounding))  # of many units few differ
    for unit in assessment.units:
        by_section = {s.section.id: s.score for s in unit.sections}
        write(
            [
                guarded(unit.unit),
                guarded(unit.name),
                unit.kind,
                number(unit.score),
                "" if unit.rank is None else str(unit.rank),
                number(unit.bonus),
                *[number(by_section.get(s.id)) for s in sections],
                *[_csv_figure(unit, code, of, rounding) for code, of in figures],
                ";".join(dict.fromkeys(v.veto.name for v in unit.vetoes)) if unit.vetoes else "",
                ";".join(dict.fromkeys(o.name for o in unit.outcomes)) if unit.outcomes else "",
            ]
        )
    yield stream.getvalue()


_COUNT, _AT_MOST = "-count", "-at-most"


def _figure_columns(assessment: Assessment) -> list[tuple[str, str]]:
    """A column for each figure that the law shows, whether a unit has it or not, and one for each count or bound behind it."""
    law = assessment.regulation
    found: list[tuple[str, str]] = []
    for declared in law.of(Figure, CaseFigures, MeanFigure):
        if isinstance(declared, CaseFigures):
            found += [(code, "") for code in declared.figures]
        else:
            found.append((declared.code, ""))
            counted = isinstance(declared, MeanFigure) or declared.count is not None
            found += [(declared.code, _COUNT)] if counted else []
    if law.sanction_terms is not None and any(s.percent is not None for s in law.sanctions):
        found += [(law.sanction_terms.percent_code, ""), (law.sanction_terms.percent_code, _AT_MOST)]
    return found


def _csv_figure(unit: UnitResult, code: str, of: str, rounding: Rounding) -> str:
    figure = next((f for f in unit.figures if f.code == code), None)
    if figure is None:
        return ""
    if of == _COUNT:
        return "" if figure.count is None else str(figure.count)
    value = figure.value if of != _AT_MOST or figure.at_most is None else figure.at_most
    return str(value) if isinstance(value, int) else _csv_number(value, figure.rounding or rounding)


def _csv_number(value: Exact | None, rounding: Rounding) -> str:
    return "" if value is None else repr(rounding.rounded(value) + 0.0)


def as_table(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """The standings for people: units by rank, then where every incident ended, the readings and the notes."""
    a = assessment
    yield indented(titled(a.regulation.id, a.regulation.title.said(lang)), 0)
    span = bracketed(f"{a.period.start} – {a.period.end}", lang)
    yield indented(f"{label('period', lang)} {a.period.id}{span}   {label('as_of', lang)} {a.as_of}", 0) + "\n"
    if not a.units:
        yield label("no_units", lang) + "\n"
    else:
        yield from _units_table(a, lang)
    for part in details(a, lang):
        yield "\n" + part
    yield "\n" if a.units else ""
    yield indented(ends_said(a, lang), 0)
    if a.readings:
        shown_readings = readings_said(a.readings, a.regulation.readings, lang)
        yield indented(f"{label('readings', lang)}{colon(lang)}{shown_readings}", 0)
    yield from note_lines(a.notes, lang)


class StandingsColumn(NamedTuple):
    """A column of the table: its code (that of a figure, the id of a section), its heading, what it says of a unit, and whether
    that is a number.
    """

    code: str
    heading: str
    cell: Callable[[UnitResult], str]
    numeric: bool = False


def _units_table(a: Assessment, lang: Lang) -> Iterator[str]:
    """A row a unit, and below it what headings that are numbers or slashes stand for."""
    columns = standings_columns(a, lang)
    keys = [column for column in columns if column.code in ("rank", "unit", "name")]
    rows = [[column.cell(unit) for column in columns] for unit in a.units]
    numeric = [n for n, column in enumerate(columns) if column.numeric]
    yield text_table([column.heading for column in columns], rows, numeric, keys=len(keys))
    yield "\n" + indented("   ".join(legend(a, lang)), 0)


def legend(a: Assessment, lang: Lang) -> list[str]:
    """What headings that are numbers, and cells with slashes, stand for."""
    sections = [s for s in a.regulation.sections if not s.bonus]
    return [
        *(f"{s.id} {s.words.said(lang)}" for s in sections if section_heading(s, lang) == s.id != s.words.said(lang)),
        f"{label('duties', lang)}{colon(lang)}{label('met_breached_pending', lang)}",
    ]


def standings_columns(a: Assessment, lang: Lang) -> list[StandingsColumn]:
    """Which unit a row is of, and then what is said of it; no column for what the law does not know, or no unit has."""
    return [*_key_columns(a, lang), *_value_columns(a, lang)]


def _key_columns(a: Assessment, lang: Lang) -> Iterator[StandingsColumn]:
    """Which unit a row is of."""
    if a.regulation.standing is not None:
        yield StandingsColumn("rank", label("rank", lang), lambda unit: str(unit.rank or ""), numeric=True)
    yield StandingsColumn("unit", label("unit", lang), lambda unit: unit.unit)
    yield StandingsColumn("name", label("name", lang), lambda unit: unit.name)


def _value_columns(a: Assessment, lang: Lang) -> Iterator[StandingsColumn]:
    """What is said of each unit."""
    law, numbers = a.regulation, Numbers(a)
    kinds = {k.code: k.words for k in a.sector.unit_kinds}
    yield StandingsColumn("kind", label("kind", lang), lambda unit: kinds[unit.kind].said(lang))
    if law.sections:
        yield StandingsColumn("score", label("score", lang), numbers.score, numeric=True)
    for code, words in {f.code: f.words for unit in a.units for f in unit.figures}.items():
        yield StandingsColumn(code, words.said(lang), partial(_figure_cell, code, numbers, lang), numeric=True)
    for section in law.sections:
        if not section.bonus:
            heading_of = section_heading(section, lang)
            yield StandingsColumn(section.id, heading_of, partial(_section_cell, section, numbers), numeric=True)
    if any(s.bonus for s in law.sections):
        yield StandingsColumn("bonus", label("bonus", lang), lambda unit: numbers.written(unit.bonus), numeric=True)
    yield StandingsColumn("duties", label("duties", lang), _duties_cell)
    if any(unit.vetoes for unit in a.units):
        yield StandingsColumn(
            "vetoes", heading(law.veto_words, lang), lambda unit: _by_clause((v.veto for v in unit.vetoes), lang)
        )
    if any(unit.outcomes for unit in a.units):
        yield StandingsColumn("outcomes", label("outcomes", lang), lambda unit: _by_clause(unit.outcomes, lang))


def _duties_cell(unit: UnitResult) -> str:
    return f"{unit.duties.met}/{unit.duties.breached}/{unit.duties.pending}"


def _figure_cell(code: str, numbers: Numbers, lang: Lang, unit: UnitResult) -> str:
    return next((numbers.figure(f, lang) for f in unit.figures if f.code == code), "")


def _section_cell(section: Section, numbers: Numbers, unit: UnitResult) -> str:
    return numbers.written(next((s.score for s in unit.sections if s.section.id == section.id), None))


def _by_clause(found: Iterable[Veto | Outcome], lang: Lang) -> str:
    """Each once, in its words and with its clause."""
    return joined(dict.fromkeys(with_clause(one.words.said(lang), one.clause, lang) for one in found), lang)


def ends_said(a: Assessment, lang: Lang) -> str:
    """Where every incident ended, in the sector's own words if it has some."""
    ends = a.incidents
    counted = {
        "charged": ends.charged,
        "excused": ends.excused,
        "pending": ends.pending,
        "without_rule": ends.without_rule,
        "case": ends.case,
    }
    if a.sector.ends is not None and not ends.without_rule:
        said = a.sector.ends.said(lang)
        for code, n in {**counted, "out": ends.out}.items():
            said = said.replace(f"{{{code}}}", str(n))
        return said
    return f"{label('incidents', lang)}{colon(lang)}" + joined((f"{label(c, lang)} {n}" for c, n in counted.items()), lang)


def section_heading(section: Section, lang: Lang) -> str:
    """A section's number in the text, or its words where it has none."""
    return section.id if section.id[0].isdigit() else section.words.said(lang)


FORMATS = {"json": as_json, "csv": as_csv, "table": as_table}
