"""What an office works with: its ledger, its configuration, its sectors and its language; each is read when first asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar

from attrs import field

from conduct.config import DEFAULT, Config, config_of, read_config, with_supplied
from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault, Problem, Value, WrongUsage, fault, wrong_usage
from conduct.core.base.frozen import define
from conduct.core.base.once import cached_property
from conduct.core.base.output import LIMIT, mode_of, same_file
from conduct.core.base.periods import Period
from conduct.core.base.progress import Telling
from conduct.core.base.words import Words, codes_listed
from conduct.core.law.sector import Sector
from conduct.host import LOADED, OURS, installed, load_sector

from .language import Lang

if TYPE_CHECKING:
    from conduct.core.ledger.ledger import Ledger
    from conduct.core.ledger.source import FactSource
    from conduct.engines.apart import Apart
    from conduct.loading.signed import Signatory

T = TypeVar("T")
MEMORY = ":memory:"
"""The path of a ledger that no file holds."""
FileName = str | os.PathLike[str]
"""A file's name."""
Where = FileName | None
"""Where facts lie, if not in the ledger, or a file is written, if at all."""
Engine = str | None
"""The engine that assesses facts that lie elsewhere; the first there is, if none is named."""
OF_A_SECTOR = ("plugin-failed", "formula-failed", "text-unread", "sector-says", "sector-unsound")
"""Codes of faults that lie in a sector's own code."""


class AssessSettings(TypedDict):
    """The arguments that every assessment takes from the configuration."""

    readings: Mapping[str, object]
    calendar: Calendar
    origin: str


@contextmanager
def said_besides(warned: Sequence[Problem]) -> Iterator[None]:
    """What was said before a fault came is said beside it."""
    try:
        yield
    except Fault as error:
        raise error.besides(*(Words(problem.said("zh"), problem.said("en")) for problem in warned)) from None


