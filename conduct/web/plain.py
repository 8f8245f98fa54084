"""What pages show, as JSON: made of what the page itself was given, so that rights and masks are the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import cast

from starlette.responses import Response

from conduct.core.base.exact import rounded
from conduct.core.base.faults import Fault, Problem
from conduct.core.base.words import Lang
from conduct.core.ledger.publish import Run
from conduct.door.values import as_plain
from conduct.door.waiting import Undecided
from conduct.report.numbers import Numbers
from conduct.report.plain import Plain
from conduct.report.standings import head_dict, unit_dict

from .giving import account_dict
from .letterheads import stands
from .plain_desk import DESK_SHAPES, fields_plain, steps_plain
from .plain_head import HEAD_SHAPES, block_plain
from .rights import Action
from .visits import Answer, Visit
from .words import WORDS

MadePlain = Callable[[Visit, Plain], object]


def said(content: object, status: int = 200) -> Response:
    """An answer in JSON."""
    text = json.dumps(content, ensure_ascii=False, default=_plain)
    return Response(text.encode("utf-8", "backslashreplace"), status, media_type="application/json")


def _plain(value: object) -> object:
    return rounded(Fraction(value)) if isinstance(value, Decimal | Fraction) else as_plain(value)


def errors(problems: Sequence[Mapping[str, object]], status: int) -> Response:
    """What went wrong, one by one."""
    return said({"errors": problems}, status)


def missed(what: str, lang: Lang, status: int) -> Response:
    """That nothing is answered: ``what`` names the words that say why."""
    return errors([{"code": what, "message": WORDS[f"{what}-why"].said(lang)}], status)


def error_dict(problem: Problem, lang: Lang) -> dict[str, object]:
    """One thing that is wrong: its code, what is wrong and what to do in words, the table, the row and the field it is in, and
    the case that it tells of.
    """
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.said(lang),
        "table": place.file if place is not None else None,
        "row": place.row if place is not None else None,
        "field": place.column_said("en") or None if place is not None else problem.values.get("field"),
        "case": problem.values.get("case"),
    }


_MOST_ERRORS = 1_000


def _faults(faults: Sequence[Fault], lang: Lang) -> list[dict[str, object]]:
    """The problems one by one; of very many the first, and how many there are."""
    every = [problem for one in faults for problem in one.problems]
    found = [error_dict(problem, lang) for problem in every[:_MOST_ERRORS]]
    if len(every) > _MOST_ERRORS:
        found.append(error_dict(Problem("problems-more", {"first": _MOST_ERRORS, "n": len(every)}), lang))
    return found


def failed(error: Fault, lang: Lang, status: int) -> Response:
    """A fault, each problem of it."""
    return errors(_faults([error], lang), status)


def plainly(visit: Visit, answer: Answer) -> Response:
    """What a page is to a program: what it shows; where it leads; or what is wrong with what was sent."""
    if answer.to is not None:
        return said({"location": answer.to}, 201 if visit.method == "POST" else 200)
    shown = dict(answer.shown)
    if answer.status >= 400:
        return said({"errors": _refused(visit, shown), **_waits(shown)}, answer.status)
    found = _SHAPES[answer.template](visit, shown)
    if "idle" in shown:
        idle = [visit.said("not-applied").format(value=one) for one in cast(Sequence[str], shown["idle"])]
        made = cast(dict[str, object], found)
        found = {**made, "notes": [*cast(Sequence[str], made.get("notes", ())), *idle]}
    return said(found, answer.status)


def _refused(visit: Visit, shown: Plain) -> Sequence[Mapping[str, object]]:
    """What is wrong with what was sent, each with its code: as the work beside the pages said it, as the law or the ledger did,
    or the page itself.
    """
    if shown.get("moved"):
        return [{"code": "moved-on", "message": visit.said("moved-on"), "seen": shown["seen"]}]
    if found := shown.get("errors") or _faults(visit.faults, visit.lang):
        return cast("Sequence[Mapping[str, object]]", found)
    refused = [{"code": code, "message": visit.said(code)} for code in visit.refused]
    return refused or [{"code": "refused", "message": one} for one in shown.get("problems") or (visit.said("lost-why"),)]


def _waits(shown: Plain) -> dict[str, object]:
    """Of a file with errors, which waits to be mended: where, and its cells, each by the name under which it is sent again."""
    if not shown.get("upload"):
        return {}
    named = ("file", "row", "column", "value", "said")
    cells = [{"cell": f"cell-{'-'.join(map(str, one.cell))}", **{n: getattr(one, n) for n in named}} for one in shown["cells"]]
    return {"upload": shown["upload"], "cells": cells}


def _paged(shown: Plain) -> dict[str, object]:
    paging = shown["paging"]
    return {"page": paging["n"], "next": paging["after"], "previous": paging["before"]}


def _desk(visit: Visit, shown: Plain) -> object:
    rows = [{**cast(dict[str, object], as_plain(row.duty)), "when": row.when, "left": row.left} for row in shown["rows"]]
    return {"as_of": shown["as_of"], **_paged(shown), "total": shown["paging"]["total"], "duties": rows, "notes": shown["notes"]}


def _cases(visit: Visit, shown: Plain) -> object:
    columns = ("incident", "date", "kind", "unit", "name", "text", "complainant")
    stand, hits = shown["stand"], shown["hits"]
    rows = [{**dict(zip(columns, row, strict=True)), "state": stand.get(row[0])} for row in shown["rows"]]
    return {**_paged(shown), "total": hits.n, "more": hits.more, "cases": rows, "notes": shown["said"]}


def _case(visit: Visit, shown: Plain) -> object:
    return {
        **shown["case"].to_dict(),
        "seen": shown["seen"],
        "withdrawn": as_plain(shown["withdrawn"]),
        "days": shown["counted"],
        "steps": steps_plain(shown),
    }


def _undecided(one: Undecided, lang: Lang, first: str | None) -> dict[str, object]:
    """Something that waits for a decision; an amount's bounds are numbers, and ``first`` the appeal that is decided before it."""
    names = ("what", "incident", "kind", "unit", "day", "clause", "on", "since", "appeal", "breach")
    said = {name: getattr(one, name) for name in names} | {"first": first}
    bounds = {"low": as_plain(one.low), "high": as_plain(one.high)}
    return {**said, "words": one.words.said(lang), "step": one.step.code, "column": one.column.code, **bounds, "why": one.reason}


