"""What results show beside the standing: duties, sanctions and their totals, figures, checklists, and what waits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from fractions import Fraction

from ..base.exact import Exact, exact, measured
from ..base.words import Words
from ..duties.changes import cases
from ..duties.duty_sql import BREACHED, MET, PENDING
from ..duties.sanction import SanctionFound, Sanctions
from ..duties.window import NOT_OUT
from ..law.caseload import CaseFigures
from ..law.conditions import name, quoted
from ..law.duty import Settled
from ..law.figure import Figure, MeanFigure
from ..law.law import Regulation
from ..law.scales import pairwise
from ..ledger.schema import table
from .figures import figure_shown
from .results import Checked, FigureShown, Line, PersonTotal, UnitResult
from .slots import Scope, Slots, Sums

Results = Mapping[str, UnitResult]


def count_once(connection: sqlite3.Connection) -> None:
    """From here on a pending duty is counted in the first of several parts of a period in which its unit stands."""
    connection.execute("DROP TABLE IF EXISTS temp.pending_counted")
    connection.execute("CREATE TEMP TABLE pending_counted (unit TEXT, duty INTEGER, incident TEXT, action TEXT, period TEXT)")
    connection.execute("CREATE INDEX temp.pending_counted_by ON pending_counted (incident, duty)")


def count_duties(scope: Scope, results: Results, in_parts: bool = False) -> None:
    """How many duties of each unit were met, breached and are pending; ``in_parts`` after `count_once`."""
    own = "unit, duty, incident, action, period"
    same = " AND ".join(f"c.{column} IS s.{column}" for column in own.split(", "))
    fresh = f"NOT EXISTS (SELECT 1 FROM temp.pending_counted c WHERE {same})" if in_parts else "1"
    rows = scope.connection.execute(
        f"""SELECT unit, status, count(*) FROM temp.duty_state s WHERE status <> '{PENDING}' OR {fresh} GROUP BY unit, status
            UNION ALL SELECT unit, '{MET}', sum(n) FROM temp.duty_met GROUP BY unit"""
    )
    for unit, status, n in rows:
        result = results.get(scope.homes.get(unit, ""))
        if result is None:
            continue
        if status == BREACHED:
            result.duties.breached += n
        elif status == PENDING:
            result.duties.pending += n
        elif status == MET:
            result.duties.met += n
    if in_parts:
        elsewhere = ", ".join(quoted(unit) for unit, home in scope.homes.items() if home not in results)
        scope.connection.execute(
            f"""INSERT INTO temp.pending_counted SELECT {own} FROM temp.duty_state s
                WHERE status = '{PENDING}' AND unit NOT IN ({elsewhere}) AND {fresh}"""
        )


# ---- sanctions


def give_sanctions(scope: Scope, results: Results, found: Sanctions) -> None:
    """Each unit's sanctions, what they come to by person and on the unit, and a line where nobody was known."""
    terms = scope.regulation.sanction_terms
    if terms is None:
        return
    unknown: dict[tuple[str, str, str], list[str]] = {}
    for sanction in found.standing:
        result = results.get(scope.homes.get(sanction.unit, ""))
        if result is None:
            continue
        if sanction.on is None:
            unknown.setdefault((result.unit, sanction.unknown, sanction.rule.clause), []).append(sanction.incident)
        else:
            result.sanctions.append(sanction)
    for sanction in found.gave_way:
        if (result := results.get(scope.homes.get(sanction.unit, ""))) is not None:
            result.gave_way.append(sanction)
    for (unit, who, clause), incidents in unknown.items():
        code, words = terms.unknown_person if who == "person" else terms.unknown_head
        ids = tuple(sorted(set(incidents)))
        line = Line(code, clause, None, len(ids), None, incidents=ids if scope.trace else None, words=words)
        results[unit].lines.append(line)
    for result in results.values():
        result.lines.sort(key=lambda line: (line.clause, line.kind))
        _add_up(result.sanctions, result)
        percents = [s.percent for s in result.sanctions if s.percent is not None]
        if percents:
            low = min(pairwise([p[0] for p in percents]), terms.most_percent)
            high = min(pairwise([p[1] for p in percents]), terms.most_percent)
            figure = FigureShown(terms.percent_code, terms.percent_words, terms.clause, low, len(percents), high, "percent")
            result.figures.append(figure)


def _add_up(sanctions: Iterable[SanctionFound], result: UnitResult) -> None:
    totals: dict[str, tuple[Exact, Exact]] = {}
    for sanction in sanctions:
        if sanction.months is not None and sanction.on is not None:
            low, high = totals.get(sanction.on, (0, 0))
            totals[sanction.on] = (low + sanction.months[0], high + sanction.months[1])
    result.persons = [PersonTotal(person, totals[person]) for person in sorted(totals)]


# ---- figures


def give_figures(scope: Scope, results: Results, sums: Mapping[str, Sums], slots: Slots) -> None:
    """The figures that the regulation shows."""
    for figure in scope.regulation.of(Figure, CaseFigures, MeanFigure):
        if isinstance(figure, Figure):
            for unit, result in results.items():
                if (shown := figure_shown(scope, figure, unit, sums[unit], slots)) is not None:
                    result.figures.append(shown)
        elif isinstance(figure, CaseFigures):
            _case_figures(scope, results, figure)
        else:
            _mean_figure(scope, results, figure)


