"""The tables below the standings: lines, sanctions, what they come to by person, checklists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from conduct.core.base.exact import Exact
from conduct.core.base.words import Lang, clause_words
from conduct.core.duties.passed_over import NotRanked
from conduct.core.duties.sanction import SanctionFound
from conduct.core.law.choices import turned_on
from conduct.core.law.consequence import SameMatter, Unranked
from conduct.core.law.model import Options
from conduct.core.law.terms import Reading
from conduct.core.scores.results import Assessment, Line, UnitResult

from .labels import channel_said, heading, joined, label, with_clause
from .numbers import Numbers
from .readings_said import readings_said
from .tables import printed, text_table


def details(a: Assessment, lang: Lang) -> Iterator[str]:
    """Every table that the assessment has something for."""
    for part in (_unranked, _vetoes, _lines, _sanctions, _persons, _checks):
        yield from part(a, lang)


def readings_behind(a: Assessment, code: str) -> list[Reading]:
    """The readings that the rule of this code on who has no rank turns on."""
    return [reading for rule in a.regulation.of(Unranked) if rule.code == code for reading in turned_on(rule)]


def why_unranked(a: Assessment, why: NotRanked, lang: Lang, *, codes: bool = True) -> str:
    """Why a unit is shown without a rank: the clause's rule with its reading, its ``codes`` after it, or the action's reason, by
    whom."""
    words = why.words.said(lang)
    if why.action is not None:
        said = label("not_assessed_by", lang)
        return said.format(words=words, period=why.period, by=why.by, reason=why.reason, action=why.action)
    readings = {one.name: a.readings[one.name] for one in readings_behind(a, why.code)}
    behind = readings_said(readings, a.regulation.readings, lang, codes=codes)
    reading = label("by_reading", lang).format(behind) if behind else ""
    return label("unranked_why", lang).format(words, clause_words(why.clause or "", lang), reading)


def _unranked(a: Assessment, lang: Lang) -> Iterator[str]:
    rows = [[unit.unit, unit.name, why_unranked(a, why, lang)] for unit in a.units for why in unit.unranked]
    if rows:
        yield text_table([label(c, lang) for c in ("unit", "name", "why")], rows, title=label("unranked", lang))


def _vetoes(a: Assessment, lang: Lang) -> Iterator[str]:
    rows = [
        [unit.unit, clause_words(veto.veto.clause, lang), veto.veto.words.said(lang), " ".join(veto.incidents)]
        for unit in a.units
        for veto in unit.vetoes
    ]
    if rows:
        title = heading(a.regulation.veto_words, lang)
        yield text_table([label("unit", lang), label("clause", lang), title, label("incidents", lang)], rows, title=title)


def _lines(a: Assessment, lang: Lang) -> Iterator[str]:
    """Each unit's lines, with the ids behind them where the run was traced; untraced only those that move no points."""
    traced = any(line.incidents is not None for unit in a.units for line in unit.lines)
    lines = [(unit, line) for unit in a.units for line in unit.lines if traced or line.points is None]
    if not lines:
        return
    codes = line_codes(lines)
    codes += ["incidents"] if traced else []
    numbers = Numbers(a)
    rows = []
    for unit, line in lines:
        cells = line_cells(a, unit, line, numbers, lang)
        rows.append([cells[c] for c in codes])
    numeric = [n for n, c in enumerate(codes) if c in LINE_FIGURES]
    headings = line_headings(a, codes, lang)
    yield text_table(headings, rows, numeric, title=label("trace", lang))


LINE_FIGURES = ("count", "weight", "index", "average", "place", "points")
"""The columns of lines that hold figures."""


def line_codes(lines: Collection[tuple[UnitResult, Line]]) -> list[str]:
    """The columns that lines need: those of a ranking where one of them has a channel, points where any has some."""
    ranked = any(line.channel for _, line in lines)
    scored = any(line.points is not None for _, line in lines)
    sections = any(line.section is not None and line.section.id != line.clause for _, line in lines)
    codes = ["unit", "clause", "item"]
    codes += ["section"] if sections else []
    codes += ["channel", "count", "weight", "index", "average", "place"] if ranked else ["count"]
    return codes + (["points"] if scored else [])


def line_headings(a: Assessment, codes: Sequence[str], lang: Lang) -> list[str]:
    """The headings of columns of lines; a ranking's as the text calls them."""
    headings = {c: label(c, lang) for c in codes}
    if "channel" in codes and len(a.resolved.rankings) == 1:
        ranking = a.resolved.rankings[0]
        headings.update(index=ranking.index_words.said(lang), average=ranking.average_words.said(lang))
    return [headings[c] for c in codes]


