"""What a browser asks, with who asks it; and what it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from attrs import field

from conduct.core.base.faults import Fault
from conduct.core.base.frozen import define, frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, Words
from conduct.core.law import conditions
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table
from conduct.core.ledger.units import Unit, units_of
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.report.moments import moment_said

from .accounts import Accounts, SignedIn
from .case_links import CaseSaid, case_said
from .due import line_of
from .fields import Field
from .meant import MEANT
from .rights import Action
from .sent import Sent
from .settings import WebSettings
from .telling import WrongCell, cell_named, place_in, said_in_form
from .words import WORDS

if TYPE_CHECKING:
    from starlette.responses import Response

FILE = "file"
"""The cell of a form in which a file is sent."""
_UNITS: dict[tuple[str, str], tuple[str, dict[str, Unit]]] = {}
"""The units of a ledger's sectors, with the head of the chain that they are of."""
_UNITS_READ = Lock()  # they are read by one page, and the others wait for that


class NotFound(Exception):
    """There is no such thing, or it is not for whoever asks: which of the two is not said."""


@frozen
class Download:
    """A file that is handed out under a name of ours, never shown in its place."""

    content: bytes | Path
    media: str
    name: str


@frozen
class Answer:
    """A page by its template and what it shows; with ``to`` another address instead, with ``file`` that, with ``made`` what was
    answered before."""

    template: str = ""
    shown: Mapping[str, object] = field(factory=dict)
    status: int = 200
    to: str | None = None
    cookie: str | None = None  # the word of a session that begins; empty for one that ends
    file: Download | None = None
    brief: str | None = None  # the word of a sign-in that goes on elsewhere; empty for one that is done
    made: Response | None = None


@frozen
class Served:
    """What is served: a ledger with its deployment, and the accounts beside it."""

    ledger: Path
    config: Path | None
    sectors: tuple[str, ...]
    accounts: Accounts
    lang: Lang
    origins: tuple[str, ...]
    settings: WebSettings
    titles: Mapping[str, Words] = field(factory=dict)  # what the sectors are called

    @property
    def origin(self) -> str:
        """The address of the pages."""
        return self.origins[0]


