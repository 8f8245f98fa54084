"""The circular as one SQL statement in DuckDB on Parquet files: python duckdb_parquet.py FOLDER OUTPUT."""

from __future__ import annotations

import sys
from pathlib import Path

import circular as law
import duckdb

STATEMENT = f"""
COPY (
WITH counted AS (
    SELECT kind, unit, channel, settled, count(*) AS n FROM '{{folder}}/incidents.parquet'
    WHERE date BETWEEN DATE '{law.START}' AND DATE '{law.END}' AND NOT (kind = 'late' AND coalesce(excused, false))
    GROUP BY ALL
), reported AS (
    SELECT unit, max(value) FILTER (measure = 'outlets') AS outlets, max(value) FILTER (measure = 'premium') AS premium
    FROM '{{folder}}/measures.parquet' WHERE period = '2012' GROUP BY unit
), volume AS (
    SELECT c.unit, h.ranked, sum(c.n) AS whole, sum(CASE WHEN c.settled THEN 0.5::DOUBLE * c.n ELSE c.n END) AS weight
    FROM counted c JOIN '{{folder}}/units.parquet' u USING (unit) JOIN channels h ON h.class = u.kind AND h.channel = c.channel
    WHERE c.kind = 'petition' GROUP BY ALL
), indexed AS (
    SELECT unit, u.kind AS class, r.ranked, coalesce(whole, 0) AS whole,
        coalesce(weight, 0) / outlets * {law.OUTLETS_SHARE}::DOUBLE
        + coalesce(weight, 0) / (premium / {law.PREMIUM_UNIT}) * {law.PREMIUM_SHARE}::DOUBLE AS score
    FROM '{{folder}}/units.parquet' u JOIN (SELECT DISTINCT class, ranked FROM channels) r ON r.class = u.kind
    JOIN reported USING (unit) LEFT JOIN volume v USING (unit, ranked)
), ranked AS (
    SELECT unit, sum(points) AS points FROM (
        SELECT unit, class, score, avg(score) OVER (PARTITION BY class, ranked) AS average,
            rank() OVER (PARTITION BY class, ranked ORDER BY score DESC, whole DESC) AS place
        FROM indexed
    ) p JOIN ladder l ON l.class = p.class AND l.place = least(p.place, {law.PLACES})
    WHERE score > average GROUP BY unit
), transfers AS (
    SELECT row_number() OVER () AS id, t.incident, t.date AS given, coalesce(t.due, d.due) AS due
    FROM '{{folder}}/actions.parquet' t LEFT JOIN deadlines d ON d.date = t.date AND d.workdays = t.workdays
    WHERE t.step = 'transfer' AND t.date <= DATE '{law.END}'
), overdue AS (
    SELECT t.incident FROM transfers t
    ANTI JOIN (
        SELECT incident, date, coalesce(excused, false) AS excused FROM '{{folder}}/actions.parquet'
        WHERE step = 'reply' AND date <= DATE '{law.END}'
    ) r ON r.incident = t.incident AND r.date >= t.given AND (r.date <= t.due OR r.excused)
    WHERE t.due <= DATE '{law.END}' GROUP BY t.incident HAVING min(t.due) >= DATE '{law.START}'
), taken AS (
    SELECT unit, bool_or(kind = 'contact-change-harmful') AS harmful, bool_or(kind = 'process-missing') AS processless
    FROM counted WHERE kind <> 'petition' GROUP BY unit
), charged AS (
    SELECT unit, kind, section, CASE section WHEN '2.1' THEN points ELSE points * n END AS points
    FROM counted JOIN charges USING (kind) JOIN taken USING (unit)
    WHERE NOT (kind = 'contact-missing' AND harmful) AND NOT (kind = 'process-key-links-missing' AND processless)
    UNION ALL SELECT unit, kind, '2.4', CASE n WHEN 1 THEN 2 ELSE 7 END FROM counted WHERE kind = '{law.MISSED}'
    UNION ALL SELECT unit, 'late', '2.3', 2 FROM overdue JOIN '{{folder}}/incidents.parquet' USING (incident)
    UNION ALL SELECT unit, kind, NULL, 0 FROM counted WHERE kind IN {law.LAST}
), summed AS (
    SELECT unit, sum(points) FILTER (section = '2.1') AS institutions, sum(points) FILTER (section = '2.3') AS handling,
        sum(points) FILTER (section = '2.4') AS daily, bool_or(kind IN {law.INELIGIBLE}) AS ineligible,
        bool_or(kind IN {law.LAST}) AS last
    FROM charged GROUP BY unit
), sections AS (
    SELECT unit, greatest(15 - coalesce(institutions, 0), 0) AS institutions, greatest(30 - coalesce(r.points, 0), 0) AS volume,
        greatest(25 - coalesce(handling, 0), 0) AS handling, greatest(30 - coalesce(daily, 0), 0) AS daily,
        coalesce(ineligible, false) AS ineligible, coalesce(last, false) AS last
    FROM '{{folder}}/units.parquet' LEFT JOIN summed USING (unit) LEFT JOIN ranked r USING (unit)
)
SELECT unit, institutions + volume + handling + daily AS score,
    CASE WHEN last THEN 1 + count(*) FILTER (NOT last) OVER ()
    ELSE rank() OVER (PARTITION BY last ORDER BY institutions + volume + handling + daily DESC) END AS rank,
    institutions AS "2.1", volume AS "2.2", handling AS "2.3", daily AS "2.4",
    concat_ws(';', CASE WHEN ineligible THEN 'ineligible' END, CASE WHEN last THEN 'last-place' END) AS vetoes
FROM sections ORDER BY rank, unit
) TO '{{output}}' (HEADER)
"""


def main(folder: str, output: str) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE deadlines (date DATE, workdays INTEGER, due DATE)")
    connection.execute("CREATE TABLE channels (class TEXT, channel TEXT, ranked TEXT)")
    connection.execute("CREATE TABLE ladder (class TEXT, place INTEGER, points INTEGER)")
    connection.execute("CREATE TABLE charges (kind TEXT, section TEXT, points INTEGER)")
    rows: dict[str, list[tuple[object, ...]]] = {
        "deadlines": list(law.deadlines()),
        "channels": [(of, channel, to) for of, channels in law.CHANNELS.items() for channel, to in channels.items()],
        "ladder": [(of, place, law.points_of_place(of, place)) for of in law.LADDERS for place in range(1, law.PLACES + 1)],
        "charges": [
            (kind, section, points)
            for section, charges in (("2.1", law.ONCE), ("2.3", law.HANDLING), ("2.4", law.DAILY))
            for kind, points in charges.items()
        ],
    }
    for table, values in rows.items():  # in one statement: executemany takes DuckDB a millisecond a row
        columns = len(values[0])
        marks = ", ".join([f"({', '.join('?' * columns)})"] * len(values))
        connection.execute(f"INSERT INTO {table} VALUES {marks}", [cell for row in values for cell in row])
    connection.execute(STATEMENT.format(folder=Path(folder).as_posix(), output=Path(output).as_posix()))


if __name__ == "__main__":
    main(*sys.argv[1:])
