"""Makes the insurance sample: made up from a fixed seed; only how petitions are spread over companies was published."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "conduct" / "plugins" / "insurance" / "sample"
SPREAD = ROOT / "tests" / "plugins" / "published" / "circ_2012h1_property.csv"
HALVES = ((date(2012, 1, 1), 182), (date(2012, 7, 1), 184))
STARS = (
    "天枢", "天璇", "天玑", "天权", "玉衡", "开阳", "摇光", "角木", "亢金", "氐土", "房日", "心月", "尾火",
    "箕水", "斗木", "牛金", "女土", "虚日", "危月", "室火", "壁水", "奎木", "娄金", "胃土", "昴日", "毕月",
    "觜火", "参水", "井木", "鬼金", "柳土", "星日", "张月", "翼火", "轸水", "紫微", "太微", "天市",
)  # fmt: skip
LIFE = ("甲", "乙", "丙", "丁", "戊", "己")
Row = dict[str, object]


def write(name: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    with (SAMPLE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def companies(draw: random.Random) -> Iterator[tuple[str, str, str, int, Decimal]]:
    """Id, name, kind, petitions of a half-year and premium of the year."""
    with SPREAD.open(encoding="utf-8") as stream:
        spread = [(int(r["complaints"]), Decimal(r["per_100m_premium"])) for r in csv.DictReader(stream)]
    draw.shuffle(spread)
    for n, (word, (petitions, density)) in enumerate(zip(STARS, spread, strict=True), 1):
        premium = Decimal(round(petitions / density * 2)) * 100_000_000 or Decimal(100_000_000)
        yield f"P{n:02}", f"示例{word}财险", "property", petitions, premium
    for n, word in enumerate(LIFE, 1):
        yield f"L{n:02}", f"示例人寿{word}", "life", draw.randint(20, 160), Decimal(draw.randint(16, 180)) * 100_000_000


def petitions_of(draw: random.Random, unit: str, number: Iterator[int], n: int, half: int) -> Iterator[tuple[Row, list[Row]]]:
    """One half-year's petitions of a company, each with its transfer and reply if it was transferred."""
    start, days = HALVES[half]
    for _ in range(n):
        day = start + timedelta(days=draw.randrange(days))
        channel = draw.choices(("written", "telephone", "visit", "online"), (34, 50, 9, 7))[0]
        petition, settled, steps = f"{unit}-{next(number):04}", draw.random() < 0.15, list[Row]()
        if settled or draw.random() < 0.15:
            sent = day + timedelta(days=1)
            workdays = draw.choice((3, 4, 5)) if settled else draw.choice((5, 10, 15))
            late = not settled and draw.random() < 0.08
            answered = sent + timedelta(days=draw.randint(28, 40) if late else draw.randint(1, workdays))
            excused = "yes" if late and draw.random() < 0.3 else ""
            steps = [
                {"action": f"{petition}-t", "step": "transfer", "date": sent, "incident": petition, "workdays": workdays},
                {"action": f"{petition}-r", "step": "reply", "date": answered, "incident": petition, "excused": excused},
            ]
        kept = "yes" if settled else "no"
        yield {"incident": petition, "unit": unit, "kind": "petition", "date": day, "channel": channel, "settled": kept}, steps


