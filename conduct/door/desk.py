"""A clerk's session, a line at a time: what is at hand, and what each line comes to."""

from __future__ import annotations

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.frozen import define, frozen
from conduct.core.duties.agenda import agenda
from conduct.core.duties.case import has_case
from conduct.core.law.sector import Sector
from conduct.core.ledger.units import units_of
from conduct.loading.cells import Bad
from conduct.loading.cells import day as day_written
from conduct.loading.desk import DeskLine, desk_line, opens_case
from conduct.loading.entry import EntryDefaults as Clerk
from conduct.loading.entry import by_clerk, entry_of
from conduct.loading.own_words import office_words
from conduct.loading.record import enter
from conduct.loading.unit_names import UnitNames, unit_meant

from .deployment import Deployment
from .entering import clerk_of, recorded_of
from .given import checked
from .kept import FactRecorded
from .owed import CaseStands, DutiesOwed, StatesFound
from .owing import case_on, owed_of


@frozen
class DeskAnswer:
    """What a line came to: what it asked for, or entered; ``quit`` ends the session, ``help`` asks how lines are written."""

    quit: bool = False
    help: bool = False
    due: DutiesOwed | None = None
    case: CaseStands | None = None
    recorded: FactRecorded | None = None


@define
class DeskSession:
    """What is at hand: the defaults for what is entered, and the case that was last entered or looked at.

    The day is that of entries alone: what is due, and a case, are as of today.
    """

    _at: Deployment
    sector: Sector
    _clerk: Clerk
    _day: str = ""
    case: str = ""

    @property
    def day(self) -> str:
        """The day that entries bear which say none."""
        return self._day or self._clerk.today.isoformat()

    @property
    def unit(self) -> str:
        """The unit that takes complaints in; empty if none is set."""
        return self._clerk.unit

    @property
    def alone(self) -> bool:
        """Whether one unit alone stands on the day, which entries then are about though none is set."""
        units = units_of(self._at.ledger.connection, self.sector).values()
        standing = [u for u in units if (u.opens or "") <= self.day <= (u.closes or "9999-12-31")]
        return sum(u.kind in self.sector.assessed for u in standing) == 1

    @property
    def clerk(self) -> str:
        """Whose entries they are; empty if nobody is set."""
        return self._clerk.clerk

    @property
    def wrong(self) -> list[Problem]:
        """What is wrong with the unit that the configuration gives: that the ledger holds none of that id or name."""
        place = self._clerk.places.get("unit")
        names = UnitNames.known(self._at.ledger.connection, self.sector)
        if place is None or names(self.unit) in names.ids:
            return []
        return [Problem("unit-unknown", {"value": self.unit}, place)]

    @property
    def by_others(self) -> list[str]:
        """The steps for which the clerk is not put down, by code."""
        return [s.code for s in self.sector.all_steps if not s.by_unit and not by_clerk(s)]

    @checked
    def take(self, text: str) -> DeskAnswer:
        """Does what a line says. Raises `Fault` for what is wrong with it; nothing is entered then."""
        words = text.split()
        if words and opens_case(self.sector, words[0]):
            self.case = ""  # even where the line is refused: what follows is no longer about the case before
        is_case = bool(words) and has_case(self.sector, self._at.ledger, words[0])
        line = desk_line(self.sector, text, words[:1] if is_case else [])
        rest = line.rest.strip()
        match line.word:
            case "quit":
                return DeskAnswer(quit=True)
            case "help":
                return DeskAnswer(help=True)
            case "due":
                return DeskAnswer(due=self.due())
            case "case":
                return DeskAnswer(case=self._look(rest))
            case "day":
                self._set_day(rest)
            case "unit":
                meant = unit_meant(self._at.ledger, self.sector, rest) if rest else ""
                if meant is None:
                    raise fault("unit-unknown", value=rest)
                self._clerk = self._clerk.with_default("unit", meant)
            case "clerk":
                self._clerk = self._clerk.with_default("clerk", rest)
            case None:
                return self._enter(line)
        return DeskAnswer()

    def due(self) -> DutiesOwed:
        """What is due at the desk as of today: overdue ones first."""
        unknown: list[Problem] = []
        ledger, day = self._at.ledger, self._clerk.today
        states = agenda(self.sector, ledger, day, unknown=unknown, **self._at.settings(self.sector))
        mine = UnitNames.known(ledger.connection, self.sector)(self.unit) if self.unit else ""
        states = [s for s in states if mine in ("", s.unit)]
        found = StatesFound((self.sector,), day, tuple(states), tuple(ledger.notes(self.sector)), tuple(unknown))
        return owed_of(self._at, found)

    def _enter(self, line: DeskLine) -> DeskAnswer:
        case = line.case or ("" if line.opens else self.case)
        if not line.pairs and case:
            return DeskAnswer(case=self._look(case))
        pairs = list(line.pairs)
        there = {key for key, _ in pairs}
        if not line.opens and not there & {"incident", "事项", "unit", "单位"}:
            if not case:
                raise fault("desk-no-case")
            pairs.append(("incident", case))
        if self._day and not there & {"date", "日期"}:
            pairs.append(("date", self._day))
        own = office_words(self._at.config, self.sector)
        what = "incidents" if line.opens else "actions"
        entry = entry_of(self.sector, what, pairs, self._clerk, own=own, entered=line.opens)
        made = enter(self._at.ledger, entry, "desk", own=own)
        self.case = made.incident or self.case
        return DeskAnswer(recorded=recorded_of(self._at, self.sector, made, self._clerk))

    def _look(self, incident: str) -> CaseStands:
        found = case_on(self._at, self.sector, incident or self.case, self._clerk.today)
        self.case = str(found.incident["incident"])
        return found

    def _set_day(self, written: str) -> None:
        if not written:
            self._day = ""
            return
        found = day_written(written)
        if isinstance(found, Bad):
            raise Fault([Problem(found.code, found.values)])
        self._day = "" if found == self._clerk.today.isoformat() else str(found)


def desk(at: Deployment) -> DeskSession:
    """As `Office.desk`."""
    sector = at.sector()
    clerk = clerk_of(at, sector)
    at.ledger.need(sector)
    return DeskSession(at, sector, clerk)
