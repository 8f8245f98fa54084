"""Makes insurance facts of a given size: python benchmarks/generate.py FOLDER --units 100 --incidents 100000.

Skewed as real complaints are: a fifth of the companies draw most of them, weekends few, one petition in ten is transferred, three
transfers in a hundred are answered too late. Same size, same bytes.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

UNIT_HEADER, MEASURE_HEADER = "unit,name,kind", "unit,measure,period,value"
INCIDENT_HEADER, ACTION_HEADER = (
    "incident,unit,kind,date,channel,settled,excused",
    "action,step,date,incident,due,workdays,excused",
)
OTHER = {  # what is charged by itself, and how often each is found among a thousand of them
    "leadership-missing": 30, "leadership-change-unreported": 30, "department-missing": 20, "contact-missing": 40,
    "contact-change-harmful": 10, "process-missing": 20, "process-key-links-missing": 30, "emergency-missing": 20,
    "accountability-missing": 20, "reception-day-missing": 20, "late": 150, "improper-handling": 60, "supervision-defied": 10,
    "feedback-form": 90, "feedback-false": 10, "major-report-failure": 20, "major-report-failure-grave": 4,
    "semiannual-report-missed": 60, "abnormal-petition": 20, "sensitive-period-petition": 3, "repeat-settlement": 50,
    "repeat-unresolved": 130, "reception-day-not-held": 30, "reception-day-unannounced": 40, "reception-day-no-prior-report": 40,
    "reception-day-no-after-report": 20, "media-exposure": 15, "media-exposure-industry": 5, "media-exposure-grave": 3,
}  # fmt: skip
CHANNELS = {"written": 25, "telephone": 50, "visit": 10, "online": 15}
FIRST, DAYS, SPARE = date(2011, 12, 1), 397, 60  # from the month before the year to its end; replies come after it too
BATCH = 20_000
CHARGED_A_UNIT, MOST_CHARGED = 3, 0.03  # incidents other than petitions: three a unit, but no more than this share


def write_units(folder: Path, units: int, draw: random.Random) -> list[float]:
    """Companies and what they report, in whole 10 000 yuan; returns how many complaints each draws beside the others."""
    sizes, before = [], [(0, 0)] * 2
    with (folder / "units.csv").open("w") as names, (folder / "measures.csv").open("w") as measures:
        print(UNIT_HEADER, file=names)
        print(MEASURE_HEADER, file=measures)
        for n in range(units):
            size = draw.lognormvariate(0, 1.4)
            outlets = 1 + int(20 * size**0.7 * draw.lognormvariate(0, 0.3))
            premium = 10_000 * (1 + int(20_000 * size * draw.lognormvariate(0, 0.5)))
            if n > 1 and draw.random() < 0.05:  # as much as the company of its kind before it, so that equal indexes are met
                outlets, premium = before[n % 2]
            before[n % 2] = outlets, premium
            sizes.append(size * draw.lognormvariate(0, 0.4))
            print(f"u{n},Company {n},{'life' if n % 2 else 'property'}", file=names)
            print(f"u{n},outlets,2012,{outlets}\nu{n},premium,2012,{premium}", file=measures)
    return sizes


def transferred(n: int, day: int, days: list[str], quick: bool, draw: random.Random) -> list[str]:
    """What is done about a petition of that day that is transferred, for quick handling or until a day."""
    lines = []
    for turn in range(2 if draw.random() < 0.01 else 1):  # a few are transferred again
        given = day + draw.randrange(3) + 20 * turn
        limit = f",{draw.randint(3, 5)}" if quick else f"{days[given + draw.randint(5, 10)]},"
        lines.append(f"t{n}-{turn},transfer,{days[given]},i{n},{limit},\n")
        fate = draw.random()
        if fate > 0.01:
            late = fate < 0.04
            answered = days[given + (draw.randint(15, 25) if late else draw.randint(1, 3))]
            excused = "yes" if late and draw.random() < 0.2 else ""
            lines.append(f"r{n}-{turn},reply,{answered},i{n},,,{excused}\n")
    return lines


def write_incidents(folder: Path, sizes: list[float], incidents: int, draw: random.Random, transfers: float) -> None:
    """Petitions and what else is charged, and the transfers and replies."""
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS + SPARE)]
    busy = [0.3 if (FIRST + timedelta(days=n)).weekday() > 4 else 1.0 for n in range(DAYS)]
    units = [f"u{n}" for n in range(len(sizes))]
    charged = min(CHARGED_A_UNIT * len(sizes) / incidents, MOST_CHARGED) if incidents else 0
    drawn, busy_until = _running(sizes), _running(busy)
    channel_words, channel_until = list(CHANNELS), _running(list(map(float, CHANNELS.values())))
    others, other_until = list(OTHER), _running(list(map(float, OTHER.values())))
    with (folder / "incidents.csv").open("w") as rows, (folder / "actions.csv").open("w") as steps:
        print(INCIDENT_HEADER, file=rows)
        print(ACTION_HEADER, file=steps)
        for start in range(0, incidents, BATCH):
            k = min(BATCH, incidents - start)
            lines, actions = [], []
            whose, when = draw.choices(units, cum_weights=drawn, k=k), draw.choices(range(DAYS), cum_weights=busy_until, k=k)
            channels = draw.choices(channel_words, cum_weights=channel_until, k=k)
            for n, unit, day, channel in zip(range(start, start + k), whose, when, channels, strict=True):
                chance = draw.random()
                if chance >= charged:
                    handled = draw.random()
                    quick = handled < transfers / 2
                    settled = "yes" if quick and draw.random() < 0.6 else "no"  # what is handled quickly may be withdrawn
                    lines.append(f"i{n},{unit},petition,{days[day]},{channel},{settled},\n")
                    if handled < transfers:
                        actions += transferred(n, day, days, quick, draw)
                else:
                    kind = draw.choices(others, cum_weights=other_until)[0]
                    excused = "yes" if kind == "late" and draw.random() < 0.2 else ""
                    lines.append(f"i{n},{unit},{kind},{days[day]},,,{excused}\n")
            rows.writelines(lines)
            steps.writelines(actions)


def _running(weights: list[float]) -> list[float]:
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


def write_more(folder: Path, units: int, incidents: int, turn: int) -> Path:
    """A file of new petitions, spread evenly, as they come in after a run."""
    path = folder / f"incidents-more{turn}.csv"
    draw = random.Random(turn)
    with path.open("w") as rows:
        print(INCIDENT_HEADER, file=rows)
        for n in range(incidents):
            day = (FIRST + timedelta(days=draw.randrange(60, DAYS))).isoformat()
            print(f"more{turn}-{n},u{draw.randrange(units)},petition,{day},{draw.choice(list(CHANNELS))},no,", file=rows)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--transfers", type=float, default=0.1, help="share of petitions transferred and answered")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(37)
    sizes = write_units(given.folder, given.units, draw)
    write_incidents(given.folder, sizes, given.incidents, draw, given.transfers)


if __name__ == "__main__":
    main()
