"""The circular as one SQL statement on the ledger, in floating point: python sqlite_float.py LEDGER OUTPUT."""

from __future__ import annotations

import csv
import sqlite3
import sys

import circular as law

TABLES = """
CREATE TEMP TABLE deadlines (date TEXT, workdays INTEGER, due TEXT, PRIMARY KEY (date, workdays)) WITHOUT ROWID;
CREATE TEMP TABLE channels (class TEXT, channel TEXT, ranked TEXT, PRIMARY KEY (class, channel)) WITHOUT ROWID;
CREATE TEMP TABLE ladder (class TEXT, place INTEGER, points INTEGER, PRIMARY KEY (class, place)) WITHOUT ROWID;
CREATE TEMP TABLE charges (kind TEXT PRIMARY KEY, section TEXT, points INTEGER) WITHOUT ROWID;
"""
STATEMENT = f"""
WITH counted AS MATERIALIZED (
    SELECT kind, unit, channel, settled, count(*) AS n FROM insurance_incidents
    WHERE +date BETWEEN :start AND :end AND (kind <> 'late' OR excused IS NOT TRUE)
    GROUP BY kind, unit, channel, settled
), volume AS (
    SELECT c.unit, h.ranked, sum(c.n) AS whole, sum(CASE WHEN c.settled THEN 0.5 ELSE 1.0 END * c.n) AS weight
    FROM counted c JOIN insurance_units u ON u.unit = c.unit JOIN channels h ON h.class = u.kind AND h.channel = c.channel
    WHERE c.kind = 'petition' GROUP BY c.unit, h.ranked
), indexed AS (
    SELECT u.unit, u.kind AS class, r.ranked, coalesce(v.whole, 0) AS whole,
        coalesce(v.weight, 0.0) / o.value * {law.OUTLETS_SHARE}
        + coalesce(v.weight, 0.0) / (p.value / {law.PREMIUM_UNIT}.0) * {law.PREMIUM_SHARE} AS score
    FROM insurance_units u
    JOIN (SELECT DISTINCT class, ranked FROM channels) r ON r.class = u.kind
    JOIN insurance_measures o ON o.unit = u.unit AND o.measure = 'outlets' AND o.period = '2012'
    JOIN insurance_measures p ON p.unit = u.unit AND p.measure = 'premium' AND p.period = '2012'
    LEFT JOIN volume v ON v.unit = u.unit AND v.ranked = r.ranked
), placed AS (
    SELECT unit, class, score, avg(score) OVER (PARTITION BY class, ranked) AS average,
        rank() OVER (PARTITION BY class, ranked ORDER BY score DESC, whole DESC) AS place
    FROM indexed
), ranked AS (
    SELECT p.unit, sum(l.points) AS points FROM placed p
    JOIN ladder l ON l.class = p.class AND l.place = min(p.place, {law.PLACES})
    WHERE p.score > p.average GROUP BY p.unit
), transfers AS (
    SELECT t.incident, t.date, coalesce(t.due, d.due) AS due FROM insurance_actions t
    LEFT JOIN deadlines d ON d.date = t.date AND d.workdays = t.workdays
    WHERE +t.step = 'transfer' AND t.date <= :end
), overdue AS (
    SELECT t.incident FROM transfers t
    WHERE t.due <= :end AND NOT EXISTS (
        SELECT 1 FROM insurance_actions r WHERE r.incident = t.incident AND r.step = 'reply' AND r.date BETWEEN t.date AND :end
        AND (r.date <= t.due OR r.excused)
    )
    GROUP BY t.incident HAVING min(t.due) >= :start
), charged AS (
    SELECT c.unit, c.kind, x.section, CASE x.section WHEN '2.1' THEN x.points ELSE x.points * c.n END AS points
    FROM counted c JOIN charges x ON x.kind = c.kind
    WHERE NOT (c.kind = 'contact-missing' AND EXISTS (
        SELECT 1 FROM counted o WHERE o.unit = c.unit AND o.kind = 'contact-change-harmful'))
    AND NOT (c.kind = 'process-key-links-missing' AND EXISTS (
        SELECT 1 FROM counted o WHERE o.unit = c.unit AND o.kind = 'process-missing'))
    UNION ALL SELECT unit, kind, '2.4', CASE n WHEN 1 THEN 2 ELSE 7 END FROM counted WHERE kind = '{law.MISSED}'
    UNION ALL SELECT i.unit, 'late', '2.3', 2 FROM overdue JOIN insurance_incidents i ON i.incident = overdue.incident
    UNION ALL SELECT unit, kind, NULL, 0 FROM counted WHERE kind IN {law.LAST}
), summed AS (
    SELECT unit, sum(points) FILTER (WHERE section = '2.1') AS institutions,
        sum(points) FILTER (WHERE section = '2.3') AS handling, sum(points) FILTER (WHERE section = '2.4') AS daily,
        max(kind IN {law.INELIGIBLE}) AS ineligible, max(kind IN {law.LAST}) AS last
    FROM charged GROUP BY unit
), sections AS (
    SELECT u.unit, max(15 - coalesce(s.institutions, 0), 0) AS institutions, max(30 - coalesce(r.points, 0), 0) AS volume,
        max(25 - coalesce(s.handling, 0), 0) AS handling, max(30 - coalesce(s.daily, 0), 0) AS daily,
        coalesce(s.ineligible, 0) AS ineligible, coalesce(s.last, 0) AS last
    FROM insurance_units u LEFT JOIN summed s ON s.unit = u.unit LEFT JOIN ranked r ON r.unit = u.unit
)
SELECT unit, institutions + volume + handling + daily AS score,
    CASE WHEN last THEN 1 + count(*) FILTER (WHERE NOT last) OVER ()
    ELSE rank() OVER (PARTITION BY last ORDER BY institutions + volume + handling + daily DESC) END AS rank,
    institutions, volume, handling, daily,
    CASE WHEN ineligible AND last THEN 'ineligible;last-place' WHEN ineligible THEN 'ineligible' WHEN last THEN 'last-place' END
FROM sections ORDER BY rank, unit
"""


def main(ledger: str, output: str) -> None:
    connection = sqlite3.connect(ledger)
    connection.executescript(TABLES)
    connection.executemany(
        "INSERT INTO deadlines VALUES (?, ?, ?)", ((d.isoformat(), n, e.isoformat()) for d, n, e in law.deadlines())
    )
    connection.executemany(
        "INSERT INTO channels VALUES (?, ?, ?)",
        ((of, channel, ranked) for of, channels in law.CHANNELS.items() for channel, ranked in channels.items()),
    )
    connection.executemany(
        "INSERT INTO ladder VALUES (?, ?, ?)",
        ((of, place, law.points_of_place(of, place)) for of in law.LADDERS for place in range(1, law.PLACES + 1)),
    )
    for section, charges in (("2.1", law.ONCE), ("2.3", law.HANDLING), ("2.4", law.DAILY)):
        connection.executemany("INSERT INTO charges VALUES (?, ?, ?)", ((kind, section, n) for kind, n in charges.items()))
    with open(output, "w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(law.HEADER)
        rows.writerows(connection.execute(STATEMENT, {"start": law.START, "end": law.END}))


if __name__ == "__main__":
    main(*sys.argv[1:])
