"""The circular as one lazy Polars query on Parquet files: python polars_parquet.py FOLDER OUTPUT."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import circular as law
import polars as pl
from polars import col

START, END = date.fromisoformat(law.START), date.fromisoformat(law.END)


def volume(counted: pl.LazyFrame, units: pl.LazyFrame, measures: pl.LazyFrame) -> pl.LazyFrame:
    """2.2: points that each unit loses over its channels."""
    ranked_as = pl.LazyFrame(
        [(of, channel, ranked) for of, channels in law.CHANNELS.items() for channel, ranked in channels.items()],
        schema=["class", "channel", "ranked"],
        orient="row",
    )
    ladder = pl.LazyFrame(
        [(of, place, law.points_of_place(of, place)) for of in law.LADDERS for place in range(1, law.PLACES + 1)],
        schema={"class": pl.String, "step": pl.UInt32, "points": pl.Int64},
        orient="row",
    )
    reported = measures.filter(col("period") == "2012").group_by("unit").agg(
        col("value").filter(col("measure") == name).first().alias(name) for name in ("outlets", "premium")
    )  # fmt: skip
    petitions = (
        counted.filter(col("kind") == "petition")
        .join(units, on="unit")
        .join(ranked_as, on=["class", "channel"])
        .group_by("unit", "ranked")
        .agg(whole=col("n").sum(), weight=(col("n") * pl.when(col("settled")).then(0.5).otherwise(1.0)).sum())
    )
    of_channel = ["class", "ranked"]
    return (
        units.join(ranked_as.select("class", "ranked").unique(), on="class")
        .join(reported, on="unit")
        .join(petitions, on=["unit", "ranked"], how="left")
        .with_columns(col("whole").fill_null(0), col("weight").fill_null(0.0))
        .with_columns(
            score=col("weight") / col("outlets") * law.OUTLETS_SHARE
            + col("weight") / (col("premium") / law.PREMIUM_UNIT) * law.PREMIUM_SHARE
        )
        .with_columns(average=col("score").mean().over(of_channel), place=_place("score", "whole").over(of_channel))
        .filter(col("score") > col("average"))
        .with_columns(step=pl.min_horizontal("place", pl.lit(law.PLACES, pl.UInt32)))
        .join(ladder, on=["class", "step"])
        .group_by("unit")
        .agg(lost=col("points").sum())
    )


def _place(*by: str) -> pl.Expr:
    return pl.struct(*by).rank("min", descending=True).cast(pl.UInt32)


def overdue(incidents: pl.LazyFrame, actions: pl.LazyFrame) -> pl.LazyFrame:
    """2.3.1: petitions by unit that were not answered by the first deadline missed within the year."""
    terms = pl.LazyFrame(
        list(law.deadlines()), schema={"date": pl.Date, "workdays": pl.Int32, "last": pl.Date}, orient="row"
    )  # fmt: skip
    transfers = (
        actions.filter(col("step") == "transfer", col("date") <= END)
        .join(terms, on=["date", "workdays"], how="left")
        .select("action", "incident", given="date", end=pl.coalesce("due", "last"))
        .filter(col("end") <= END)
    )
    replies = actions.filter(col("step") == "reply", col("date") <= END).select("incident", "date", "excused")
    answered = (
        transfers.join(replies, on="incident")
        .filter(col("date") >= col("given"), (col("date") <= col("end")) | col("excused").fill_null(False))
        .select("action")
    )
    return (
        transfers.join(answered, on="action", how="anti")
        .group_by("incident")
        .agg(col("end").min())
        .filter(col("end") >= START)
        .join(incidents.select("incident", "unit"), on="incident")
        .group_by("unit")
        .agg(overdue=pl.len())
    )


def kinds_of(counted: pl.LazyFrame) -> pl.LazyFrame:
    """How often each unit was found with what the circular charges by itself: a column a kind."""
    names = [*law.ONCE, *law.HANDLING, *law.DAILY, law.MISSED, *law.LAST]
    of = {name: col("n").filter(col("kind") == name).sum().cast(pl.Int64).alias(name) for name in names}
    return counted.filter(col("kind") != "petition").group_by("unit").agg(*of.values())


def _total(points: dict[str, int]) -> pl.Expr:
    return pl.sum_horizontal(col(kind) * each for kind, each in points.items())


def main(folder: str, output: str) -> None:
    tables = {name: pl.scan_parquet(Path(folder) / f"{name}.parquet") for name in ("units", "measures", "incidents", "actions")}
    units = tables["units"].select("unit", **{"class": col("kind")})
    counted = (
        tables["incidents"]
        .filter(col("date").is_between(START, END), (col("kind") != "late") | ~col("excused").fill_null(False))
        .group_by("kind", "unit", "channel", "settled")
        .agg(n=pl.len())
    )
    missing = [
        pl.when(col(kind) > 0, *[col(larger) == 0 for larger, smaller in law.TAKES_PLACE.items() if smaller == kind])
        .then(points)
        .otherwise(0)
        for kind, points in law.ONCE.items()
    ]
    missed = pl.when(col(law.MISSED) > 1).then(7).otherwise(col(law.MISSED) * 2)
    lost = {
        "2.1": pl.sum_horizontal(missing),
        "2.2": col("lost"),
        "2.3": _total(law.HANDLING) + col("overdue") * law.HANDLING["late"],
        "2.4": _total(law.DAILY) + missed,
    }
    last, ineligible = (pl.any_horizontal(col(kind) > 0 for kind in kinds) for kinds in (law.LAST, law.INELIGIBLE))
    (
        units.join(kinds_of(counted), on="unit", how="left")
        .join(volume(counted, units, tables["measures"]), on="unit", how="left")
        .join(overdue(tables["incidents"], tables["actions"]), on="unit", how="left")
        .with_columns(pl.exclude("unit", "class").fill_null(0).cast(pl.Int64))
        .select(
            "unit",
            *((base - lost[section]).clip(lower_bound=0).alias(section) for section, base in law.BASES.items()),
            last=last,
            ineligible=ineligible,
        )
        .with_columns(score=pl.sum_horizontal(*law.BASES))
        .with_columns(
            rank=pl.when("last").then(1 + (~col("last")).sum()).otherwise(col("score").rank("min", descending=True).over("last")),
            vetoes=pl.concat_str(
                pl.when("ineligible").then(pl.lit("ineligible")),
                pl.when("last").then(pl.lit("last-place")),
                separator=";",
                ignore_nulls=True,
            ),
        )
        .sort("rank", "unit")
        .select(law.HEADER)
        .collect()
        .write_csv(output)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
