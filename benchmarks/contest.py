"""What is measured at each size: the commands, in which order, and that all that assess say the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from agreement import differences
from generate import write_more
from processes import Command, Cost, conduct, measure

HERE = Path(__file__).resolve().parent
RUN = ("run", "--format", "csv", "--recount")
TABLES = ("units", "measures", "incidents", "actions")
NEW_INCIDENTS = 1000

ASSESS, START, SAMPLE = "conduct run", "conduct --version", "conduct run, the sample's 44 units"
LOAD, BARE = "conduct load", "bare executemany of the same CSV"
EXPLAIN, SENSITIVITY, VERIFY, READ_ALL = (
    "conduct explain, one unit",
    "conduct readings --sensitivity",
    "conduct verify",
    "every fact",
)
ENGINE = "conduct run --engine duckdb"
AGAIN, POLARS_AGAIN = "conduct run, after 1,000 new incidents", "Polars on Parquet, in full again"


class Peer(NamedTuple):
    """Someone else's way to the same scorecards."""

    title: str
    script: str
    reads: str = "ledger"
    needs: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ("small", "medium", "large", "given")


PEERS = {
    "sqlite-float": Peer("hand-written SQL on SQLite, floats", "sqlite_float"),
    "sqlite-exact": Peer("hand-written SQL on SQLite, exact", "sqlite_exact"),
    "duckdb": Peer("hand-written DuckDB on Parquet", "duckdb_parquet", "parquet", ("duckdb", "pyarrow")),
    "polars": Peer("Polars on Parquet", "polars_parquet", "parquet", ("polars", "pyarrow")),
    "pandas": Peer("pandas read_sql", "pandas_sql", needs=("pandas",)),
    "openfisca": Peer("OpenFisca-core, vectorised", "openfisca_vectors", needs=("openfisca_core",)),
    "zen": Peer("zen-engine, row by row", "zen_rows", needs=("zen",), sizes=("small", "given")),
    "zen-batch": Peer("zen-engine, in batches", "zen_rows", needs=("zen",), more=("batch",), sizes=("small", "given")),
}
FLOOR = Peer("reading the columns once", "read_columns")


class Size(NamedTuple):
    """How much, how often each is measured, and how often each load is."""

    name: str
    units: int
    incidents: int
    repeats: int
    loads: int

    @property
    def title(self) -> str:
        return f"{self.units:,} units, {self.incidents:,} incidents"

    @property
    def short(self) -> str:
        return f"{self.units:,} × {self.incidents:,}"


SIZES = {
    "small": Size("small", 100, 100_000, 7, 5),
    "medium": Size("medium", 10_000, 1_000_000, 5, 3),
    "large": Size("large", 100_000, 10_000_000, 3, 1),
}
Costs = dict[str, list[Cost]]


def missing(peers: Sequence[str]) -> list[str]:
    """The peers of these that are not installed."""
    return [name for name in peers if not all(find_spec(module) for module in PEERS[name].needs)]


def peer_command(peer: Peer, home: Path, output: Path) -> Command:
    """How a peer is started."""
    source = home / "ledger.db" if peer.reads == "ledger" else home
    return [sys.executable, HERE / "peers" / f"{peer.script}.py", source, output, *peer.more]


