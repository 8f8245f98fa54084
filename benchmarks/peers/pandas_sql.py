"""The circular with pandas on what read_sql takes from the ledger: python pandas_sql.py LEDGER OUTPUT."""

from __future__ import annotations

import sqlite3
import sys

import circular as law
import numpy as np
import pandas as pd


def volume(petitions: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """2.2: points that each unit loses over its channels; units by unit with class, outlets and premium."""
    petitions = petitions.assign(
        ranked=[law.CHANNELS[of][channel] for of, channel in zip(petitions["class"], petitions["channel"], strict=True)],
        weight=np.where(petitions["settled"] == 1, 0.5, 1.0),
    )
    counts = petitions.groupby(["unit", "ranked"]).agg(whole=("weight", "size"), weight=("weight", "sum"))
    grid = [(unit, of, ranked) for unit, of in units["class"].items() for ranked in set(law.CHANNELS[of].values())]
    table = pd.DataFrame(grid, columns=["unit", "class", "ranked"]).join(units[["outlets", "premium"]], on="unit")
    table = table.join(counts, on=["unit", "ranked"]).fillna({"whole": 0, "weight": 0.0})
    table["score"] = (
        table["weight"] / table["outlets"] * law.OUTLETS_SHARE
        + table["weight"] / (table["premium"] / law.PREMIUM_UNIT) * law.PREMIUM_SHARE
    )
    table["average"] = table.groupby(["class", "ranked"])["score"].transform("mean")
    table = table.sort_values(["class", "ranked", "score", "whole"], ascending=[True, True, False, False])
    table["place"] = table.groupby(["class", "ranked"]).cumcount() + 1
    table["place"] = table.groupby(["class", "ranked", "score", "whole"])["place"].transform("min")
    table = table[table["score"] > table["average"]]
    points = [law.points_of_place(of, place) for of, place in zip(table["class"], table["place"], strict=True)]
    return table.assign(points=points).groupby("unit")["points"].sum()


def overdue(connection: sqlite3.Connection, incidents: pd.DataFrame) -> pd.Series:
    """2.3.1: petitions by unit that were not answered by the first deadline missed within the year."""
    actions = pd.read_sql(
        "SELECT action, step, date, incident, due, workdays, excused FROM insurance_actions WHERE date <= ?",
        connection,
        params=(law.END,),
    )
    terms = pd.DataFrame(
        [(day.isoformat(), workdays, end.isoformat()) for day, workdays, end in law.deadlines()],
        columns=["date", "workdays", "last"],
    )
    transfers = actions[actions["step"] == "transfer"].drop(columns="excused").merge(terms, on=["date", "workdays"], how="left")
    transfers["due"] = transfers["due"].fillna(transfers["last"])
    transfers = transfers[transfers["due"] <= law.END]
    replies = actions.loc[actions["step"] == "reply", ["incident", "date", "excused"]]
    both = transfers.merge(replies, on="incident", suffixes=("", "_reply"))
    met = both[(both["date_reply"] >= both["date"]) & ((both["date_reply"] <= both["due"]) | (both["excused"] == 1))]
    missed = transfers[~transfers["action"].isin(met["action"])].groupby("incident")["due"].min()
    missed = missed[missed >= law.START]
    return incidents.loc[incidents["incident"].isin(missed.index), "unit"].value_counts()


def main(ledger: str, output: str) -> None:
    connection = sqlite3.connect(ledger)
    units = pd.read_sql("SELECT unit, kind AS class FROM insurance_units", connection, index_col="unit")
    measures = pd.read_sql("SELECT unit, measure, value FROM insurance_measures WHERE period = '2012'", connection)
    units = units.join(measures.pivot(index="unit", columns="measure", values="value").astype(float))
    incidents = pd.read_sql("SELECT incident, unit, kind, date, channel, settled, excused FROM insurance_incidents", connection)
    within = incidents["date"].between(law.START, law.END)
    counted = incidents[within & ~((incidents["kind"] == "late") & (incidents["excused"] == 1))]
    is_petition = counted["kind"] == "petition"
    found = pd.crosstab(counted.loc[~is_petition, "unit"], counted.loc[~is_petition, "kind"])
    kinds = [*law.ONCE, *law.HANDLING, *law.DAILY, law.MISSED, *law.LAST]
    found = found.reindex(index=units.index, columns=kinds, fill_value=0)
    once = found[list(law.ONCE)] > 0
    for larger, smaller in law.TAKES_PLACE.items():
        once[smaller] &= ~once[larger]
    late = overdue(connection, incidents).reindex(units.index, fill_value=0)
    lost = {
        "2.1": (once * pd.Series(law.ONCE)).sum(axis=1),
        "2.2": volume(counted[is_petition].join(units["class"], on="unit"), units).reindex(units.index, fill_value=0),
        "2.3": (found[list(law.HANDLING)] * pd.Series(law.HANDLING)).sum(axis=1) + late * law.HANDLING["late"],
        "2.4": (found[list(law.DAILY)] * pd.Series(law.DAILY)).sum(axis=1)
        + np.asarray(law.MISSED_POINTS)[found[law.MISSED].clip(upper=2)],
    }
    cards = pd.DataFrame({section: (base - lost[section]).clip(lower=0) for section, base in law.BASES.items()})
    cards["score"] = cards[list(law.BASES)].sum(axis=1)
    last = (found[list(law.LAST)] > 0).any(axis=1)
    ineligible = (found[list(law.INELIGIBLE)] > 0).any(axis=1)
    cards["rank"] = cards["score"][~last].rank(method="min", ascending=False)
    cards["rank"] = cards["rank"].fillna((~last).sum() + 1).astype(int)
    cards["vetoes"] = np.select(
        [ineligible & last, ineligible, last], ["ineligible;last-place", "ineligible", "last-place"], default=""
    )
    cards.reset_index().sort_values(["rank", "unit"])[list(law.HEADER)].to_csv(output, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
