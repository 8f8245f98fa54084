"""The circular as a tax and benefit system of OpenFisca-core, vectorised: python openfisca_vectors.py LEDGER OUTPUT.

An incident is its person, a company its group. It keeps whole numbers in 32 bits and others in 32-bit floats: premiums are given
in 10 000 yuan, and what 2.2.1 ranks by stays within one formula, in 64. Who was overdue is asked of the ledger by SQL: a transfer
and its replies have no place in a model of persons and groups.
"""

from __future__ import annotations

import csv
import sqlite3
import sys

import circular as law
import numpy as np
import overdue as missed
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEAR = "2012"
Incident = build_entity(key="incident", plural="incidents", label="An incident", is_person=True)
Company = build_entity(
    key="company", plural="companies", label="A company", roles=[{"key": "about", "plural": "about", "label": "What is about it"}]
)
KINDS = ["petition", *law.ONCE, *law.HANDLING, *law.DAILY, law.MISSED, *law.LAST]
Kind = Enum("Kind", {kind.replace("-", "_"): kind for kind in KINDS})  # type: ignore[arg-type]
Channel = Enum("Channel", {channel: channel for channel in ("none", "written", "telephone", "visit", "online")})
Class = Enum("Class", {of: of for of in law.CHANNELS})
CHANNEL_INDEX = {channel.name: channel.index for channel in Channel}
KIND_INDEX = {kind.value: kind.index for kind in Kind}
CLASS_INDEX = {of.name: of.index for of in Class}


def total(company, of_incidents):
    """company.sum, which leaves out the last companies where they have no incident."""
    return np.bincount(company.members_entity_id, weights=of_incidents, minlength=company.count).astype(np.int64)


def each_time(company, period, charges):
    """Points of kinds that are charged each time."""
    points = np.zeros(len(Kind))
    for kind, each in charges.items():
        points[KIND_INDEX[kind]] = each
    return total(company, points[company.members("kind", period)] * company.members("counts", period))


def found(company, period, kind):
    return total(company, (company.members("kind", period) == KIND_INDEX[kind]) & company.members("counts", period))


class kind(Variable):
    entity, definition_period = Incident, DateUnit.YEAR
    value_type, possible_values, default_value = Enum, Kind, Kind.petition


class channel(Variable):
    entity, definition_period = Incident, DateUnit.YEAR
    value_type, possible_values, default_value = Enum, Channel, Channel.none


class within(Variable):
    entity, value_type, definition_period = Incident, bool, DateUnit.YEAR
    label = "whether it happened in the year"


class settled(Variable):
    entity, value_type, definition_period = Incident, bool, DateUnit.YEAR
    label = "whether it was withdrawn after quick handling"


class excused(Variable):
    entity, value_type, definition_period = Incident, bool, DateUnit.YEAR
    label = "whether the petitioner did not co-operate"


class overdue(Variable):
    entity, value_type, definition_period = Incident, bool, DateUnit.YEAR
    label = "whether a deadline missed in the year was the petition's first"


class company_class(Variable):
    entity, definition_period = Company, DateUnit.YEAR
    value_type, possible_values, default_value = Enum, Class, Class.life