def _decisions(visit: Visit, shown: Plain) -> object:
    total = shown["paging"]["total"]
    return {
        **_paged(shown),
        "total": total,
        "decisions": [_undecided(one, visit.lang, shown["first"].get(one.appeal)) for one in shown["rows"]],
    }


def _decision(visit: Visit, shown: Plain) -> object:
    names = ("clauses", "borne", "alike")
    waits = [
        {
            **_undecided(one["one"], visit.lang, one["first"]),
            **{name: one[name] for name in names},
            "law": "\n\n".join(one["law"]),
            "fields": fields_plain(one["fields"]),
        }
        for one in shown["open"]
    ]
    return {**shown["case"].to_dict(), "seen": shown["seen"], "decisions": waits}


def _new(visit: Visit, shown: Plain) -> object:
    kinds = [{"kind": code, "words": words, "clause": clause} for code, (words, clause) in shown["kinds"].items()]
    return {"kinds": kinds, "kind": shown["kind"] or None, "units": shown["units"], "fields": fields_plain(shown["fields"])}


_OF_SOME = ("sector", "regulation", "period", "as_of", "readings")
"""What of a run's object whoever may see some units alone is told, beside these units."""


def _board(visit: Visit, shown: Plain) -> object:
    made = shown["found"].made
    numbers, whole = Numbers(made), head_dict(made, visit.lang)
    found = whole if not visit.limited(Action.RESULTS) else {key: whole[key] for key in _OF_SOME}
    return {**found, **_paged(shown), "units": [unit_dict(made, row["unit"], numbers) for row in shown["rows"]]}


def _own(visit: Visit, shown: Plain) -> object:
    made, run = shown["made"], shown["run"]
    owed = [{"due": one.due, "duty": one.duty.code, "incident": one.incident} for one in shown["owed"]]
    annexes = made.annexes if made is not None else ()
    return {
        "unit": shown["unit"].id,
        "name": shown["unit"].name,
        "period": shown["period"],
        "run": run.called if run is not None else None,
        "letter": [block_plain(one) for one in made.body] if made is not None else None,
        "annexes": [{"title": one.title, "letter": [block_plain(each) for each in one.blocks]} for one in annexes],
        "incidents": [one.incident for one in shown["cases"]],
        "duties": owed,
        "distances": {"words": list(shown["distances"]), "alone": shown["alone"]},
        "one_fewer": [as_plain(one) for one in shown["fewer"]],
        "appeals": [as_plain(one) for one in shown["appeals"]],
        "decided_since": [one.decision for one in shown["since"]],
        "may_object": shown["may_object"],
        "objecting": visit.said("appeal-published"),
    }


def _own_case(visit: Visit, shown: Plain) -> object:
    duties = [
        {**{name: getattr(one, name) for name in ("duty", "clause", "due", "answered", "status")}, "days": days}
        for one, days in shown["duties"]
    ]
    steps = [{**cast(dict[str, object], as_plain(one)), "said": dict(one.said)} for one in shown["steps"]]
    appeals = [as_plain(one) for one in shown["appeals"]]
    named = {name: shown[name] for name in ("incident", "words", "day")}
    named["attributes"] = [as_plain(one) for one in shown["attributes"]]
    named |= {name: [as_plain(one) for one in shown[name]] for name in ("out", "sanctions")}
    return {**named, "steps": steps, "duties": [as_plain(one) for one in duties], "appeals": appeals}