@define(slots=False)
class Visit:
    """One request. ``path`` is its address as a link has it, ``places`` are the parts of that, ``query`` and ``form`` what was
    sent, each name once or more; ``files`` what was sent with a form, by its cell.

    ``json`` says that a program asks, ``bearer`` that it does by a token; ``sent`` is what came as JSON, ``faults`` what was
    wrong with it, ``refused`` the codes of the page's own words for why it is refused. ``brief`` is the cookie of a sign-in that
    went on elsewhere. ``beside`` is what is wrong beside each field, by the field's id.
    """

    served: Served
    method: str
    path: str
    places: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    form: Sequence[tuple[str, str]]
    session: SignedIn | None
    address: str
    lang: Lang
    files: Mapping[str, Sent] = field(factory=dict)
    json: bool = False
    bearer: bool = False
    sent: object = None
    faults: list[Fault] = field(factory=list)
    refused: list[str] = field(factory=list)
    brief: str = ""
    beside: dict[str, list[str]] = field(factory=dict)

    def one(self, name: str) -> str:
        """What was sent by a name, in the form, else in the address: the first, without blanks around it; empty for nothing."""
        found = next((value for key, value in (*self.form, *self.query) if key == name), "")
        return found.strip()

    def filled(self, but: Sequence[str] = ()) -> dict[str, str]:
        """The form's cells that are not empty, less some, and less what confirms that they are meant."""
        return {key: value.strip() for key, value in self.form if key not in (*but, *MEANT) and value.strip()}

    def address_with(self, **changed: object) -> str:
        """The address of this page with some of what it asks for changed; None takes it out."""
        return self.elsewhere(self.path, **changed)

    def elsewhere(self, path: str, **changed: object) -> str:
        """Another address that is asked for the same, with some of it changed; None takes it out."""
        kept = {key: value for key, value in self.query if key not in changed}
        kept.update({key: str(value) for key, value in changed.items() if value not in (None, "")})
        return path + ("?" + urlencode(kept) if kept else "")

    def may(self, action: Action, sector: str | None = None) -> bool:
        """Whether whoever asks may do this."""
        return action is Action.PUBLIC or (self.session is not None and self.session.account.rights.may(action, sector))

    @property
    def sector_name(self) -> str:
        """The sector of the address. Raises `NotFound` for one that is not served."""
        name = self.places.get("sector", "")
        if name not in self.served.sectors:
            raise NotFound
        return name

    @cached_property
    def own_sectors(self) -> list[tuple[str, Words, str]]:
        """The sectors of which whoever asks may see something: each with what it is called and the page where he begins."""
        found = []
        for name in self.served.sectors:
            if (first := self._first(name)) is not None:
                found.append((name, self.served.titles.get(name, Words(name, name)), first))
        return found

    def _first(self, sector: str) -> str | None:
        for action, page in ((Action.DESK, "desk"), (Action.RESULTS, "board")):
            if self.may(action, sector):
                return f"/{sector}/{page}"
        mine = self.session.account.rights.units(Action.OWN, sector) if self.session is not None else ()
        return next((f"/{sector}/own/{quote(unit, safe='')}" for unit in sorted(mine)), None)

    @property
    def at_sector(self) -> str | None:
        """The sector whose pages the navigation leads to: that of the address if it is his, else his first."""
        names = [name for name, _, _ in self.own_sectors]
        return self.places["sector"] if self.places.get("sector") in names else next(iter(names), None)

    @cached_property
    def at_period(self) -> str:
        """The period of the sector that the page is about, as the address or the form says it; empty for none, or none such."""
        if not self.one("period") or self.places.get("sector") != self.at_sector or self.at_sector is None:
            return ""
        try:
            return self.sector.period(self.one("period")).id
        except Fault:  # the page itself says so
            return ""

    @cached_property
    def deployment(self) -> Deployment:
        """The ledger with the deployment's settings, as whoever asks works with it; closed when the request ends."""
        sector = self.sector_name if "sector" in self.places else None
        return Deployment(self.served.ledger, sector, self.served.config, self.lang, self.author)

    @cached_property
    def office(self) -> Office:
        """The office whose methods answer."""
        return Office(self.deployment)

    @cached_property
    def sector(self) -> Sector:
        """The sector of the address."""
        return self.deployment.sector()

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The sector's units, kept for all who ask until the ledger changes: they are many."""
        question, mark = (str(self.served.ledger), self.sector_name), self.deployment.mark
        with _UNITS_READ:
            if (found := _UNITS.get(question)) is not None and found[0] == mark:
                return found[1]
            units = units_of(self.deployment.ledger.connection, self.sector)
            _UNITS[question] = (mark, units)
        return units

    def unit_called(self, unit: str) -> str:
        """What a unit is called; its id where there is none."""
        return self.units[unit].name if unit in self.units else unit

    def line(self, unit: str) -> Iterator[str]:
        """A unit and all above it."""
        return line_of(self.units, unit)

    @property
    def author(self) -> str | None:
        """Who asks, as the ledger will name him; nobody where nobody is signed in."""
        return self.session.account.called if self.session is not None else None

    @property
    def names(self) -> frozenset[str]:
        """What the ledger names whoever asks by: his name, and those that he had."""
        return self.session.account.names if self.session is not None else frozenset()

    @property
    def names_listed(self) -> str:
        """The same as a statement takes them: a list in JSON."""
        return json.dumps([*self.names])

    @property
    def person(self) -> SignedIn:
        """Who is signed in, himself: raises `NotFound` for a program, which keeps no tokens, and for nobody."""
        if self.session is None or self.bearer:
            raise NotFound
        return self.session

    def moment(self, at: str) -> str:
        """A time that is kept, as the office's clocks show it, with their zone."""
        return moment_said(self.deployment.config.moment(at), self.lang)

    def recorded(self, at: str) -> str:
        """The same for a program: ISO, with the zone's offset."""
        return self.deployment.config.recorded(at)

    def day(self, at: str) -> str:
        """The day in the office of a time that is kept."""
        return self.recorded(at)[:10]

    def told(self, error: Fault, form: str = "", cells: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """What is wrong with what was sent, a line each, as the page says it; with the page's ``form`` also beside its field.

        ``cells`` are those that problems are about which do not say so, by their codes.
        """
        self.faults.append(error)
        if "sector" not in self.places or all(problem.place is None for problem in error.problems):
            found = [WrongCell(one.said(self.lang), cell_named(one)) for one in error.problems]
            lines = tuple(error.said(self.lang).splitlines())
        else:
            cases = {value for key, value in self.form if key == "case"}
            steps = [called for called in self.steps_sent if called.partition(".")[0] in self.sector.step_by_code]
            filled = {key for key, value in self.form if value.strip()}
            found = [*said_in_form(self.sector, error, cases, steps, filled, self.lang)]
            lines = tuple(dict.fromkeys(one.said for one in found))
        if form:
            for one, problem in zip(found, error.problems, strict=True):
                self.put_beside(form, one.cell or (cells or {}).get(problem.code, ""), one.said)
        return lines

    @property
    def steps_sent(self) -> list[str]:
        """The steps that are chosen in the form, as their boxes are called (``STEP.2`` once more), in the law's order."""
        order = {step.code: n for n, step in enumerate(self.sector.all_steps)}
        called = {value for key, value in self.form if key == "step"}
        return sorted(called, key=lambda one: (order.get(one.partition(".")[0], len(order)), one))

    def put_beside(self, form: str, cell: str, said: str) -> None:
        """Has the page say what is wrong beside the field of a cell, where the form that was sent has one."""
        if cell == FILE or cell.endswith(".") or any(key == cell for key, _ in self.form):
            every = self.beside.setdefault(place_in(form, cell), [])
            every += [said] if said not in every else []

    def field_of(self, said: str) -> str:
        """The id of the field beside which something is said to be wrong; empty for none."""
        return next((at for at, every in self.beside.items() if said in every), "")

    def refusing(self, code: str) -> str:
        """The page's words for why something is refused; a program is told the code with them."""
        self.refused.append(code)
        return self.said(code)

    def is_wrong_in(self, form: str, fields: Iterable[Field]) -> bool:
        """Whether something is said to be wrong beside one of the fields of a form, by the id that it begins with."""
        return any(f"{form}-{one.column}" in self.beside for one in fields)

    def was_told(self, *codes: str) -> bool:
        """Whether one of these was wrong with what was sent."""
        return any(problem.code in codes for one in self.faults for problem in one.problems)

    def cases_told_of(self, codes: Sequence[str]) -> list[str]:
        """The cases that what was wrong names, by its codes."""
        found = (problem for one in self.faults for problem in one.problems if problem.code in codes)
        return list(dict.fromkeys(str(problem.values["case"]) for problem in found))

    def said(self, code: str) -> str:
        """Words of the pages in the language of who asks."""
        return WORDS[code].said(self.lang)

    def unit_of_case(self, case: str) -> str:
        """The unit that a case of the sector is about. Raises `NotFound` where there is no such case."""
        unit = self.unit_if_case(case)
        if unit is None:
            raise NotFound
        return unit

    def unit_if_case(self, case: str) -> str | None:
        """The unit that a case of the sector is about; None where there is no such case."""
        incidents = conditions.name(table(self.sector, "incidents"))
        row = self.deployment.ledger.connection.execute(f"SELECT unit FROM {incidents} WHERE incident = ?", (case,)).fetchone()
        return None if row is None else str(row[0])

    def case_told(self, case: str) -> CaseSaid:
        """What a link to a case of the sector says of it to whoever asks."""
        return case_said(self.deployment.ledger.connection, self.sector, self.lang, self.may_for, case)

    def steps_entered(self, case: str) -> list[str]:
        """The steps on a case, in words, that whoever asks entered last, in one go; none where he entered none."""
        actions = conditions.name(table(self.sector, "actions"))
        query = f"""SELECT step FROM {actions} WHERE incident = :case AND batch = (
                SELECT max(a.batch) FROM {actions} a JOIN batches b ON b.batch = a.batch
                WHERE a.incident = :case AND b.claimed IN (SELECT value FROM json_each(:who))) ORDER BY seq"""
        rows = self.deployment.ledger.connection.execute(query, {"case": case, "who": self.names_listed})
        known = self.sector.step_by_code
        return [known[step].words.said(self.lang) if step in known else step for (step,) in rows]

    def case_address(self, case: str) -> str:
        """Where a case of the sector stands."""
        return f"/{self.sector_name}/cases/{quote(case, safe='')}"

    def is_to_come(self, day: object) -> bool:
        """Whether a day is after today in the office."""
        return str(day) > self.deployment.config.today().isoformat()

    def need_everywhere(self, action: Action) -> None:
        """Raises `NotFound` unless whoever asks may do this for every unit of the sector."""
        if self.limited(action):
            raise NotFound

    def may_for(self, action: Action, unit: str) -> bool:
        """Whether whoever asks may do this for a unit of the sector."""
        return self.session is not None and self.session.account.rights.may_for(action, self.sector_name, self.line(unit))

    def limited(self, action: Action) -> bool:
        """Whether whoever asks may do this for some units of the sector alone, or for none."""
        return self.session is None or not self.session.account.rights.everywhere(action, self.sector_name)

    def need_for(self, action: Action, unit: str) -> None:
        """Raises `NotFound` unless whoever asks may do this for the unit."""
        if not self.may_for(action, unit):
            raise NotFound

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Closes what was opened for it."""
        try:
            yield
        finally:
            if "deployment" in self.__dict__:
                self.deployment.close()


@frozen
class Route:
    """An address (``{name}`` stands for a part), what it takes to be answered there, whether its form brings files,
    whether rows are sent to it, which are no form, and whether what it does may be long. ``page`` is the address of the page from
    which it is sent to, where that is not the nearest one above it.
    """

    method: str
    path: str
    action: Action
    answers: Callable[[Visit], Answer]
    takes_files: bool = False
    rows: bool = False
    long: bool = False
    page: str = ""

    @property
    def of_a_file(self) -> bool:
        """Whether a file is handed out there."""
        return self.path.endswith(("/{file}", "/attachments/{number}", "/blank", "/marked", "/feeds/{word}"))
