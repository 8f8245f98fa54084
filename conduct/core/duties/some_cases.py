"""Some cases alone: for a while the tables of incidents and actions read as if there were no others, now or as of a mark.

What a case's duties come to hangs on its own row, on its actions, and on incidents about it; so some cases can be judged as a
whole ledger is, by the same queries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product

from ..base.connection import Connection
from ..law.conditions import name
from ..law.model import MISTAKEN
from ..law.sector import Sector
from ..ledger.counts import Mark
from ..ledger.mistaken import hide_mistaken, mistaken_actions, show_mistaken
from ..ledger.schema import table
from .case_facts import drop

SOME = "some_case"
"""The temporary table of their ids."""


def choose(connection: Connection, incidents: Iterable[str]) -> None:
    """Makes the temporary table of the cases that `only` shows."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{SOME}")
    connection.execute(f"CREATE TEMP TABLE {SOME} (incident TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.executemany(f"INSERT OR IGNORE INTO temp.{SOME} VALUES (?)", ((one,) for one in incidents))


def chosen(connection: Connection) -> set[str]:
    """The cases that were chosen."""
    return {incident for (incident,) in connection.execute(f"SELECT incident FROM temp.{SOME}")}


def count_chosen(connection: Connection) -> int:
    """How many cases were chosen."""
    n: int = connection.execute(f"SELECT count(*) FROM temp.{SOME}").fetchone()[0]
    return n


def any_stood(connection: Connection, sector: Sector, mark: Mark) -> bool:
    """Whether any case that was chosen was there at a mark."""
    incidents, values = table(sector, "incidents"), {"last": mark.last["incidents"], "batch": mark.batch}
    now = f"""SELECT 1 FROM temp.{SOME} s CROSS JOIN main.{name(incidents)} t ON t.incident = s.incident WHERE t.seq <= :last
              LIMIT 1"""
    then = f"""SELECT 1 FROM main.{name(f"{incidents}_history")} t WHERE t.replaced_by > :batch AND t.seq <= :last
               AND t.incident IN (SELECT s.incident FROM temp.{SOME} s) LIMIT 1"""
    return any(connection.execute(rows, values).fetchone() is not None for rows in (now, then))


def choose_of_units(connection: Connection, sector: Sector, units: Sequence[str], since: Mark | None = None) -> None:
    """Adds every case of some units; with a mark those too that were theirs by what was replaced ``since``."""
    incidents, kinds = name(table(sector, "incidents")), json.dumps([kind.code for kind in sector.kinds])
    connection.execute(  # through the index on kinds and units
        f"""INSERT OR IGNORE INTO temp.{SOME} SELECT i.incident FROM json_each(?) k CROSS JOIN json_each(?) u
            CROSS JOIN main.{incidents} i ON i.kind = k.value AND i.unit = u.value""",
        (kinds, json.dumps(list(units))),
    )
    if since is not None:
        connection.execute(
            f"""INSERT OR IGNORE INTO temp.{SOME} SELECT h.incident FROM main.{name(f"{table(sector, 'incidents')}_history")} h
                WHERE h.replaced_by > ? AND h.unit IN (SELECT value FROM json_each(?))""",
            (since.batch, json.dumps(list(units))),
        )


def choose_related(connection: Connection, sector: Sector, since: Mark | None = None, most: int | None = None) -> None:
    """Adds the incidents that chosen ones are about, and those that are about them, until there are no more, or over ``most``;
    with a mark by what was replaced ``since`` too."""
    incidents = table(sector, "incidents")
    rows = [f"main.{name(incidents)} i ON"]
    if since is not None:
        rows.append(f"main.{name(f'{incidents}_history')} i ON i.replaced_by > {since.batch} AND")
    while sector.case_references:
        before = count_chosen(connection)
        if most is not None and before > most:
            return
        for reference in map(name, sector.case_references):
            ways = [(f"i.{reference}", "i.incident"), ("i.incident", f"i.{reference}")]
            for source, (added, joined) in product(rows, ways):
                connection.execute(
                    f"""INSERT OR IGNORE INTO temp.{SOME} SELECT {added} FROM temp.{SOME} s
                        CROSS JOIN {source} {joined} = s.incident WHERE i.{reference} IS NOT NULL"""
                )
        if count_chosen(connection) == before:
            return


def choose_touched(connection: Connection, sector: Sector, since: Mark, most: int | None = None) -> None:
    """Chooses the cases that may come to something else than at a mark: those of incidents and actions that came or were
    replaced since, of actions that were withdrawn as mistaken or are none any more, and all that is related to them.

    Once there are more than ``most`` it gives up.
    """
    choose(connection, ())
    incidents, actions = table(sector, "incidents"), table(sector, "actions")
    for column in ("incident", *sector.case_references):
        _add_changed(connection, incidents, column, since, since.last["incidents"])
    _add_changed(connection, actions, "incident", since, since.last["actions"])
    looked_at: set[str] = set()
    withdrawn: set[str] = set()
    for source in _changed(actions):
        said = connection.execute(
            f"SELECT {MISTAKEN.code} FROM {source} AND {MISTAKEN.code} IS NOT NULL",
            {"last": since.last["actions"], "batch": since.batch},
        )
        withdrawn.update(mistaken for (mistaken,) in said.fetchall())
    while withdrawn - looked_at:
        action = (withdrawn - looked_at).pop()
        looked_at.add(action)
        versions = f"SELECT incident, {MISTAKEN.code} FROM main.{name(actions)} WHERE action = :action"
        replaced = versions.replace(name(actions), name(f"{actions}_history"))
        rows = connection.execute(
            f"{versions} UNION ALL {replaced} AND replaced_by > :batch", {"action": action, "batch": since.batch}
        ).fetchall()
        for incident, mistaken in rows:
            _add(connection, (incident,))
            if mistaken is not None:
                withdrawn.add(mistaken)
    choose_related(connection, sector, since, most)


def _add(connection: Connection, incidents: Iterable[str | None]) -> None:
    connection.executemany(f"INSERT OR IGNORE INTO temp.{SOME} VALUES (?)", [(one,) for one in incidents if one is not None])


def _add_changed(connection: Connection, target: str, column: str, since: Mark, last: int) -> None:
    """Adds what the rows of a table name in a column that came after a mark, and those that were replaced after it."""
    for source in _changed(target):
        connection.execute(
            f"INSERT OR IGNORE INTO temp.{SOME} SELECT {name(column)} FROM {source} AND {name(column)} IS NOT NULL",
            {"last": last, "batch": since.batch},
        )


def _changed(target: str) -> tuple[str, str]:
    """The rows of a table that came after a mark, and those that were replaced after it."""
    return f"main.{name(target)} WHERE seq > :last", f"main.{name(f'{target}_history')} WHERE replaced_by > :batch"


@contextmanager
def only(connection: Connection, sector: Sector, as_of: Mark | None = None, own_of: Sequence[str] = ()) -> Iterator[None]:
    """Shows the chosen cases alone, as they stand or as they stood at a mark; actions withdrawn as mistaken are not there. Of
    what is about no case the actions of some units (``own_of``) are.

    Nothing else may stand in the place of the sector's tables but what `hide_mistaken` put there.
    """
    gone = mistaken_actions(connection, sector, as_of)
    show_mistaken(connection)
    shown = {of: table(sector, of) for of in ("incidents", "actions")}
    failed = True
    try:
        for of, target in shown.items():
            _copy(connection, of, target, as_of, own_of if of == "actions" else ())
        if gone:
            listed = json.dumps(sorted(gone))
            connection.execute(
                f"DELETE FROM temp.{name(shown['actions'])} WHERE action IN (SELECT value FROM json_each(?))", (listed,)
            )
        indexes = [("incidents", "incident"), ("actions", "incident, step, date"), ("actions", "step, date")]
        indexes += [("incidents", name(reference)) for reference in sector.case_references]
        for n, (of, columns) in enumerate(indexes):
            connection.execute(f"CREATE INDEX temp.{SOME}_by_{n} ON {name(shown[of])} ({columns})")
        yield
        failed = False
    finally:
        drop(connection, [name(target) for target in shown.values()], failed)
        hide_mistaken(connection, sector)


def _copy(connection: Connection, of: str, target: str, as_of: Mark | None, own_of: Sequence[str]) -> None:
    """Makes a temporary table of the chosen cases' rows, under the name of the table that they stand in."""
    columns = connection.execute(f"PRAGMA main.table_info({name(target)})").fetchall()
    defined = ", ".join(f"{name(c[1])} {c[2]}{' PRIMARY KEY' if c[1] == 'seq' else ''}" for c in columns)
    connection.execute(f"CREATE TEMP TABLE {name(target)} ({defined})")
    listed, into = (", ".join(f"{of_row}{name(c[1])}" for c in columns) for of_row in ("t.", ""))
    values = {"units": json.dumps(list(own_of))} | ({} if as_of is None else {"last": as_of.last[of], "batch": as_of.batch})
    own = "t.incident IS NULL AND t.unit IN (SELECT value FROM json_each(:units))"
    now, then = f"main.{name(target)} t", "1" if as_of is None else "t.seq <= :last"
    sources = [f"temp.{SOME} s CROSS JOIN {now} ON t.incident = s.incident WHERE {then}"]
    sources += [f"{now} WHERE {then} AND {own}"] if own_of else []
    if as_of is not None:
        mine = f"(t.incident IN (SELECT s.incident FROM temp.{SOME} s){f' OR ({own})' if own_of else ''})"
        sources.append(f"main.{name(f'{target}_history')} t WHERE t.replaced_by > :batch AND {then} AND {mine}")
    for source in sources:
        connection.execute(f"INSERT INTO temp.{name(target)} ({into}) SELECT {listed} FROM {source}", values)