def line_cells(a: Assessment, unit: UnitResult, line: Line, numbers: Numbers, lang: Lang) -> dict[str, str]:
    """What each column says of a line."""
    words = line.words or a.sector.kind_by_code[line.kind].words
    index, average = numbers.compared(line)
    return {
        "unit": unit.unit,
        "clause": clause_words(line.clause, lang),
        "item": words.said(lang),
        "section": line.section.words.said(lang) if line.section else "",
        "channel": channel_said(a.sector, unit.kind, line.channel, lang) if line.channel else "",
        "count": str(line.count),
        "weight": printed(line.weight),
        "index": index,
        "average": average,
        "place": "" if line.place is None else str(line.place),
        "points": numbers.written(line.points),
        "incidents": " ".join(line.incidents or ()),
    }


def _sanctions(a: Assessment, lang: Lang) -> Iterator[str]:
    """Each sanction with its clause and incident; what waits for a decision says so."""
    rows = []
    for unit in a.units:
        for found in unit.sanctions:
            amount = sanction_amount(found, lang)
            state = label("decided" if found.decided else "undecided", lang)
            words = found.rule.words.said(lang)
            rows.append(
                [unit.unit, clause_words(found.rule.clause, lang), words, named(a, found.on), amount, found.incident, state]
            )
    if rows:
        codes = ("unit", "clause", "sanction", "on", "amount", "incident", "status")
        yield text_table([label(c, lang) for c in codes], rows, title=label("sanctions", lang))


def sanction_amount(found: SanctionFound, lang: Lang) -> str:
    """How much: months, a percentage, or the degree that a person decided."""
    if found.months is not None:
        return months_said(found.months, lang)
    if found.percent is not None:
        return percent_said(found.percent)
    degree, said = found.rule.degree, found.degree or ""
    return degree.decided_by.said(said).said(lang) if degree is not None else said


def instead_words(found: SanctionFound, lang: Lang) -> str:
    """What stands in the place of a sanction that gave way: for which incident, what, and by which clause."""
    assert found.gave_way is not None
    said = [with_clause(rule.words.said(lang), rule.clause, lang) for rule in found.gave_way.rules]
    why = label("gave_way_matter" if isinstance(found.gave_way.by, SameMatter) else "gave_way_person", lang)
    return why.format(found.gave_way.incident, joined(said, lang))


def named(a: Assessment, unit: str | None) -> str:
    """An id with the name that goes with it."""
    name = a.names.get(unit or "", "")
    return f"{unit or ''} {name}".strip()


def _persons(a: Assessment, lang: Lang) -> Iterator[str]:
    rows = [[unit.unit, named(a, person.unit), span(person.months)] for unit in a.units for person in unit.persons]
    if rows:
        codes = ("unit", "person", "months_withheld")
        yield text_table([label(c, lang) for c in codes], rows, [2], title=label("persons", lang))


def _checks(a: Assessment, lang: Lang) -> Iterator[str]:
    contents = list(dict.fromkeys(check.clause for unit in a.units for check in unit.checks))
    if not contents:
        return
    rows = []
    for unit in a.units:
        found = {c.clause: f"{c.met}/{c.checked}" for c in unit.checks}
        if found:
            rows.append([unit.unit, *(found.get(c, "") for c in contents)])
    yield text_table([label("unit", lang), *contents_said(a, contents, lang)], rows, title=label("checks", lang))


def contents_said(a: Assessment, contents: Iterable[str], lang: Lang) -> list[str]:
    """The contents of a checklist in words, else by their clause."""
    options = {
        code: words.said(lang)
        for attribute in a.sector.action_attributes.values()
        if isinstance(attribute.type, Options)
        for code, words in attribute.type.words.items()
    }
    return [options.get(c) or clause_words(c, lang) for c in contents]


def months_said(ends: tuple[Exact, Exact], lang: Lang) -> str:
    """From how many months to how many."""
    return label("months", lang).format(span(ends))


def percent_said(ends: tuple[Exact, Exact]) -> str:
    """From which percentage to which."""
    return f"{span(ends)}%"


def span(ends: tuple[Exact, Exact]) -> str:
    """From the least to the most, or the figure where both are one."""
    low, high = printed(ends[0]), printed(ends[1])
    return low if low == high else f"{low}–{high}"
