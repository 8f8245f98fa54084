"""The circular on the ledger, exactly: SQL counts, whole numbers rank: python sqlite_exact.py LEDGER OUTPUT.

The ranking scores of 2.2.1 are put over one denominator, 10 ** DIGITS. With outlets below a million and premiums below 10 ** 14
fen two that differ do so before that many digits, and what the average lacks is less than one in the last digit a company:
who is above it is certain but for one that lies as near, which is compared by fractions.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

import circular as law
from overdue import BY_UNIT, overdue

DIGITS = 48
COUNTED = """
SELECT kind, unit, channel, settled, count(*) FROM insurance_incidents
WHERE +date BETWEEN ? AND ? AND (kind <> 'late' OR excused IS NOT TRUE) GROUP BY kind, unit, channel, settled
"""


def fraction_of(outlets: int, premium: Decimal, halves: int) -> tuple[int, int]:
    """2.2.1 as numerator and denominator; halves are half petitions, the premium may have fen."""
    fen = int(premium * 100)
    return halves * (2 * fen + 3 * outlets * law.PREMIUM_UNIT * 100), 10 * outlets * fen


def points_of_channel(of: str, members: list[tuple[str, int, int, int]]) -> dict[str, int]:
    """2.2.2: what each unit above the average loses; a member is a unit, its score's two parts and its petitions."""
    scale, number = 10**DIGITS, len(members)
    placed = sorted(((top * scale // bottom, whole, unit) for unit, top, bottom, whole in members), reverse=True)
    total = sum(score for score, _, _ in placed)  # the exact one is this or up to one more a member
    lost: dict[str, int] = {}
    place, before = 0, (0, 0)
    near = False
    for n, (score, whole, unit) in enumerate(placed, 1):
        if score * number <= total + number:
            near = (score + 1) * number > total
            break
        if (score, whole) != before:
            place, before = n, (score, whole)
        lost[unit] = law.points_of_place(of, place)
    return lost if not near else points_by_fractions(of, members)


def points_by_fractions(of: str, members: list[tuple[str, int, int, int]]) -> dict[str, int]:
    """The same where a score lies at the average to the last digit."""
    scores = {unit: Fraction(top, bottom) for unit, top, bottom, _ in members}
    petitions = {unit: whole for unit, _, _, whole in members}
    average = sum(scores.values()) / len(scores)
    keys = sorted(((scores[unit], petitions[unit]) for unit in scores if scores[unit] > average), reverse=True)
    return {unit: law.points_of_place(of, 1 + keys.index((scores[unit], petitions[unit])))
            for unit in scores if scores[unit] > average}  # fmt: skip


def main(ledger: str, output: str) -> None:
    connection = sqlite3.connect(ledger)
    kind_of = dict(connection.execute("SELECT unit, kind FROM insurance_units"))
    measured: dict[str, dict[str, str]] = {"outlets": {}, "premium": {}}
    for unit, measure, value in connection.execute("SELECT unit, measure, value FROM insurance_measures WHERE period = '2012'"):
        measured[measure][unit] = value
    charged = {**law.HANDLING, **law.DAILY}
    section_of = {**dict.fromkeys(law.HANDLING, "2.3"), **dict.fromkeys(law.DAILY, "2.4")}
    lost: dict[str, dict[str, int]] = {section: defaultdict(int) for section in law.BASES}
    missing: dict[str, set[str]] = defaultdict(set)
    petitions: dict[tuple[str, str], list[int]] = {}
    vetoes: dict[str, set[str]] = defaultdict(set)
    for kind, unit, channel, settled, n in connection.execute(COUNTED, (law.START, law.END)):
        if kind == "petition":
            counts = petitions.setdefault((unit, law.CHANNELS[kind_of[unit]][channel]), [0, 0])
            counts[0] += n
            counts[1] += n if settled else 2 * n
        elif kind in law.ONCE:
            missing[unit].add(kind)
        elif kind == law.MISSED:
            lost["2.4"][unit] += law.MISSED_POINTS[min(n, 2)]
        elif kind in charged:
            lost[section_of[kind]][unit] += charged[kind] * n
        if kind in law.INELIGIBLE:
            vetoes[unit].add("ineligible")
        if kind in law.LAST:
            vetoes[unit].add("last-place")
    for unit, n in overdue(connection, BY_UNIT):
        lost["2.3"][unit] += law.HANDLING["late"] * n
    for unit, kinds in missing.items():
        kinds -= {law.TAKES_PLACE[kind] for kind in kinds if kind in law.TAKES_PLACE}
        lost["2.1"][unit] = sum(law.ONCE[kind] for kind in kinds)
    for of, channels in law.CHANNELS.items():
        companies = [
            (unit, int(measured["outlets"][unit]), Decimal(measured["premium"][unit]))
            for unit, kind in kind_of.items()
            if kind == of
        ]
        for channel in set(channels.values()) if companies else ():
            members = []
            for unit, outlets, premium in companies:
                whole, halves = petitions.get((unit, channel), (0, 0))
                members.append((unit, *fraction_of(outlets, premium, halves), whole))
            for unit, points in points_of_channel(of, members).items():
                lost["2.2"][unit] += points
    write(output, kind_of, lost, vetoes)


def write(output: str, units: dict[str, str], lost: dict[str, dict[str, int]], vetoes: dict[str, set[str]]) -> None:
    """The scorecards by rank: 4.2, who is directly determined the last after every other."""
    cards = []
    for unit in units:
        sections = [max(base - lost[section][unit], 0) for section, base in law.BASES.items()]
        cards.append(("last-place" in vetoes[unit], -sum(sections), unit, sections))
    cards.sort(key=itemgetter(0, 1, 2))
    rank, before = 0, None
    with open(output, "w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(law.HEADER)
        for n, (last, score, unit, sections) in enumerate(cards, 1):
            key = (last, None if last else score)
            if key != before:
                rank, before = n, key
            rows.writerow((unit, -score, rank, *sections, ";".join(sorted(vetoes[unit]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