def _case_figures(scope: Scope, results: Results, figures: CaseFigures) -> None:
    counts: dict[tuple[str, str], int] = {}
    for code, unit, n in scope.connection.execute("SELECT code, unit, sum(n) FROM temp.case_figure GROUP BY code, unit"):
        home = scope.homes.get(unit, "")
        counts[home, code] = counts.get((home, code), 0) + n
    for unit, result in results.items():
        for code, words in figures.figures.items():
            n = counts.get((unit, code), 0)
            result.figures.append(FigureShown(code, words, figures.clause, n, n))


def _mean_figure(scope: Scope, results: Results, figure: MeanFigure) -> None:
    period = scope.period
    rows = scope.connection.execute(
        f"""SELECT i.unit, t.{name(figure.attribute.code)}, count(*) FROM {cases(scope.sector)} i
            CROSS JOIN {name(table(scope.sector, "actions"))} t ON t.incident = i.incident AND t.step = {quoted(figure.step.code)}
            WHERE i.date BETWEEN ? AND ? AND t.date <= ? AND t.{name(figure.attribute.code)} IS NOT NULL AND {NOT_OUT}
            GROUP BY 1, 2""",
        (period.start.isoformat(), period.end.isoformat(), scope.as_of.isoformat()),
    )
    said: dict[str, list[tuple[Exact, int]]] = {}
    for unit, value, n in rows:
        said.setdefault(scope.homes.get(unit, ""), []).append((measured(str(value)), n))
    for unit, values in said.items():
        if unit in results:
            n = sum(k for _, k in values)
            mean = exact(Fraction(pairwise([value * k for value, k in values])) / n)
            results[unit].figures.append(FigureShown(figure.code, figure.words, figure.clause, mean, n, rounding=figure.rounding))


# ---- checklists, and what waits


def give_checks(scope: Scope, results: Results) -> None:
    """Each content of a checklist that was checked in the period: met of checked."""
    period = scope.period
    by_step = {(c.step.code, c.by.code): c for c in scope.regulation.checklists}
    for checklist in by_step.values():
        found: dict[tuple[str, str], tuple[int, int]] = {}
        rows = scope.connection.execute(
            f"""SELECT unit, {name(checklist.by.code)}, sum({name(checklist.met.code)}), count(*)
                FROM {name(table(scope.sector, "actions"))}
                WHERE step = ? AND date BETWEEN ? AND ? AND date <= ? GROUP BY 1, 2""",
            (checklist.step.code, period.start.isoformat(), period.end.isoformat(), scope.as_of.isoformat()),
        )
        for unit, content, met, checked in rows:
            key = (scope.homes.get(unit, ""), content)
            before = found.get(key, (0, 0))
            found[key] = (before[0] + met, before[1] + checked)
        for (home, content), (met, checked) in sorted(found.items()):
            if home in results:
                results[home].checks.append(Checked(content, met, checked))
    order = {c.id: n for n, c in enumerate(scope.regulation.text.clauses)}
    for result in results.values():
        result.checks.sort(key=lambda c: (order.get(c.clause, len(order)), c.clause))


Waits = dict[int, set[str]]


def waiting(scope: Scope) -> Waits:
    """By duty, the incidents that were dealt with in time and are still to be looked at again."""
    found: Waits = {}
    assessed = {u.id for u in scope.assessed}
    for n, duty in enumerate(scope.regulation.duties):
        if not isinstance(duty.expect, Settled):
            continue
        actions = name(table(scope.sector, "actions"))
        rows = scope.connection.execute(
            f"""SELECT DISTINCT unit, incident FROM temp.duty_state s WHERE duty = {n} AND status = '{MET}' AND EXISTS (
                SELECT 1 FROM {actions} r WHERE r.incident = s.incident AND r.step = :step AND r.date <= s.due
                    AND NOT EXISTS (SELECT 1 FROM {actions} c WHERE c.incident = s.incident AND c.step = :check
                        AND c.date <= :as_of AND (c.date, c.action) > (r.date, r.action)))""",
            {"step": duty.expect.step.code, "check": duty.expect.check.code, "as_of": scope.as_of.isoformat()},
        )
        found[n] = {incident for unit, incident in rows if scope.homes.get(unit) in assessed and scope.noted(unit)}
    return found


def waiting_notes(regulation: Regulation, waits: Waits) -> list[Words]:
    """A note for each duty of which something waits."""
    notes = []
    for n, incidents in waits.items():
        duty = regulation.duties[n]
        if incidents and isinstance(duty.expect, Settled):
            ids, again = sorted(incidents), duty.expect.check.words
            notes.append(
                Words(
                    f"已按期{duty.expect.step.words.zh}，待{again.zh}：{'、'.join(ids)}",
                    f"{duty.expect.step.code} in time, waiting for {again.en}: {', '.join(ids)}",
                )
            )
    return notes