def _own_cases(visit: Visit, shown: Plain) -> object:
    return {**_paged(shown), "cases": [as_plain(one) for one in shown["rows"]], "notes": shown["turned"]}


def _own_now(visit: Visit, shown: Plain) -> object:
    return {
        "unit": shown["unit"].id,
        "period": shown["period"],
        "run": shown["run"].called,
        "as_of": shown["as_of"],
        "decided_since": [as_plain(one) for one in shown["since"]],
        "sections": [as_plain(one) for one in shown["sections"]],
        "lines": [as_plain(one) for one in shown["lines"]],
        "assessed_by": [as_plain(one) for one in shown["assessed_by"]],
        "duties": dict(shown["duties"]),
    }


def _breached(visit: Visit, shown: Plain) -> object:
    rows = [as_plain(one) for one in shown["rows"]]
    return {
        "unit": shown["unit"].id,
        "period": shown["period"],
        **_paged(shown),
        "total": shown["paging"]["total"],
        shown["which"]: rows,
    }


def _check(visit: Visit, shown: Plain) -> object:
    return {"code": shown["written"], "found": shown["found"]}


def _notices(visit: Visit, shown: Plain) -> object:
    return {"notices": [_notice_row(visit, one["run"], one["title"], one["replaced"]) for one in shown["rows"]]}


def _notice_row(visit: Visit, run: Run, title: str, replaced: object) -> dict[str, object]:
    return {"number": run.called, "title": title, "period": run.period, "sealed": visit.day(run.at), "replaced": bool(replaced)}


def _notice(visit: Visit, shown: Plain) -> object:
    run = shown["run"]
    why = shown["why"]
    standing = [
        {"name": one.name, "rank": one.rank, "score": one.score, "why": why.get(one.unit) or None} for one in shown["standing"]
    ]
    files = [{"lang": lang, "file": f"/notices/{run.called}/{name}"} for lang, _, name in shown["files"]]
    return {
        **_notice_row(visit, run, shown["title"], shown["replaced"]),
        "code": run.code,
        "files": files,
        **_paged(shown),
        "standing": standing,
    }


def _runs(visit: Visit, shown: Plain) -> object:
    return {"runs": [_run_dict(visit, one) | {"public": one.head in shown["released"]} for one in shown["runs"]]}


def _run_dict(visit: Visit, run: Run) -> dict[str, object]:
    named = ("run", "sector", "period", "as_of", "note", "despite", "code", "draft", "head")
    at, by = visit.recorded(run.at), run.claimed or run.who
    return {"number": run.called, **{name: getattr(run, name) for name in named}, "at": at, "by": by}


def _lettered(shown: Plain) -> Plain:
    """What is said on a run's documents: now, and each time that it was said."""
    said = [as_plain(one) for one, *_ in shown["letterhead_said"]]
    return {"letterhead": stands(shown["letterhead"]), "letterhead_said": said}


def _run(visit: Visit, shown: Plain) -> object:
    replaced = shown["replaced"]
    standing = as_plain(shown["found"].standing)
    return {
        **_run_dict(visit, shown["this"]),
        "replaced_by": replaced.called if replaced else None,
        **_lettered(shown),
        "gaps": [*shown["gaps"]],
        "letters_lack": [*shown["letters_lack"]],
        "standing": standing,
    }


def _law(visit: Visit, shown: Plain) -> object:
    clauses = [
        {"clause": one.clause, "heading": one.heading, "body": one.words, "rules": as_plain(rules)}
        for one, rules in shown["clauses"]
    ]
    return {"title": shown["title"], "clauses": clauses}


def _accounts(visit: Visit, shown: Plain) -> object:
    link = shown["link"]
    return {"accounts": [account_dict(one) for one in shown["accounts"]], "link": link[1] if link else None}


def _keys(visit: Visit, shown: Plain) -> object:
    made = shown["made"]
    account = visit.person.account
    return {"name": account.name, "called": account.called, "keys": as_plain(shown["keys"]), "made": made[2] if made else None}


_SHAPES: dict[str, MadePlain] = {
    **HEAD_SHAPES,
    **DESK_SHAPES,
    "desk.html": _desk,
    "cases.html": _cases,
    "case.html": _case,
    "decisions.html": _decisions,
    "decision.html": _decision,
    "new.html": _new,
    "board.html": _board,
    "unit.html": lambda visit, shown: {**shown["why"].to_dict(), "one_fewer": [as_plain(one) for one in shown["fewer"]]},
    "own.html": _own,
    "own_case.html": _own_case,
    "own_cases.html": _own_cases,
    "own_now.html": _own_now,
    "breached.html": _breached,
    "check.html": _check,
    "notices.html": _notices,
    "notice.html": _notice,
    "runs.html": _runs,
    "run.html": _run,
    "law.html": _law,
    "accounts.html": _accounts,
    "keys.html": _keys,
    "nothing.html": lambda visit, shown: {},
    "plain": lambda visit, shown: dict(shown),
}
"""What each template's page is to a program."""
