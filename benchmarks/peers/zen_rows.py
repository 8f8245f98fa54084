"""The circular as two decision tables of zen-engine, row by row: python zen_rows.py LEDGER OUTPUT [batch].

With `batch` the rows are handed to it thousands at a time.

Each incident is put to the one that says what it costs or in which channel it counts, each place to the one that says what it
loses; sums, averages and order are not what a rules engine does, and are plain Python.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, tee

import circular as law
import zen
from overdue import BY_UNIT, overdue


def table(inputs: list[str], outputs: list[str], rules: list[list[str]]) -> str:
    """A decision of one table, first hit: the JSON that the editor writes."""
    columns = {"inputs": [{"id": f"i-{f}", "name": f, "field": f} for f in inputs]}
    columns["outputs"] = [{"id": f"o-{f}", "name": f, "field": f} for f in outputs]
    ids = [column["id"] for side in ("inputs", "outputs") for column in columns[side]]
    content = {
        "hitPolicy": "first",
        **columns,
        "rules": [{"_id": str(n), **dict(zip(ids, rule, strict=True))} for n, rule in enumerate(rules)],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "request", "position": {"x": 0, "y": 0}},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": {"x": 200, "y": 0}, "content": content},
        {"id": "out", "type": "outputNode", "name": "response", "position": {"x": 400, "y": 0}},
    ]
    edges = [{"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
             {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"}]  # fmt: skip
    return json.dumps({"nodes": nodes, "edges": edges})


def incident_table() -> str:
    """2.1 to 2.4: the section of an incident, its points, the channel in which a petition counts and how much."""
    rules = [
        ['"petition"', f'"{of}"', f'"{channel}"', "", '"2.2"', "0", f'"{ranked}"', "settled ? 1 : 2"]
        for of, channels in law.CHANNELS.items()
        for channel, ranked in channels.items()
    ]
    rules.append(['"late"', "", "", "true", '""', "0", '""', "0"])
    for section, charges in (("2.1", law.ONCE), ("2.3", law.HANDLING), ("2.4", law.DAILY)):
        rules += [[f'"{kind}"', "", "", "", f'"{section}"', str(points), '""', "0"] for kind, points in charges.items()]
    rules.append(["", "", "", "", '""', "0", '""', "0"])
    return table(["kind", "class", "channel", "excused"], ["section", "points", "ranked", "halves"], rules)


def ladder_table() -> str:
    """2.2.2: what a place loses."""
    rules = [
        [f'"{of}"', str(place) if place < law.PLACES else f">= {place}", str(law.points_of_place(of, place))]
        for of in law.LADDERS
        for place in range(1, law.PLACES + 1)
    ]
    return table(["class", "place"], ["points"], rules)


def lose_by_volume(lost, classes, measured, halves, whole, decision) -> None:
    """2.2.1 and 2.2.2, with each unit above the average put to the ladder."""
    for of, channels in law.CHANNELS.items():
        members = [unit for unit, c in classes.items() if c == of]
        for ranked in set(channels.values()) if members else ():
            keys = {}
            for unit in members:
                weight = halves[unit, ranked] / 2
                index = weight / measured[unit, "outlets"] * law.OUTLETS_SHARE
                index += weight / (measured[unit, "premium"] / law.PREMIUM_UNIT) * law.PREMIUM_SHARE
                keys[unit] = index, whole[unit, ranked]
            average = sum(index for index, _ in keys.values()) / len(keys)
            ordered = sorted(keys, key=keys.__getitem__, reverse=True)
            place = 0
            for n, unit in enumerate(ordered, 1):
                if keys[unit][0] <= average:
                    break
                if n == 1 or keys[unit] != keys[ordered[n - 2]]:
                    place = n
                lost["2.2"][unit] += decision.evaluate({"class": of, "place": place})["result"]["points"]


def answers(engine, asked: Iterable[dict[str, object]], batch: bool) -> Iterator[dict[str, object]]:
    """What the incidents' table says of each, in order."""
    if not batch:
        charge = engine.get_decision("incident")
        for row in asked:
            yield charge.evaluate(row)["result"]
        return
    rows = iter(asked)
    while part := [{"key": "incident", "context": row} for row in islice(rows, 5_000)]:
        for said in engine.evaluate_batch(part):
            yield said["data"]["result"]


def main(ledger: str, output: str, how: str = "rows") -> None:
    tables = {"incident": json.loads(incident_table()), "ladder": json.loads(ladder_table())}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": tables}})
    connection = sqlite3.connect(ledger)
    classes = dict(connection.execute("SELECT unit, kind FROM insurance_units"))
    measured = {
        (unit, measure): float(value)
        for unit, measure, value in connection.execute(
            "SELECT unit, measure, value FROM insurance_measures WHERE period = '2012'"
        )
    }
    lost: dict[str, dict[str, int]] = {section: defaultdict(int) for section in law.BASES}
    halves, whole, missed = defaultdict(int), defaultdict(int), defaultdict(int)
    missing, vetoes = defaultdict(set), defaultdict(set)
    incidents = connection.execute(
        "SELECT unit, kind, channel, settled, excused FROM insurance_incidents WHERE +date BETWEEN ? AND ?", (law.START, law.END)
    )
    told, rows = tee(incidents)
    asked = (
        {"kind": kind, "class": classes[unit], "channel": channel, "settled": bool(settled), "excused": bool(excused)}
        for unit, kind, channel, settled, excused in rows
    )
    for (unit, kind, *_), said in zip(told, answers(engine, asked, how == "batch"), strict=True):
        if said["ranked"]:
            halves[unit, said["ranked"]] += said["halves"]
            whole[unit, said["ranked"]] += 1
        elif said["section"] == "2.1":
            missing[unit].add(kind)
        elif said["section"]:
            lost[said["section"]][unit] += said["points"]
        missed[unit] += kind == law.MISSED
        vetoes[unit].update(["ineligible"] if kind in law.INELIGIBLE else ["last-place"] if kind in law.LAST else [])
    for unit, n in overdue(connection, BY_UNIT):
        for said in answers(engine, [{"kind": "late", "excused": False}] * n, False):
            lost["2.3"][unit] += said["points"]
    for unit, kinds in missing.items():
        kinds -= {law.TAKES_PLACE[kind] for kind in kinds if kind in law.TAKES_PLACE}
        lost["2.1"][unit] = sum(law.ONCE[kind] for kind in kinds)
    for unit, n in missed.items():
        lost["2.4"][unit] += law.MISSED_POINTS[min(n, 2)]
    lose_by_volume(lost, classes, measured, halves, whole, engine.get_decision("ladder"))
    cards = []
    for unit in classes:
        sections = [max(base - lost[section][unit], 0) for section, base in law.BASES.items()]
        cards.append(((0, 0) if "last-place" in vetoes[unit] else (-1, -sum(sections)), unit, sum(sections), sections))
    cards.sort()
    with open(output, "w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(law.HEADER)
        rank = 0
        for n, (key, unit, score, sections) in enumerate(cards):
            rank = rank if n and key == cards[n - 1][0] else n + 1
            rows.writerow((unit, score, rank, *sections, ";".join(sorted(vetoes[unit]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
