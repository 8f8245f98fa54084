"""What results show beside the standing: duties, sanctions and their totals, figures, checklists, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..base.exact import Exact
from ..base.words import Words
from ..duties.duty_sql import BREACHED, MET, PENDING
from ..duties.engine import DutyEngine
from ..duties.pending import PendingOnce
from ..duties.sanction import SanctionFound, Sanctions
from ..law.caseload import CaseFigures
from ..law.conditions import name
from ..law.duty import Settled
from ..law.figure import Figure, MeanFigure
from ..law.law import Regulation
from ..law.scales import pairwise
from ..ledger.schema import table
from .figures import Said, figure_shown, mean_of, said_of
from .results import Checked, FigureFound, Line, PersonTotal, UnitResult
from .slots import Scope, Slots, Sums

Results = Mapping[str, UnitResult]


def count_duties(scope: Scope, engine: DutyEngine, results: Results, once: PendingOnce | None) -> None:
    """How many duties of each unit were met, breached and are pending; of several parts a pending one only ``once``."""
    elsewhere = [unit for unit, home in scope.homes.items() if home not in results] if once is not None else ()
    for counted in (*engine.count_states(once, elsewhere), *scope.rest.state_counts()):
        result = results.get(scope.homes.get(counted.unit, ""))
        if result is None:
            continue
        if counted.status == BREACHED:
            result.duties.breached += counted.n
        elif counted.status == PENDING:
            result.duties.pending += counted.n
        elif counted.status == MET:
            result.duties.met += counted.n


# ---- sanctions


def give_sanctions(scope: Scope, results: Results, found: Sanctions) -> None:
    """Each unit's sanctions, what they come to by person and on the unit, and a line where nobody was known."""
    terms = scope.regulation.sanction_terms
    if terms is None:
        return
    for sanction in found.standing:
        result = results.get(scope.homes.get(sanction.unit, ""))
        if result is not None and sanction.on is not None:
            result.sanctions.append(sanction)
    for sanction in found.gave_way:
        if (result := results.get(scope.homes.get(sanction.unit, ""))) is not None:
            result.gave_way.append(sanction)
    words = dict((terms.unknown_person, terms.unknown_head))
    for (unit, code, clause), incidents in unknown_bearers(scope, found).items():
        if unit not in results:
            continue
        ids = tuple(sorted(incidents))
        line = Line(code, clause, None, len(ids), None, incidents=ids if scope.trace else None, words=words[code])
        results[unit].lines.append(line)
    for result in results.values():
        result.lines.sort(key=lambda line: (line.clause, line.kind))
        _add_up(result.sanctions, result)
        percents = [s.percent for s in result.sanctions if s.percent is not None]
        if percents:
            low = min(pairwise([p[0] for p in percents]), terms.most_percent)
            high = min(pairwise([p[1] for p in percents]), terms.most_percent)
            figure = FigureFound(terms.percent_code, terms.percent_words, terms.clause, low, len(percents), high, "percent")
            result.figures.append(figure)


def unknown_bearers(scope: Scope, found: Sanctions) -> dict[tuple[str, str, str], set[str]]:
    """The incidents whose sanctions fall on somebody whom nobody knows: by unit, by the code that says so, by clause."""
    terms = scope.regulation.sanction_terms
    unknown: dict[tuple[str, str, str], set[str]] = {}
    for sanction in found.standing if terms is not None else ():
        assert terms is not None
        if sanction.on is None:
            code, _ = terms.unknown_person if sanction.unknown == "person" else terms.unknown_head
            unknown.setdefault((scope.homes.get(sanction.unit, ""), code, sanction.rule.clause), set()).add(sanction.incident)
    return unknown


def _add_up(sanctions: Iterable[SanctionFound], result: UnitResult) -> None:
    totals: dict[str, tuple[Exact, Exact]] = {}
    for sanction in sanctions:
        if sanction.months is not None and sanction.on is not None:
            low, high = totals.get(sanction.on, (0, 0))
            totals[sanction.on] = (low + sanction.months[0], high + sanction.months[1])
    result.persons = [PersonTotal(person, totals[person]) for person in sorted(totals)]


# ---- figures


def give_figures(scope: Scope, engine: DutyEngine, results: Results, sums: Mapping[str, Sums], slots: Slots) -> None:
    """The figures that the regulation shows."""
    for figure in scope.regulation.of(Figure, CaseFigures, MeanFigure):
        if isinstance(figure, Figure):
            for unit, result in results.items():
                if (shown := figure_shown(scope, figure, unit, sums[unit], slots)) is not None:
                    result.figures.append(shown)
        elif isinstance(figure, CaseFigures):
            _case_figures(scope, engine, results, figure)
        else:
            _mean_figure(scope, engine, results, figure)


def _case_figures(scope: Scope, engine: DutyEngine, results: Results, figures: CaseFigures) -> None:
    counts: dict[tuple[str, str], int] = {}
    for found in (*engine.case_figures(), *scope.rest.case_figures()):
        home = scope.homes.get(found.unit, "")
        counts[home, found.code] = counts.get((home, found.code), 0) + found.n
    for unit, result in results.items():
        for code, words in figures.figures.items():
            n = counts.get((unit, code), 0)
            result.figures.append(FigureFound(code, words, figures.clause, n, n))


def _mean_figure(scope: Scope, engine: DutyEngine, results: Results, figure: MeanFigure) -> None:
    said: dict[str, list[Said]] = {}
    for one in said_of(scope, engine, figure):
        said.setdefault(scope.homes.get(one.unit, ""), []).append(one)
    for unit, listed in said.items():
        mean, n = mean_of(listed)
        if unit in results and mean is not None:
            results[unit].figures.append(FigureFound(figure.code, figure.words, figure.clause, mean, n, rounding=figure.rounding))


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


def waiting(scope: Scope, engine: DutyEngine) -> Waits:
    """By duty, the incidents that were dealt with in time and are still to be looked at again."""
    assessed = {u.id for u in scope.assessed}
    return {
        n: {w.incident for w in engine.waiting(n) if scope.homes.get(w.unit) in assessed and scope.noted(w.unit)}
        for n, duty in enumerate(scope.regulation.duties)
        if isinstance(duty.expect, Settled)
    }


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