@define(slots=False)
class Deployment:
    """``path`` is the ledger's file, None for one in memory; ``named`` the sector, or its name, None for whichever is meant.

    ``author`` is whose entries they are; ``signed``, where it is set, who sends what is loaded, and what may be his in it.
    ``tell`` is told which of the sectors that the configuration enables are not installed, ``progress`` of what is being done.
    ``opened`` is the ledger's file once it was asked for: where something fails that nobody foresaw, it may be damaged.
    """

    path: Path | None
    named: str | Sector | None
    given: FileName | Mapping[str, object] | None
    lang: Lang
    author: str | None = None
    tell: Callable[[Problem], None] | None = None
    progress: Telling | None = None
    signed: Signatory | None = field(default=None, init=False)
    opened: Path | None = field(default=None, init=False)
    _ledger: Ledger | None = field(default=None, init=False)
    _added: bool = field(default=False, init=False)
    _elsewhere: dict[tuple[str, str, str], FactSource] = field(factory=dict, init=False)
    _open: ExitStack = field(factory=ExitStack, init=False)

    @cached_property
    def config(self) -> Config:
        """The configuration."""
        if isinstance(self.given, Mapping):
            found = config_of("config", self.given)
        else:
            found = read_config(Path(self.given) if self.given is not None else None)
        known = dict.fromkeys(item.name for item in installed()) if found.sectors else {}
        for name in found.sectors or ():
            if name not in known and self.tell is not None:
                values: dict[str, Value] = {"name": name, "origin": found.origin, "known": codes_listed(known or "-")}
                self.tell(Problem("config-sectors", values))
        return found

    @property
    def ledger(self) -> Ledger:
        """The ledger, open. Raises what `Ledger.open` does."""
        if self._ledger is None:
            from conduct.core.ledger.ledger import Ledger

            self._need_file()
            self.opened = self.path
            self._ledger = Ledger.in_memory(Path(MEMORY)) if self.path is None else Ledger.open(self.path)
            self._ledger.author = self.author
        return self._ledger

    def created(self) -> Ledger:
        """The ledger, open; it is made if there is none. Raises what `Ledger.create` does."""
        if self._ledger is None and self.path is not None:
            from conduct.core.ledger.ledger import Ledger

            self._ledger = Ledger.create(self.path)
            self._ledger.author = self.author
        return self.ledger

    def make(self) -> None:
        """Makes the ledger if there is none, and adds the sector to it, if one is named and it can be written."""
        sector = self.sector() if self.named is not None else None
        ledger = self.created()
        if sector is not None and ledger.writable:
            self._added = ledger.add(sector)

    def added(self, sector: Sector) -> bool:
        """Adds the sector to the ledger, which is made if there is none; whether it was not there before, or before this office
        was opened, which is said once.
        """
        self._added, before = False, self._added
        return self.created().add(sector) or before

    def close(self) -> None:
        """Closes the ledger, if it is open, and facts that lie elsewhere."""
        self._elsewhere.clear()
        self._open.close()
        if self._ledger is not None:
            self._ledger.close()

    def source(self, sector: Sector, facts: FileName | None, engine: str | None) -> FactSource:
        """Where facts are assessed from: the ledger, or files elsewhere, on an engine. Raises what opening these does."""
        if facts is None:
            if engine is not None:
                raise wrong_usage("engine-without-facts", engine=engine)
            return self.ledger
        from conduct.engines.elsewhere import DUCKDB, facts_at

        key = (os.fspath(facts), engine or DUCKDB, sector.name)
        if key not in self._elsewhere:
            self._elsewhere[key] = self._open.enter_context(facts_at(key[0], key[1], sector))
        return self._elsewhere[key]

    def apart(self, source: FactSource) -> Apart | None:
        """Who looks at cases that a place of facts does not hold itself; nobody where it holds all."""
        found: Apart | None = getattr(source, "apart", None)
        return found

    @property
    def mark(self) -> str:
        """What stands for the facts as they are now: the head of the ledger's chain, which every change makes another."""
        from conduct.core.ledger.chain import head

        return head(self.ledger.connection)

    @property
    def file(self) -> str:
        """What the ledger's file is called."""
        return str(self.path or MEMORY)

    def settings(self, sector: Sector) -> AssessSettings:
        """What every assessment of the sector takes from the configuration."""
        origin = f"{self.config.origin} [{sector.name}.readings]"
        return {"readings": self.config.readings(sector.name), "calendar": self.config.calendar, "origin": origin}

    # ---- sectors

    @property
    def name(self) -> str | None:
        """The name of the sector that is asked for."""
        return self.named.name if isinstance(self.named, Sector) else self.named

    def _offered(self) -> list[str]:
        """The sectors that are enabled, else those that are installed."""
        enabled = self.config.sectors
        return list(enabled) if enabled is not None else list(dict.fromkeys(item.name for item in installed()))

    def _need_file(self) -> None:
        """Raises `Fault` ``ledger-none`` where there is no ledger, with what makes one."""
        if self.path is None or self.path.exists():
            return
        offered = [self.name] if self.name is not None else self._offered()
        one = Words(offered[0], offered[0]) if len(offered) == 1 else Words("行业", "SECTOR")
        among = Words(f"；行业可取 {'、'.join(offered)}", f"; SECTOR is one of {', '.join(offered)}")
        raise fault("ledger-none", path=str(self.path), sector=one, known=among if len(offered) > 1 else Words("", ""))

    def sector(self, of_ledger: bool = True) -> Sector:
        """The sector asked for, or the only one there is, with what the deployment brings; where none is, and the facts
        ``of_ledger`` are wanted that is not there either, that is said first: what makes a ledger names its sector.

        Raises `WrongUsage` ``sector-unnamed``, and where it was named ``sector-unknown`` or ``sector-disabled``, or `Fault` for
        what is wrong with it, or with the configuration.
        """
        if isinstance(self.named, Sector):
            return self._ready(self.named)
        name = self.named
        if name is None:
            known = self._offered()
            if len(known) != 1:
                if of_ledger:
                    self._need_file()
                raise wrong_usage("sector-unnamed", known=codes_listed(known or "-"))
            name = known[0]
            shipped = load_sector(name, self.config.sectors, self.config.origin)
        else:
            shipped = self._shipped(name)
        for section in self.config.by_sector:
            if section not in {item.name for item in installed()}:
                raise fault("config-sector", origin=self.config.origin, name=section)
        return self._ready(shipped)

    def called(self, name: str, *, shipped: bool = False) -> Sector:
        """The sector of that name; as shipped, where nothing is assessed and what the deployment brings need not be there."""
        if isinstance(self.named, Sector) and self.named.name == name:
            sector = self.named
        else:
            sector = load_sector(name, self.config.sectors, self.config.origin)
        return sector if shipped else self._ready(sector)

    def _ready(self, sector: Sector) -> Sector:
        """The sector with what the deployment brings. One that is not ours is looked at once before anything is asked of it:
        raises `Fault` ``sector-unsound`` where its rules do not hold together.
        """
        ours = sector.package == OURS and LOADED.get(sector.name) is sector
        if not ours:
            from conduct.testing.unsound import unsound_rules

            if (broken := unsound_rules(sector)) is not None:
                raise broken
        return with_supplied(sector, self.config)

    def _shipped(self, name: str) -> Sector:
        """A sector as shipped; wrong usage if there is none of that name, or it is not enabled."""
        try:
            return load_sector(name, self.config.sectors, self.config.origin)
        except Fault as error:
            if error.problems[0].code in ("sector-unknown", "sector-disabled"):
                raise WrongUsage(error.problems) from None
            raise

    def sectors(self, warned: list[Problem], supplied: bool = True) -> list[Sector]:
        """The sector asked for, else every enabled one that the ledger holds; as shipped, if nothing is to be assessed.

        Where none is asked for, those that cannot be had are said in ``warned``, and the others go on without them.
        """
        from conduct.core.ledger.shape import held_sectors

        if self.named is not None:
            return [self.sector() if supplied else self.named if isinstance(self.named, Sector) else self._shipped(self.named)]
        held = held_sectors(self.ledger.connection)
        enabled = self.config.sectors
        every = dict.fromkeys(item.name for item in installed())
        found, broken = [], []
        for name in every:
            if name not in held or (enabled is not None and name not in enabled):
                continue
            try:
                sector = self._shipped(name)
                found.append(self._ready(sector) if supplied else sector)
            except Fault as error:
                broken.append(Problem("sector-left-out", {"name": name, "why": error.said(self.lang)}))
        for (name,) in self.ledger.connection.execute("SELECT DISTINCT sector FROM batches ORDER BY 1"):
            if name not in every:
                broken.append(Problem("sector-gone", {"name": name}))
        if not found:
            lacks = Problem("ledger-lacks-enabled", {"path": self.file})
            raise Fault(broken if any(p.code == "sector-left-out" for p in broken) else [lacks, *broken])
        warned += broken
        return found

    def each(self, warned: list[Problem], ask: Callable[[Sector], T]) -> list[tuple[Sector, T]]:
        """What each sector answers; one whose own code fails is left out, and said, unless it alone was asked for."""
        answers: list[tuple[Sector, T]] = []
        broken: list[Problem] = []
        sectors = self.sectors(warned)
        for sector in sectors:
            try:
                answers.append((sector, ask(sector)))
            except Fault as error:
                if len(sectors) == 1 or not any(problem.code in OF_A_SECTOR for problem in error.problems):
                    raise
                broken.append(Problem("sector-left-out", {"name": sector.name, "why": error.said(self.lang)}))
        if not answers:
            raise Fault(broken)
        warned += broken
        return answers

    def alone(self, ask: Callable[[Sector], T]) -> list[tuple[Sector, T]]:
        """What the one sector answers that facts elsewhere are of."""
        sector = self.sector(of_ledger=False)
        return [(sector, ask(sector))]

    def period(self, sector: Sector, given: Period | str | int | None) -> Period | None:
        """The period that is meant. Raises `WrongUsage` if there is none such."""
        if given is None or isinstance(given, Period):
            return given
        try:
            return sector.period(str(given).strip())
        except Fault as error:
            raise WrongUsage(error.problems) from None

    # ---- outputs

    @contextmanager
    def writing(self, *outputs: Path | None, inputs: Iterable[Path] = ()) -> Iterator[None]:
        """While files are written that hold facts: they are open to nobody to whom the ledger is closed. As `may_write`."""
        self.may_write(*outputs, inputs=inputs)
        limit = LIMIT.set(mode_of(self.path) if self.path is not None else LIMIT.get())
        try:
            yield
        finally:
            LIMIT.reset(limit)

    def may_write(self, *outputs: Path | None, inputs: Iterable[Path] = ()) -> None:
        """Raises `Fault` ``output-is-input`` where an output would overwrite the ledger, the configuration, a file that it names
        or an input; ``outputs-same`` where one would overwrite another.
        """
        given = [output for output in outputs if output is not None]
        if not given:
            return
        read = [*self.config.supplied, *inputs]
        if not isinstance(self.given, Mapping):
            read.append(Path(self.given or DEFAULT))
        if self.path is not None:
            read += [Path(f"{self.path}{end}") for end in ("", "-wal", "-shm", "-journal")]
        for n, output in enumerate(given):
            if any(same_file(output, path) for path in read):
                raise fault("output-is-input", path=str(output))
            if any(same_file(output, other) for other in given[:n]):
                raise fault("outputs-same", path=str(output))
