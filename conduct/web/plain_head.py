"""The pages of heads of office as JSON: made of what the page itself was given."""

from __future__ import annotations

from collections.abc import Callable

from conduct.door.ready import OpenOfAKind
from conduct.door.values import as_plain
from conduct.report.bulletin.document import Chart, Element, Grid, Heading
from conduct.report.plain import Plain

from .letterheads import stands
from .visits import Visit

HeadShape = Callable[[Visit, Plain], object]


def _paged(shown: Plain) -> Plain:
    paging = shown["paging"]
    return {"page": paging["n"], "next": paging["after"], "previous": paging["before"], "total": paging["total"]}


def _moved(visit: Visit, shown: Plain) -> object:
    units = [
        {
            "unit": row["unit"].unit,
            "name": row["unit"].name,
            "score": row["unit"].score,
            "rank": row["unit"].rank,
            "why": row["why"],
        }
        for row in shown["rows"]
    ]
    rests = {key: shown[key] for key in ("since", "period", "unmoved", "notes")}
    return {**rests, "differ": shown["differ_codes"], **_paged(shown), "units": as_plain(units)}


def _arrived(visit: Visit, shown: Plain) -> object:
    months = [{"month": row["month"], "counts": [n for n, _ in row["cells"]], "sum": row["sum"][0]} for row in shown["rows"]]
    return {"period": shown["period"], "by": shown["by"], "values": shown["values"], "total": shown["total"], "months": months}


def _trends(visit: Visit, shown: Plain) -> object:
    units = [
        {"unit": row["unit"].unit, "name": row["unit"].name, "periods": [{"score": s, "rank": r} for s, r in row["cells"]]}
        for row in shown["rows"]
    ]
    periods = [{"period": period, "number": number} for period, number in shown["periods"]]
    return {"period": shown["period"], "periods": periods, **_paged(shown), "units": units}


def _open(groups: tuple[OpenOfAKind, ...]) -> list[Plain]:
    return [
        {"what": one.what, "words": words, "clause": one.clause, "incident": one.incident, "unit": one.unit}
        for group in groups
        for words, one in group.things
    ]


def _publishing(visit: Visit, shown: Plain) -> object:
    found = shown["found"]
    sealed = {key: run.called if (run := getattr(found, key)) is not None else None for key in ("draft", "published", "stands")}
    named = {key: getattr(found, key) for key in ("run", "period", "title", "as_of", "ended")}
    said = dict(zip(("draft", "notice"), map(stands, shown["letterhead"]), strict=True))
    return {**named, **sealed, "letterhead": said, "open": _open(found.open), "objections": as_plain(found.objections)}


def block_plain(block: Element) -> object:
    """A part of a document: a table, a chart's sentence, a heading or a paragraph."""
    match block:
        case Grid():
            columns, rows = [c.heading for c in block.columns], [[entry.text for entry in row] for row in block.rows]
            return {"table": {"caption": block.caption, "columns": columns, "rows": rows, "note": block.note}}
        case Chart():
            return {"text": block.said}
        case Heading():
            return {"heading": block.text}
    return {"text": block.text}


def _preview(visit: Visit, shown: Plain) -> object:
    made = shown["made"]
    named = {name: getattr(made, name) for name in ("office", "number", "title", "to", "day", "signatory", "gaps")}
    return {"period": shown["period"], "draft": shown["draft"], **named, "notice": [block_plain(one) for one in made.body]}


def _readings(visit: Visit, shown: Plain) -> object:
    return {"title": shown["title"], "readings": [{**_object(one), "about": about} for one, about, *_ in shown["readings"]]}


def _object(value: object) -> Plain:
    found = as_plain(value)
    assert isinstance(found, dict)
    return found


def _what_if(visit: Visit, shown: Plain) -> object:
    found = {key: shown[key] for key in ("period", "points", "readings")}
    if "rows" in shown:
        found |= {
            "asked": shown["asked"],
            "changed": [as_plain(one) for one in shown["changed"]],
            "differ": shown["differ_codes"],
            "units": _would(shown["rows"]),
            **_paged(shown),
        }
        found["notes"] = shown["notes"]
    return found


def _would(rows: list[Plain]) -> list[Plain]:
    """The units that would move: the score and the rank before and after, as numbers."""
    return [{"unit": row["unit"], "name": row["name"], **row["figures"], "why": row["why"]} for row in rows]


def _job(visit: Visit, shown: Plain) -> object:
    job = shown["job"]
    named = {"job": job.id, **{name: getattr(job, name) for name in ("what", "state")}}
    named |= {name: at and visit.recorded(at) for name, at in (("began", job.began), ("ended", job.ended))}
    return {**named, "doing": shown["doing"], "errors": shown.get("errors", [])}


def _weighed(visit: Visit, shown: Plain) -> object:
    changes = [{"change": one["change"], "total": one["total"], "units": _would(one["rows"])} for one in shown["questions"]]
    return {"period": shown["period"], "changes": changes, "notes": shown["notes"]}


HEAD_SHAPES: dict[str, HeadShape] = {
    "moved.html": _moved,
    "arrived.html": _arrived,
    "trends.html": _trends,
    "publishing.html": _publishing,
    "preview.html": _preview,
    "readings.html": _readings,
    "whatif.html": _what_if,
    "job.html": _job,
    "weighed.html": _weighed,
}
"""What each template's page is to a program."""
