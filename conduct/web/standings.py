"""Standings as the board shows them: filtered and sorted by what the address asks, with the reader's rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from attrs import field

from conduct.core.base.exact import Exact
from conduct.core.base.frozen import define
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, Words
from conduct.core.scores.assess import assess
from conduct.core.scores.results import Assessment, UnitResult
from conduct.core.scores.standings import lists
from conduct.door.arriving import periods_with_facts
from conduct.door.deployment import Deployment
from conduct.report.standings import StandingsColumn, standings_columns

from .kept import last, lately
from .rights import Action
from .visits import Visit

_WIDE = 100  # of a bar, in its own units


@define(slots=False)
class Standings:
    """An assessment with what its pages need of it, made once."""

    made: Assessment
    _columns: dict[Lang, list[StandingsColumn]] = field(factory=dict)

    def columns(self, lang: Lang) -> list[StandingsColumn]:
        """The columns in a language."""
        if lang not in self._columns:
            self._columns[lang] = standings_columns(self.made, lang)
        return self._columns[lang]

    @cached_property
    def most(self) -> dict[str, Exact]:
        """What each section comes to at most, among the units: the end of its bars."""
        found: dict[str, Exact] = {}
        for unit in self.made.units:
            for one in unit.sections:
                found[one.section.id] = max(found.get(one.section.id, 0), one.base, one.score)
        return found

    def bar(self, unit: UnitResult, section: str) -> int | None:
        """How long the bar of a unit's section is, of a hundred; None where it has none."""
        most = self.most.get(section)
        score = next((one.score for one in unit.sections if one.section.id == section), None)
        return round(max(score, 0) * _WIDE / most) if most and score is not None else None

    @cached_property
    def printed(self) -> dict[str, tuple[float | None, int | None]]:
        """Each unit's score as it is printed, or the figure that ranks where there are no scores, and its rank."""
        rounding, standing = self.made.resolved.rounding, self.made.regulation.standing
        found: dict[str, tuple[float | None, int | None]] = {}
        for unit in self.made.units:
            value = unit.score
            if value is None and standing is not None:
                value = next((f.value for f in unit.figures if f.code == standing.code), None)
            found[unit.unit] = (float(rounding.rounded(value)) if value is not None else None, unit.rank)
        return found

    def ahead(self, unit: UnitResult) -> list[UnitResult]:
        """Those on the rank before a unit's, in the list in which it is ranked; none for the first and for one without a rank."""
        if unit.rank is None:
            return []
        mine = next(members for members in lists(self.made.resolved.standing, self.made.units) if unit in members)
        before = max((one.rank for one in mine if one.rank is not None and one.rank < unit.rank), default=None)
        return [one for one in mine if one.rank is not None and one.rank == before]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds that the units are of."""
        return frozenset(unit.kind for unit in self.made.units)

    @cached_property
    def by_id(self) -> dict[str, UnitResult]:
        """The units by id."""
        return {unit.unit: unit for unit in self.made.units}


def standings(visit: Visit, period: str | None, *, rest: bool = True, patience: float | None = None) -> tuple[Standings, bool]:
    """The standings of a period, and whether they rest on the latest facts: what is newer is being counted, if not. ``rest`` and
    ``patience`` as for `lately`."""

    asked = (period or "",)

    def make(at: Deployment) -> Standings:
        sector, before = at.sector(), last(visit, "standings", asked)
        earlier = before.made if isinstance(before, Standings) else None
        how = partial(assess, record=False, keep=True, today=at.config.today(), earlier=earlier, **at.settings(sector))
        return Standings(how(sector, at.ledger, at.period(sector, period)))

    return lately(visit, "standings", asked, make, rest=rest, patience=patience)


@define
class Chosen:
    """The units that the address asks for, in its order; ``idle`` are the filters that do not apply, as they were given."""

    units: list[UnitResult]
    sort: str
    down: bool
    idle: list[str] = field(factory=list)


def chosen(visit: Visit, of: Standings) -> Chosen:
    """The units that he may see and the address asks for: of a kind, by a part of the name or id, sorted by a column."""
    columns = {column.code for column in of.columns(visit.lang)}
    kind, words, sort = visit.one("kind"), visit.one("q"), visit.one("sort") or "rank"
    idle = []
    every, limited = of.made.units, visit.limited(Action.RESULTS)
    units = [unit for unit in every if visit.may_for(Action.RESULTS, unit.unit)] if limited else list(every)
    if kind and kind not in ({unit.kind for unit in units} if limited else of.kinds):
        idle.append(kind)
    elif kind:
        units = [unit for unit in units if unit.kind == kind]
    if words:
        units = [unit for unit in units if words.casefold() in unit.name.casefold() or words in unit.unit]
    down = visit.one("down") == "1"
    if sort != "rank" and sort not in columns:
        idle.append(sort)
        sort = "rank"
    if sort != "rank":
        _sorted(units, _value(sort), down)
    elif down:
        units.reverse()
    return Chosen(units, sort, down, idle)


def periods_of(visit: Visit) -> tuple[str, ...]:
    """The periods from which a page lets choose."""
    return lately(visit, "periods", (), periods_with_facts)[0]


def notes_for(visit: Visit, notes: Iterable[Words]) -> list[str]:
    """Notes as he may read them: whoever may see some units alone is told what the facts say of themselves, and of no case."""
    own = visit.deployment.ledger.notes(visit.sector) if visit.limited(Action.RESULTS) else ()
    return [note.said(visit.lang) for note in notes if not visit.limited(Action.RESULTS) or note in own]


Value = tuple[int, Exact, str]


def _sorted(units: list[UnitResult], value: Callable[[UnitResult], Value | None], down: bool) -> None:
    """Sorts them, those without a value last."""
    found = {unit.unit: value(unit) for unit in units}
    have = [unit for unit in units if found[unit.unit] is not None]
    have.sort(key=lambda unit: found[unit.unit] or (0, 0, ""), reverse=down)
    units[:] = have + [unit for unit in units if found[unit.unit] is None]


def _value(sort: str) -> Callable[[UnitResult], Value | None]:
    """What units are sorted by, by the code of a column."""

    def number(found: Exact | None) -> Value | None:
        return None if found is None else (0, found, "")

    def of(unit: UnitResult) -> Value | None:
        match sort:
            case "name" | "kind" | "unit":
                return (0, 0, str(getattr(unit, sort)))
            case "score" | "bonus":
                return number(getattr(unit, sort))
            case "duties":
                return number(unit.duties.breached)
            case "vetoes" | "outcomes":
                return number(len(getattr(unit, sort)) or None)
        figures = [figure.value for figure in unit.figures if figure.code == sort]
        scores = [one.score for one in unit.sections if one.section.id == sort]
        return number(next(iter([*figures, *scores]), None))

    return of