OTHER = (
    ("P01", "improper-handling", date(2012, 3, 14)),
    ("P01", "repeat-unresolved", date(2012, 4, 9)),
    ("P02", "feedback-form", date(2012, 2, 20)),
    ("P03", "contact-missing", date(2012, 1, 16)),
    ("P04", "repeat-unresolved", date(2012, 5, 8)),
    ("P04", "media-exposure", date(2012, 5, 22)),
    ("P05", "feedback-false", date(2012, 6, 4)),
    ("P07", "process-key-links-missing", date(2012, 3, 1)),
    ("P10", "semiannual-report-missed", date(2012, 1, 31)),
    ("P12", "accountability-missing", date(2012, 3, 1)),
    ("P24", "commendation-provincial", date(2012, 5, 30)),
    ("P33", "media-praise", date(2012, 4, 18)),
    ("L01", "repeat-settlement", date(2012, 3, 27)),
    ("L02", "commendation-national", date(2012, 6, 12)),
    ("L03", "sensitive-period-petition", date(2012, 3, 8)),
    ("L04", "media-praise", date(2012, 6, 20)),
    ("P18", "reception-day-missing", date(2012, 3, 1)),
    ("P09", "major-report-failure", date(2012, 6, 15)),
    ("P06", "improper-handling", date(2012, 8, 21)),
    ("P11", "media-exposure-industry", date(2012, 9, 10)),
    ("P10", "semiannual-report-missed", date(2012, 7, 31)),
    ("P13", "abnormal-petition", date(2012, 10, 18)),
    ("P14", "supervision-defied", date(2012, 11, 5)),
    ("P20", "repeat-settlement", date(2012, 9, 26)),
    ("P27", "commendation-national", date(2012, 11, 28)),
    ("P30", "commendation-provincial", date(2012, 12, 3)),
    ("P35", "media-exposure-grave", date(2012, 12, 14)),
    ("L05", "media-praise", date(2012, 10, 9)),
    ("L06", "feedback-form", date(2012, 8, 2)),
)
RECEPTIONS = (  # unit, the day, announced, prior report, held by management, report afterwards
    ("P01", date(2012, 3, 15), date(2012, 3, 1), date(2012, 3, 5), "yes", date(2012, 3, 20)),
    ("P02", date(2012, 4, 16), "", date(2012, 4, 10), "yes", date(2012, 4, 18)),
    ("P06", date(2012, 5, 15), date(2012, 5, 2), date(2012, 5, 4), "no", ""),
    ("L02", date(2012, 6, 15), date(2012, 6, 1), date(2012, 6, 5), "yes", date(2012, 6, 18)),
    ("P21", date(2012, 9, 17), date(2012, 9, 3), "", "yes", date(2012, 9, 21)),
    ("L01", date(2012, 11, 15), date(2012, 11, 1), date(2012, 11, 6), "yes", date(2012, 11, 20)),
)
CHANGES = (
    ("contact-changed", "P08", date(2012, 4, 27)),
    ("contact-reported", "P08", date(2012, 4, 28)),
    ("contact-changed", "P11", date(2012, 5, 10)),
    ("contact-reported", "P11", date(2012, 5, 21)),
    ("leadership-changed", "L05", date(2012, 2, 6)),
    ("leadership-reported", "L05", date(2012, 3, 6)),
    ("leadership-changed", "P16", date(2012, 8, 6)),
    ("leadership-reported", "P16", date(2012, 9, 24)),
)
STEPS: tuple[Row, ...] = (
    {"step": "decide", "date": date(2012, 6, 28), "incident": "x12", "points": 4},
    {"step": "decide", "date": date(2012, 11, 2), "incident": "x28", "points": 3},
    {"step": "appeal", "date": date(2012, 9, 5), "incident": "x19", "by": "P06", "reason": "经复核,信访人所述与合同约定不符"},
    {
        "step": "appeal-decided",
        "date": date(2012, 9, 28),
        "incident": "x19",
        "by": "信访处",
        "reason": "复核属实",
        "upheld": "yes",
    },
    {"step": "appeal", "date": date(2012, 12, 20), "incident": "x24", "by": "P20", "reason": "协议已于登记当日履行"},
    {"step": "withdraw", "date": date(2012, 8, 9), "incident": "x29", "by": "信访处", "reason": "误登,报告加盖公章齐全"},
)


def main() -> None:
    draw = random.Random(20120229)
    units, measures, incidents, actions = list[Row](), list[Row](), list[Row](), list[Row]()
    for unit, name, kind, petitions, premium in companies(draw):
        units.append({"unit": unit, "name": name, "kind": kind})
        outlets = max(3, int(float(premium / 2_000_000) ** 0.55 * draw.uniform(0.8, 1.3)))
        for period, share in (("2012-H1", Decimal("0.52")), ("2012", Decimal(1))):
            measures.append({"unit": unit, "measure": "outlets", "period": period, "value": outlets})
            measures.append({"unit": unit, "measure": "premium", "period": period, "value": int(premium * share)})
        number = iter(range(1, 10_000))
        for half, n in enumerate((petitions, max(0, round(petitions * draw.uniform(0.6, 1.2))))):
            for petition, steps in petitions_of(draw, unit, number, n, half):
                incidents.append(petition)
                actions += steps
    incidents += [{"incident": f"x{n:02}", "unit": u, "kind": k, "date": d} for n, (u, k, d) in enumerate(OTHER, 1)]
    for n, (unit, on, announced, prior, held, after) in enumerate(RECEPTIONS, 1):
        day = {"on": on, "announced": announced, "prior-report": prior, "held-by-management": held, "after-report": after}
        actions.append({"action": f"d{n}", "step": "reception-day", "date": on, "unit": unit, **day})
    actions += [{"action": f"c{n}", "step": step, "unit": u, "date": d} for n, (step, u, d) in enumerate(CHANGES, 1)]
    actions += [{"action": f"s{n}", **step} for n, step in enumerate(STEPS, 1)]
    write("units.csv", ("unit", "name", "kind"), units)
    write("measures.csv", ("unit", "measure", "period", "value"), measures)
    write("incidents.csv", ("incident", "unit", "kind", "date", "channel", "settled"), incidents)
    columns = (
        "action", "step", "date", "incident", "unit", "workdays", "excused", "points", "on", "announced", "prior-report",
        "held-by-management", "after-report", "upheld", "by", "reason",
    )  # fmt: skip
    write("actions.csv", columns, actions)


if __name__ == "__main__":
    main()
