"""Makes insurance facts of a given size: python benchmarks/generate.py FOLDER --units 100 --incidents 100000."""

from __future__ import annotations

import argparse
import csv
import random
from datetime import date, timedelta
from pathlib import Path

OTHER = (
    "late", "improper-handling", "supervision-defied", "feedback-form", "feedback-false", "major-report-failure",
    "abnormal-petition", "repeat-settlement", "repeat-unresolved", "reception-day-not-held", "media-exposure", "contact-missing",
    "process-missing",
)  # fmt: skip
CHANNELS = ("written", "telephone", "visit", "online")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--transfers", type=float, default=0.1, help="share of petitions transferred and answered")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(37)
    days = [(date(2012, 1, 1) + timedelta(days=n)).isoformat() for n in range(366)]
    files = {of: (given.folder / f"{of}.csv").open("w", newline="") for of in ("units", "measures", "incidents", "actions")}
    with files["units"] as units, files["measures"] as measures:
        unit_rows, measure_rows = csv.writer(units), csv.writer(measures)
        unit_rows.writerow(("unit", "name", "kind"))
        measure_rows.writerow(("unit", "measure", "period", "value"))
        for n in range(given.units):
            unit_rows.writerow((f"u{n}", f"Company {n}", "life" if n % 2 else "property"))
            measure_rows.writerow((f"u{n}", "outlets", "2012", draw.randint(3, 400)))
            measure_rows.writerow((f"u{n}", "premium", "2012", draw.randint(10**7, 10**11)))
    with files["incidents"] as incidents, files["actions"] as actions:
        rows, steps = csv.writer(incidents), csv.writer(actions)
        rows.writerow(("incident", "unit", "kind", "date", "channel", "settled"))
        steps.writerow(("action", "step", "date", "incident", "workdays"))
        for n in range(given.incidents):
            unit, day = f"u{draw.randrange(given.units)}", draw.randrange(340)
            if draw.random() < 0.97:
                settled = "yes" if draw.random() < 0.1 else "no"
                rows.writerow((f"i{n}", unit, "petition", days[day], draw.choice(CHANNELS), settled))
                if draw.random() < given.transfers:
                    steps.writerow((f"t{n}", "transfer", days[day], f"i{n}", 5))
                    steps.writerow((f"r{n}", "reply", days[min(day + draw.randint(1, 12), 365)], f"i{n}", ""))
            else:
                rows.writerow((f"i{n}", unit, draw.choice(OTHER), days[day], "", ""))


if __name__ == "__main__":
    main()
