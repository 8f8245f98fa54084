"""Incidents beside a unit's own on which its sanctions hang."""

from __future__ import annotations

import json
from collections.abc import Collection

from ..duties.case_facts import CaseFacts
from ..duties.matters import matters_of
from ..law.conditions import name, quoted
from ..law.consequence import OnPerson
from ..ledger.schema import table
from ..scores.slots import Scope


def behind_sanctions(scope: Scope, facts: CaseFacts, own: Collection[str]) -> list[tuple[str, str]]:
    """The ids and kinds of incidents of other days in the unit's matters, and of other units that count against its people."""
    found = {**_of_its_matters(scope, facts, own), **_of_its_people(scope, facts, own)}
    return sorted((incident, kind) for incident, kind in found.items() if incident not in own)


def _of_its_matters(scope: Scope, facts: CaseFacts, own: Collection[str]) -> dict[str, str]:
    same = scope.regulation.same_matter
    if same is None:
        return {}
    matters = matters_of(facts, same, ())
    ids = {incident for one in own if one in matters for incident in matters[one].incidents}
    rows = scope.connection.execute(
        f"""SELECT incident, kind FROM {name(table(scope.sector, "incidents"))}
            WHERE incident IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(ids)),),
    )
    return dict(rows.fetchall())


def _of_its_people(scope: Scope, facts: CaseFacts, own: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in scope.regulation.sanctions:
        if rule.repeated is None or rule.repeated.by != "person" or not isinstance(rule.on, OnPerson):
            continue
        person = name(rule.on.attribute.code)
        kinds = ", ".join(quoted(kind.code) for kind in rule.count.kinds)
        mine = "SELECT value FROM json_each(:own)"
        values = {"own": json.dumps(sorted(own))}
        people = facts.incidents(f"DISTINCT i.{person}", f"i.incident IN ({mine})", values=values, counting=False).fetchall()
        rows = facts.incidents(
            "i.incident, i.kind",
            f"i.kind IN ({kinds}) AND i.date BETWEEN :start AND :end AND i.{person} IN (SELECT value FROM json_each(:people))",
            values={
                "start": scope.period.start.isoformat(),
                "end": scope.period.end.isoformat(),
                "people": json.dumps([one for (one,) in people if one is not None]),
            },
            counting=False,
        )
        found.update(rows.fetchall())
    return found