class outlets(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR
    label = "branches and service outlets"


class premium(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR
    label = "premium in 10 000 yuan"


class counts(Variable):
    entity, value_type, definition_period = Incident, bool, DateUnit.YEAR
    label = "whether it is charged: late ones not where they are excused"

    def formula(incident, period):
        late = incident("kind", period) == KIND_INDEX["late"]
        return incident("within", period) & ~(late & incident("excused", period))


class institutions(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR
    label = "2.1"

    def formula(company, period):
        missing = {kind: found(company, period, kind) > 0 for kind in law.ONCE}
        for larger, smaller in law.TAKES_PLACE.items():
            missing[smaller] &= ~missing[larger]
        return np.maximum(law.BASES["2.1"] - sum(missing[kind] * points for kind, points in law.ONCE.items()), 0)


class volume(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR
    label = "2.2"

    def formula(company, period):
        counted = (company.members("kind", period) == KIND_INDEX["petition"]) & company.members("within", period)
        through = np.where(counted, company.members("channel", period), 0)
        halves = np.where(company.members("settled", period), 1, 2)
        lost = np.zeros(company.count, dtype=np.int64)
        for of, channels in law.CHANNELS.items():
            members = np.flatnonzero(company("company_class", period) == CLASS_INDEX[of])
            for ranked in set(channels.values()) if len(members) else ():
                within = np.isin(through, [CHANNEL_INDEX[c] for c, to in channels.items() if to == ranked])
                weight = total(company, within * halves)[members] / 2
                whole = total(company, within)[members]
                millions = company("premium", period)[members] / (law.PREMIUM_UNIT / 10_000)
                score = weight / company("outlets", period)[members] * law.OUTLETS_SHARE + weight / millions * law.PREMIUM_SHARE
                lost[members] += points_of_channel(of, score, whole)
        return np.maximum(law.BASES["2.2"] - lost, 0)


def points_of_channel(of, score, whole):
    """2.2.2: what each company of a class loses in a channel."""
    order = np.lexsort((-whole, -score))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(score[order]) != 0) | (np.diff(whole[order]) != 0)
    places = np.arange(1, len(order) + 1)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.maximum.accumulate(np.where(first, places, 0))
    ladder = np.array([0, *(law.points_of_place(of, n) for n in range(1, law.PLACES + 1))])
    return np.where(score > score.mean(), ladder[np.minimum(place, law.PLACES)], 0)


class handling(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR
    label = "2.3"

    def formula(company, period):
        late = total(company, company.members("overdue", period)) * law.HANDLING["late"]
        return np.maximum(law.BASES["2.3"] - each_time(company, period, law.HANDLING) - late, 0)


class daily_work(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR
    label = "2.4"

    def formula(company, period):
        missed = np.array(law.MISSED_POINTS)[np.minimum(found(company, period, law.MISSED), 2)]
        return np.maximum(law.BASES["2.4"] - each_time(company, period, law.DAILY) - missed, 0)


class ineligible(Variable):
    entity, definition_period = Company, DateUnit.YEAR
    value_type = bool

    def formula(company, period):
        return sum(found(company, period, kind) for kind in law.INELIGIBLE) > 0


class last_place(Variable):
    entity, definition_period = Company, DateUnit.YEAR
    value_type = bool

    def formula(company, period):
        return sum(found(company, period, kind) for kind in law.LAST) > 0


class score(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR

    def formula(company, period):
        return sum(company(section, period) for section in ("institutions", "volume", "handling", "daily_work"))


class standing(Variable):
    entity, value_type, definition_period = Company, int, DateUnit.YEAR

    def formula(company, period):
        last = company("last_place", period)
        ranked = np.where(last, -1, company("score", period))
        return np.searchsorted(np.sort(-ranked), -ranked) + 1


class Circular(TaxBenefitSystem):
    def __init__(self):
        super().__init__([Incident, Company])
        self.add_variables(
            kind, channel, within, settled, excused, overdue, counts, company_class, outlets, premium, institutions, volume,
            handling, daily_work, ineligible, last_place, score, standing,
        )  # fmt: skip


UNITS = """
SELECT u.seq, u.unit, u.kind, o.value, p.value FROM insurance_units u
JOIN insurance_measures o ON o.unit = u.unit AND o.measure = 'outlets' AND o.period = '2012'
JOIN insurance_measures p ON p.unit = u.unit AND p.measure = 'premium' AND p.period = '2012' ORDER BY u.seq
"""
INCIDENTS = """
SELECT u.seq, i.incident, i.kind, i.channel, i.settled, i.excused, i.date BETWEEN ? AND ?
FROM insurance_incidents i NOT INDEXED JOIN insurance_units u ON u.unit = i.unit
"""


def simulate(connection):
    """The units' names and a simulation of the ledger's facts."""
    late = {incident for (incident,) in missed.overdue(connection, missed.INCIDENTS)}
    seqs, names, classes, numbers, premiums = zip(*connection.execute(UNITS), strict=True)
    rows = connection.execute(INCIDENTS, (law.START, law.END))
    companies, incidents, kinds, channels, withdrawn, excuses, in_year = zip(*rows, strict=True)
    builder = SimulationBuilder()
    system = Circular()
    builder.create_entities(system)
    builder.declare_person_entity("incident", range(len(incidents)))
    group = builder.declare_entity("company", seqs)
    group.members_entity_id = np.searchsorted(seqs, companies)  # join_with_persons takes it that no company is without incidents
    group.members_role = np.array(Company.flattened_roles)[np.zeros(len(incidents), dtype=np.int64)]
    simulation = builder.build(system)
    for name, values in (
        ("kind", [KIND_INDEX[k] for k in kinds]),
        ("channel", [CHANNEL_INDEX[c or "none"] for c in channels]),
        ("within", np.array(in_year, dtype=bool)),
        ("settled", np.array(withdrawn) == 1),
        ("excused", np.array(excuses) == 1),
        ("overdue", np.fromiter((i in late for i in incidents), dtype=bool, count=len(incidents))),
        ("company_class", [CLASS_INDEX[c] for c in classes]),
        ("outlets", np.array(numbers, dtype=np.int32)),
        ("premium", np.array(premiums, dtype=np.int64) // 10_000),
    ):
        simulation.set_input(name, YEAR, np.array(values))
    return names, simulation


def main(ledger: str, output: str) -> None:
    names, simulation = simulate(sqlite3.connect(ledger))
    of = {name: simulation.calculate(name, YEAR) for name in (
        "score", "standing", "institutions", "volume", "handling", "daily_work", "ineligible", "last_place")}  # fmt: skip
    vetoes = np.select(
        [of["ineligible"] & of["last_place"], of["ineligible"], of["last_place"]],
        ["ineligible;last-place", "ineligible", "last-place"],
        default="",
    )
    columns = [np.array(names), *list(of.values())[:6], vetoes]
    order = np.lexsort((columns[0], of["standing"]))
    with open(output, "w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(law.HEADER)
        rows.writerows(zip(*(column[order].tolist() for column in columns), strict=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