def prepare(size: Size, home: Path, parquet: bool) -> None:
    """Makes the facts of a size: as CSV, and as Parquet where somebody reads it."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "actions.csv").exists():
        tell(f"{size.title}: generating")
        made = [sys.executable, HERE / "generate.py", home, "--units", str(size.units), "--incidents", str(size.incidents)]
        measure(made, home)
    if parquet and not (home / "actions.parquet").exists():
        measure([sys.executable, HERE / "parquet.py", home], home)


def measure_loads(size: Size, home: Path) -> Costs:
    """Both loads in turn, each into a new file; the last ledger is kept."""
    taken: Costs = {BARE: [], LOAD: []}
    for n in range(size.loads):
        tell(f"{size.title}: loading, {n + 1} of {size.loads}")
        taken[BARE].append(measure([sys.executable, HERE / "peers" / "bare_insert.py", home, home / "bare.db"], home))
        (home / "bare.db").unlink()
        for path in home.glob("ledger.db*"):
            path.unlink()
        measure(on_ledger(home, "init"), home)
        taken[LOAD].append(measure(on_ledger(home, "load", *(home / f"{table}.csv" for table in TABLES)), home))
    return taken


def on_ledger(home: Path, *arguments: str | Path, ledger: str = "ledger.db") -> Command:
    """A conduct command on a ledger of that folder."""
    return conduct("--sector", "insurance", "--ledger", home / ledger, *arguments)


PARTS = ("load", "assess", "further", "again")
"""What can be measured by itself: loads; scorecards of all in turns; what takes long; a run after new incidents."""


def measure_size(size: Size, peers: Sequence[str], home: Path, parts: Sequence[str], check_only: bool = False) -> Costs:
    """What is measured of a size, by its parts. Ends the benchmark, with its name, where a peer gives other figures."""
    peers = [name for name in peers if size.name in PEERS[name].sizes]
    prepare(size, home, any(PEERS[name].reads == "parquet" for name in peers))
    taken: Costs = {}
    if "load" in parts or not (home / "ledger.db").exists():
        taken |= measure_loads(size, home)
    outputs = {name: home / f"{name}.csv" for name in peers}
    assess = {
        ASSESS: on_ledger(home, *RUN, "--output", home / "conduct.csv"),
        **{PEERS[name].title: peer_command(PEERS[name], home, outputs[name]) for name in peers},
    }
    if "duckdb" in peers:  # the same facts, as the ledger exports them
        if not (home / "facts").exists():
            measure(on_ledger(home, "export", "--parquet", home / "facts"), home)
        elsewhere = ("--facts", home / "facts", "--engine", "duckdb", "--output", home / "engine.csv")
        assess[ENGINE] = on_ledger(home, "run", "--format", "csv", *elsewhere, ledger="none.db")
    if "assess" in parts or check_only:
        tell(f"{size.title}: once each, and whether all agree")
        for command in assess.values():  # fills the caches; a ledger's first run records itself, later ones find that it did
            measure(command, home)
        check(size, home, outputs)
        if check_only:
            return taken
        taken |= take_turns(size, {**assess, **_beside(size, home)}, home)
        check(size, home, outputs)
    if "further" in parts and size.name != "small":
        taken |= measure_further(size, home)
    if "again" in parts:
        taken |= measure_again(size, home, "polars" if "polars" in peers else "")
        for path in home.glob("ledger.db*"):  # it holds other facts now than the files
            path.unlink()
    return taken


def _beside(size: Size, home: Path) -> dict[str, Command]:
    """What is measured in the same turns, and is no scorecard."""
    commands = {START: conduct("--version"), FLOOR.title: peer_command(FLOOR, home, home / "floor.txt")}
    if size.name in ("small", "given"):
        (home / "sample.db").unlink(missing_ok=True)
        measure(on_ledger(home, "init", "--sample", ledger="sample.db"), home)
        commands[SAMPLE] = on_ledger(home, *RUN, "--output", home / "sample.csv", ledger="sample.db")
    if size.name in ("medium", "given"):
        commands[EXPLAIN] = on_ledger(home, "explain", "u1", "--format", "json")
    for command in commands.values():
        measure(command, home)
    return commands


def take_turns(size: Size, commands: dict[str, Command], home: Path) -> Costs:
    """Each command once a turn, each turn beginning with another one, so that noise and what goes before fall on all alike."""
    taken: Costs = {label: [] for label in commands}
    labels = list(commands)
    for n in range(size.repeats):
        tell(f"{size.title}: measuring, {n + 1} of {size.repeats}")
        begin = n % len(labels)
        for label in labels[begin:] + labels[:begin]:
            taken[label].append(measure(commands[label], home))
    return taken


def measure_further(size: Size, home: Path) -> Costs:
    """What takes long and is measured as often as a load."""
    commands = {VERIFY: on_ledger(home, "verify"), READ_ALL: peer_command(Peer("", "read_tables"), home, home / "floor.txt")}
    if size.name in ("medium", "given"):
        commands[SENSITIVITY] = on_ledger(home, "readings", "--sensitivity")
    return take_turns(size._replace(repeats=size.loads), commands, home)


def measure_again(size: Size, home: Path, polars: str) -> Costs:
    """A run after new incidents, each time after others; beside it, the Parquet's in full. The exact peer then says the same."""
    taken: Costs = {AGAIN: [], POLARS_AGAIN: []}
    output = home / "again.csv"
    measure(on_ledger(home, "run", "--format", "csv", "--output", output), home)  # there is a run before it
    for n in range(size.repeats):
        measure(on_ledger(home, "load", write_more(home, size.units, min(NEW_INCIDENTS, size.incidents), n)), home)
        taken[AGAIN].append(measure(on_ledger(home, "run", "--format", "csv", "--output", output), home))
        if polars:
            taken[POLARS_AGAIN].append(measure(peer_command(PEERS[polars], home, home / "polars-again.csv"), home))
    exact = home / "exact-again.csv"
    measure(peer_command(PEERS["sqlite-exact"], home, exact), home)
    stop_if(differences(output, [(AGAIN, exact)]))
    return {label: costs for label, costs in taken.items() if costs}


def check(size: Size, home: Path, outputs: dict[str, Path]) -> None:
    """Ends the benchmark unless every peer gives every unit the same figures."""
    stop_if(differences(home / "conduct.csv", outputs.items()))
    engine = home / "engine.csv"
    if engine.exists() and engine.read_bytes() != (home / "conduct.csv").read_bytes():
        stop_if([f"{ENGINE} writes another table than conduct run does"])
    tell(f"{size.title}: {', '.join(outputs)} agree with conduct on every unit")


def stop_if(lines: list[str]) -> None:
    if lines:
        sys.exit("\n".join(lines))


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
