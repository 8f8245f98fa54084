"""What would be: who would move under other points and readings, and whose result every alternative of a reading changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.toml import TomlBroken, parse
from conduct.core.base.words import Words, clause_words
from conduct.core.law.readings import bounds_words
from conduct.core.law.said_points import charge_words
from conduct.door.asked import Differing
from conduct.door.asking import sensitivity, whatif
from conduct.door.deployment import Deployment
from conduct.report.differences import UnitDifference
from conduct.report.moves import Names, Question, ends_said, names_of
from conduct.report.plain import Plain

from . import jobs
from .changes import changes
from .documents import LANGS
from .moving import reasons, rests_on
from .paging import paged
from .rights import Action
from .standings import notes_for, periods_of, standings
from .uploads import file_name
from .visits import FILE, Answer, NotFound, Visit

MOST_DRAFTED = 200_000
"""How many bytes a draft of the rules may have."""
_DRAFT = "draft.toml"
_MOST_UNITS = 1_000  # of one change that a result keeps


# ---- what if


def what_if(visit: Visit) -> Answer:
    """A form with every figure and reading that can be moved, as it is now."""
    return _form(visit, {}, ())


def _form(visit: Visit, asked: Mapping[str, str], problems: tuple[str, ...], errors: Sequence[Plain] = ()) -> Answer:
    period = visit.one("period") or asked.get("period", "")
    shown = {**_offered(visit, period), "asked": asked, "problems": problems, "errors": errors}
    return Answer("whatif.html", shown, 400 if problems else 200)


def _offered(visit: Visit, period: str) -> dict[str, object]:
    """What can be moved of the edition that governs a period."""
    of, _ = standings(visit, period or None)
    made, lang = of.made, visit.lang
    points = [
        {
            "code": code,
            "words": words.said(lang),
            "now": charge_words(charge, made.resolved).said(lang),
            "clause": clause_words(charge.clause, lang),
        }
        for charge in made.resolved.charges
        if charge.scale is not None
        for code, words in charge.scale.priced(charge.kind)
    ]
    readings = [
        {
            "name": one.name,
            "about": one.about.said(lang),
            "value": str(made.readings[one.name]),
            "codes": {code: one.in_words(code).said(lang) for code in one.codes},
            "now": one.in_words(made.readings[one.name]).said(lang),
            "bounds": "" if isinstance(one.alternatives, tuple) else bounds_words(one.alternatives).said(lang),
            "clause": clause_words(one.clause, lang),
        }
        for one in made.regulation.readings
    ]
    known = {one["code"]: one for one in points}  # one code once, however many clauses charge it
    return {"points": list(known.values()), "readings": readings, "period": made.period.id, "periods_offered": periods_of(visit)}


def ask_what_if(visit: Visit) -> Answer:
    """Asks it, as a piece of work beside the pages; nothing is written to the ledger."""
    given = visit.filled(but=("form",))
    asked = {key: value for key, value in given.items() if key in ("period", "without", "draft") or key[:2] in ("p.", "r.")}
    points = {key[2:]: _figures(value) for key, value in asked.items() if key.startswith("p.")}
    reading = {key[2:]: value for key, value in asked.items() if key.startswith("r.")}
    without = re.split(r"[\s,，、;；]+", asked.get("without", "").strip(" ,，、;；"))
    without = [one for one in without if one]
    try:
        _need_numbers(asked)
        draft, called = _draft(visit, asked)
    except Fault as error:
        return _form(visit, asked, visit.told(error))
    if not (points or reading or without or draft):
        return _form(visit, asked, (visit.refusing("nothing-moved"),))

    def work(at: Deployment) -> Mapping[str, object]:
        period = asked.get("period")
        with _laid_out(draft, called) as file:
            found = whatif(at, points, reading=reading, draft=file, without=without, more=(), period=period, as_of=None)
        return _kept(found.made)

    try:
        return Answer(to=jobs.address(visit, jobs.begin(visit, "whatif", asked, work)))
    except Fault as error:
        return _form(visit, asked, visit.told(error))


def _need_numbers(asked: Mapping[str, str]) -> None:
    """Raises `Fault` ``points-number`` for each figure that is moved to what is no number."""
    moved = [(key, _figures(value)) for key, value in asked.items() if key.startswith("p.")]
    every = ((key, part) for key, said in moved for part in ([said] if isinstance(said, str) else said))
    wrong = {key: part for key, part in every if not re.fullmatch(r"-?[0-9]{1,9}([.][0-9]{1,6}|/[0-9]{1,9})?", part)}
    if wrong:
        raise Fault([Problem("points-number", {"value": part, "field": key}) for key, part in wrong.items()])


def _draft(visit: Visit, asked: dict[str, str]) -> tuple[str, str]:
    """A draft of the rules, as text, and what its file is called: the file that was sent, which then stands in the form, else
    what stands there. Raises `Fault` ``supplied-broken`` for what is too large, or no TOML.
    """
    sent, called, content = visit.files.get(FILE), _DRAFT, asked.get("draft", "").encode("utf-8", "replace")
    if sent is not None:
        called = file_name(sent.name)
        with sent.path.open("rb") as stream:
            content = stream.read(MOST_DRAFTED + 1)
    try:
        if len(content) > MOST_DRAFTED:
            raise TomlBroken(Words(f"超过{MOST_DRAFTED:,}字节", f"it has more than {MOST_DRAFTED:,} bytes"))
        parse(content)
    except TomlBroken as error:
        raise fault("supplied-broken", path=called, why=error.why) from None
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    if text.strip():
        asked["draft"] = text
    return text if text.strip() else "", called


@contextmanager
def _laid_out(draft: str, called: str) -> Iterator[Path | None]:
    """A draft as the file that it was, so that what is wrong in it is said by that name; None for none."""
    if not draft:
        yield None
        return
    with TemporaryDirectory(prefix="conduct-") as folder:
        path = Path(folder) / called
        path.write_bytes(draft.encode())
        yield path


def _figures(written: str) -> str | list[str]:
    """One figure, or several that go by steps."""
    parts = [one.strip() for one in written.replace("，", ",").replace("、", ",").split(",")]
    return parts if len(parts) > 1 else parts[0]


# ---- sensitivity


def weigh(visit: Visit) -> Answer:
    """Weighs every alternative of every reading, as a piece of work beside the pages."""
    period = visit.one("period")

    def work(at: Deployment) -> Mapping[str, object]:
        return _kept(sensitivity(at, period or None).made)

    return Answer(to=jobs.address(visit, jobs.begin(visit, "sensitivity", {"period": period}, work)))


# ---- the work, and what came of it


def _kept(made: Differing) -> dict[str, object]:
    """What is kept of an answer, in both languages."""
    names = names_of(made.sector)
    return {
        "period": made.head["period"],
        "differ": made.head.get("differ") or {},
        "questions": [_question(one, names) for one in made.plainly],
        "notes": [[note.zh, note.en] for note in made.notes],
    }


def _question(one: Question, names: Names) -> dict[str, object]:
    units: Sequence[UnitDifference] = one.units
    return {"change": one.change, "total": len(units), "units": [_unit(unit, units, names) for unit in units[:_MOST_UNITS]]}


def _unit(unit: UnitDifference, every: Sequence[UnitDifference], names: Names) -> dict[str, object]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "score": unit.score,
        "rank": unit.rank,
        "why": {lang: reasons(unit, every, lang, names) for lang in LANGS},
    }


def job(visit: Visit) -> Answer:
    """How far a piece of work is, and what came of it."""
    found = jobs.job_of(visit, visit.places["job"])
    if found is None:
        raise NotFound
    shown: dict[str, object] = {"job": found, "doing": jobs.WORKER.said(found.id, visit.lang)}
    shown["at_period"] = found.asked.get("period", "")
    if found.state == jobs.FAILED:
        problems = found.result.get("problems", {}).get(visit.lang, [visit.said("broken")])
        if found.what == "whatif":
            return _form(visit, found.asked, tuple(problems), jobs.wrong_with(found, visit.lang))
        shown |= {"problems": problems, "errors": jobs.wrong_with(found, visit.lang)}
    if found.state != jobs.DONE:
        return Answer("job.html", shown)
    if "to" in found.result:
        return Answer(to=found.result["to"])
    shown |= {
        "questions": [_shown(visit, one) for one in found.result["questions"]],
        "period": found.result["period"],
        "at_period": found.result["period"],
        "differ": rests_on(visit, found.result["differ"]),
        "differ_codes": found.result["differ"],
        "notes": notes_for(visit, [Words(zh, en) for zh, en in found.result["notes"]]),
        "asked": found.asked,
        "problems": (),
    }
    if found.what == "whatif":
        (only,) = found.result["questions"]
        mine = [unit for unit in only["units"] if _sees(visit, unit["unit"])]
        rows, paging = paged(visit, [_row(visit, unit) for unit in mine])
        made = standings(visit, found.result["period"])[0].made
        shown["changed"] = changes(visit, made, found.asked, found.result["differ"].get("readings", {}))
        shown["differ"] = rests_on(visit, {key: one for key, one in found.result["differ"].items() if key != "readings"})
        return Answer("whatif.html", {**_offered(visit, found.result["period"]), **shown, "rows": rows, "paging": paging})
    return Answer("weighed.html", shown)


def _sees(visit: Visit, unit: str) -> bool:
    return not visit.limited(Action.WEIGH) or visit.may_for(Action.WEIGH, unit)


def _shown(visit: Visit, one: Plain) -> dict[str, object]:
    """One change as its page shows it: the first units that it moves, of those that he may see."""
    units = [unit for unit in one["units"] if _sees(visit, unit["unit"])]
    total = one["total"] if not visit.limited(Action.WEIGH) else len(units)
    return {"change": one["change"], "total": total, "rows": [_row(visit, unit) for unit in units[:20]]}


def _row(visit: Visit, unit: Plain) -> dict[str, object]:
    lang = visit.lang
    ends = {key: ends_said((unit[key][0], unit[key][1]), lang) for key in ("score", "rank")}
    figures = {"score": unit["score"], "rank": unit["rank"]}
    return {"unit": unit["unit"], "name": unit["name"], **ends, "figures": figures, "why": unit["why"][lang]}
