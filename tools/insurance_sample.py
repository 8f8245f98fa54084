"""Makes the insurance sample from the published table: what was published is kept, the rest is made up from a fixed seed."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "conduct" / "plugins" / "insurance" / "sample"
START, DAYS = date(2012, 1, 1), 182
LIFE = ("甲", "乙", "丙", "丁", "戊", "己")


def write(name: str, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    with (SAMPLE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    draw = random.Random(20120229)
    with (SAMPLE / "published" / "circ_2012h1_property.csv").open(encoding="utf-8") as stream:
        published = list(csv.DictReader(stream))
    units, measures, incidents, actions = [], [], [], []
    companies = []
    for n, row in enumerate(published, 1):
        premium = (Decimal(row["complaints"]) / Decimal(row["per_100m_premium"]) * 100_000_000).quantize(
            Decimal(1), ROUND_HALF_UP
        )
        companies.append((f"P{n:02}", row["company"], "property", int(row["complaints"]), premium))
    for n, word in enumerate(LIFE, 1):
        companies.append(
            (f"L{n:02}", f"示例人寿{word}", "life", draw.randint(20, 160), Decimal(draw.randint(8, 90)) * 100_000_000)
        )
    for unit, name, kind, petitions, premium in companies:
        units.append({"unit": unit, "name": name, "kind": kind})
        outlets = max(3, int(float(premium / 1_000_000) ** 0.55 * draw.uniform(0.8, 1.3)))
        measures.append({"unit": unit, "measure": "outlets", "period": "2012-H1", "value": outlets})
        measures.append({"unit": unit, "measure": "premium", "period": "2012-H1", "value": premium})
        for m in range(1, petitions + 1):
            day = START + timedelta(days=draw.randrange(DAYS))
            channel = draw.choices(("written", "telephone", "visit", "online"), (34, 50, 9, 7))[0]
            petition = f"{unit}-{m:04}"
            settled = "yes" if draw.random() < 0.15 else "no"
            incidents.append(
                {"incident": petition, "unit": unit, "kind": "petition", "date": day, "channel": channel, "settled": settled}
            )
            if draw.random() < 0.2 and day < date(2012, 5, 20):
                sent, workdays = day + timedelta(days=1), draw.choice((3, 5, 10))
                actions.append(
                    {"action": f"{petition}-t", "step": "transfer", "date": sent, "incident": petition, "workdays": workdays}
                )
                late = draw.random() < 0.06
                took = draw.randint(21, 30) if late else draw.randint(1, workdays)
                answered = sent + timedelta(days=took)
                excused = "yes" if late and draw.random() < 0.3 else ""
                actions.append(
                    {"action": f"{petition}-r", "step": "reply", "date": answered, "incident": petition, "excused": excused}
                )
    other = (
        ("x01", "P01", "improper-handling", date(2012, 3, 14)),
        ("x02", "P01", "repeat-unresolved", date(2012, 4, 9)),
        ("x03", "P02", "feedback-form", date(2012, 2, 20)),
        ("x04", "P03", "contact-missing", date(2012, 1, 16)),
        ("x05", "P04", "repeat-unresolved", date(2012, 5, 8)),
        ("x06", "P04", "media-exposure", date(2012, 5, 22)),
        ("x07", "P05", "feedback-false", date(2012, 6, 4)),
        ("x08", "P07", "process-key-links-missing", date(2012, 3, 1)),
        ("x09", "P10", "semiannual-report-missed", date(2012, 1, 31)),
        ("x10", "P12", "accountability-missing", date(2012, 3, 1)),
        ("x11", "P24", "commendation-provincial", date(2012, 5, 30)),
        ("x12", "P33", "media-praise", date(2012, 4, 18)),
        ("x13", "L01", "repeat-settlement", date(2012, 3, 27)),
        ("x14", "L02", "commendation-national", date(2012, 6, 12)),
        ("x15", "L03", "sensitive-period-petition", date(2012, 3, 8)),
        ("x16", "L04", "media-praise", date(2012, 6, 20)),
        ("x17", "P18", "reception-day-missing", date(2012, 3, 1)),
        ("x18", "P09", "major-report-failure", date(2012, 6, 15)),
    )
    incidents.extend({"incident": i, "unit": u, "kind": k, "date": d} for i, u, k, d in other)
    actions.append({"action": "x12-d", "step": "decide", "date": date(2012, 6, 28), "incident": "x12", "points": 4})
    for n, (unit, on, announced, prior, held, after) in enumerate(
        (
            ("P01", date(2012, 3, 15), date(2012, 3, 1), date(2012, 3, 5), "yes", date(2012, 3, 20)),
            ("P02", date(2012, 4, 16), "", date(2012, 4, 10), "yes", date(2012, 4, 18)),
            ("P06", date(2012, 5, 15), date(2012, 5, 2), date(2012, 5, 4), "no", ""),
            ("L02", date(2012, 6, 15), date(2012, 6, 1), date(2012, 6, 5), "yes", date(2012, 6, 18)),
        ),
        1,
    ):
        actions.append(
            {
                "action": f"d{n}",
                "step": "reception-day",
                "date": on,
                "unit": unit,
                "on": on,
                "announced": announced,
                "prior-report": prior,
                "held-by-management": held,
                "after-report": after,
            }
        )
    for action, step, unit, day in (
        ("c1", "contact-changed", "P08", date(2012, 4, 27)),
        ("c2", "contact-reported", "P08", date(2012, 4, 28)),
        ("c3", "contact-changed", "P11", date(2012, 5, 10)),
        ("c4", "contact-reported", "P11", date(2012, 5, 21)),
        ("c5", "leadership-changed", "L05", date(2012, 2, 6)),
        ("c6", "leadership-reported", "L05", date(2012, 3, 6)),
    ):
        actions.append({"action": action, "step": step, "date": day, "unit": unit})
    write("units.csv", ("unit", "name", "kind"), units)
    write("measures.csv", ("unit", "measure", "period", "value"), measures)
    write("incidents.csv", ("incident", "unit", "kind", "date", "channel", "settled"), incidents)
    write(
        "actions.csv",
        (
            "action", "step", "date", "incident", "unit", "workdays", "excused", "points", "on", "announced", "prior-report",
            "held-by-management", "after-report",
        ),
        actions,
    )  # fmt: skip


if __name__ == "__main__":
    main()
