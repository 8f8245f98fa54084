"""What a result rests on, as it is printed with it, and in what two results differ there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words
from conduct.core.law.said_readings import called, meant
from conduct.core.law.sector import Sector
from conduct.core.law.terms import Reading
from conduct.core.questions.by_readings import PeriodInForce
from conduct.core.scores.notes import notes_on_open
from conduct.core.scores.results import Assessment
from conduct.core.scores.unsettled import DEADLINE, Open

from .differences import PlainResult
from .labels import bracketed, colon, joined, label, titled
from .readings_said import readings_said
from .standings import reading_value
from .stored import whole
from .tables import decimals

if TYPE_CHECKING:
    from .plain import Plain

_SHOWN = 5  # days of a calendar that a line names


@frozen
class Side:
    """A result with the inputs that identify it."""

    result: PlainResult
    inputs: Plain

    @classmethod
    def of(cls, assessment: Assessment) -> Side:
        """Of an assessment that was traced."""
        return cls.kept(whole(assessment, [one for one in assessment.open if one.what == DEADLINE]), assessment.inputs)

    @classmethod
    def kept(cls, result: bytes, inputs: str) -> Side:
        """Of a published run."""
        return cls(json.loads(result), json.loads(inputs))


def side_in_force(of: PeriodInForce) -> Side:
    """What a period under the readings in force rests on, without the units and without what identifies a run."""
    law, period = of.regulation, of.period
    day = law.in_force_from.isoformat() if law.in_force_from is not None else None
    said = {
        "regulation": {"id": law.id, "title": law.title.zh, "in_force_from": day},
        "period": {"id": period.id, "start": period.start.isoformat(), "end": period.end.isoformat()},
        "as_of": of.as_of.isoformat(),
        "readings": {name: reading_value(value) for name, value in sorted(of.readings.items())},
    }
    return Side(said, {})


def undated(sides: Sequence[Side]) -> list[Words]:
    """Notes on the cases of the results whose deadlines cannot be judged, and which are therefore in none of their figures."""
    listed = [one for side in sides for one in side.result.get("open") or () if one["what"] == DEADLINE]
    found = dict.fromkeys(Open(DEADLINE, Words(one["words"]["zh"], one["words"]["en"]), None, one["incident"]) for one in listed)
    return list(notes_on_open(found))


def side_object(side: Side) -> Plain:
    """What a result rests on, in JSON."""
    r = side.result
    return {"regulation": r["regulation"], "period": r["period"], "as_of": r["as_of"], "readings": r["readings"]}


def differ(first: Side, second: Side) -> Plain:
    """In what two results rest on something else, each with what it is in the first and in the second."""
    found: Plain = {}
    for key in ("edition", "period", "as_of", "calendar", "sheet", "version"):
        pair = [side.inputs[key] for side in (first, second)]
        if pair[0] != pair[1]:
            found[key] = pair
    old, new = (side.result["readings"] for side in (first, second))
    readings = {name: [old.get(name), new.get(name)] for name in {**old, **new} if old.get(name) != new.get(name)}
    if readings:
        found["readings"] = readings
    for key in ("law", "package"):  # which a run of an earlier version does not know
        pair = [side.inputs.get(key) for side in (first, second)]
        # the law is as the readings and the sheet make it: where these differ, it says nothing more
        if None not in pair and pair[0] != pair[1] and (key == "package" or not {"edition", "readings", "sheet"} & set(found)):
            found[key] = pair
    if first.inputs["batch"] != second.inputs["batch"]:
        found["batch"] = [side.result["batch"] for side in (first, second)]
    return found


def side_lines(side: Side, sector: Sector, lang: Lang) -> str:
    """The regulation, the period, the day and the readings in force, as lines."""
    r = side.result
    title = {law.id: law.title.said(lang) for law in sector.regulations}.get(r["regulation"]["id"], r["regulation"]["title"])
    period = r["period"]
    span = bracketed(f"{period['start']} – {period['end']}", lang)
    days = f"{label('period', lang)} {period['id']}{span}   {label('as_of', lang)} {r['as_of']}"
    lines = [titled(r["regulation"]["id"], title), days]
    if r["readings"]:
        said = readings_said(r["readings"], _declared(sector), lang)
        lines.append(f"{label('readings', lang)}{colon(lang)}{said}")
    return "\n".join(lines) + "\n"


def headings(sides: Sequence[tuple[str, Side]], sector: Sector, lang: Lang) -> str:
    """Two results by the names they were asked for, what each rests on, and in what that differs."""
    lines = []
    for name, side in sides:
        first, *more = side_lines(side, sector, lang).splitlines()
        lines += [
            f"{name}{colon(lang)}{first}",
            *(f"   {line}" for line in more),
            f"   {label('run', lang)} {side.result['run'][:12]}",
        ]
    found = differences_said(differ(sides[0][1], sides[1][1]), sector, lang)
    lines.append(f"{label('differ', lang)}{colon(lang)}{found or label('nothing', lang)}")
    return "\n".join(lines) + "\n"


def differences_said(found: Plain, sector: Sector, lang: Lang) -> str:
    """In what two results rest on something else (`differ`), in a line; nothing if there is nothing."""
    return joined(list(_said(found, sector, lang)), lang, ";")


def _said(found: Plain, sector: Sector, lang: Lang) -> Iterator[str]:
    declared = {reading.name: reading for reading in _declared(sector)}
    for name, pair in found.get("readings", {}).items():
        ends = [
            meant(declared[name], _value(value, lang)).said(lang) if name in declared and value is not None else value
            for value in pair
        ]
        named = called(declared[name]).said(lang) if name in declared else name
        yield f"{_small('reading', lang)} {named} {_pair(ends, lang)}"
    for key in ("edition", "period", "as_of"):
        if key in found:
            yield f"{_small(key, lang)} {_pair(found[key], lang)}"
    if "calendar" in found:
        days = sorted(set(found["calendar"][0]) ^ set(found["calendar"][1]))
        yield _small("calendar", lang) + bracketed(cut(days, _SHOWN, lang), lang)
    if "sheet" in found:
        words = sector.supplied[0].words.said(lang) if sector.supplied else label("supplied", lang)
        yield f"{words} {_pair([digest[:12] or label('shipped', lang) for digest in found['sheet']], lang)}"
    if "law" in found:
        yield f"{_small('law', lang)} {_pair([digest[:12] for digest in found['law']], lang)}"
    if "package" in found:
        yield f"{_small('package_version', lang)} {_pair(found['package'], lang)}"
    if "version" in found:
        yield f"{_small('program', lang)} {_pair(found['version'], lang)}"
    if "batch" in found:
        yield f"{_small('facts', lang)} {_pair(found['batch'], lang)}"


def _declared(sector: Sector) -> list[Reading]:
    """The readings of every edition; of one that several have, the latest."""
    return [reading for law in sector.regulations for reading in law.readings]


def cut(ids: list[str] | tuple[str, ...], most: int, lang: Lang) -> str:
    """The first few ids, and how many more there are."""
    if len(ids) <= most:
        return joined(ids, lang)
    return joined([*ids[:most], f"… {label('more', lang).format(len(ids) - most)}"], lang)


def _small(code: str, lang: Lang) -> str:
    """A label within a sentence."""
    return label(code, lang).lower()


def _pair(pair: list[object], lang: Lang) -> str:
    return " → ".join(_value(value, lang) for value in pair)


def _value(value: object, lang: Lang) -> str:
    if value is None:
        return label("none", lang)
    return decimals(value) if isinstance(value, float) else str(value)
