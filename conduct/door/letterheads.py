"""What an office says on the documents of a sealed run (公文要素): asked of an office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import normalize

from conduct.config import DOCUMENTS
from conduct.core.base.faults import Fault, Place, Problem, Value, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words, codes_listed
from conduct.core.ledger.letterheads import Elements, ElementSaid, every_said, say, standing
from conduct.core.ledger.publish import Run, numbered, sealed_runs
from conduct.loading.cells import Bad, day

from .attaching import given_by
from .deployment import Deployment

ELEMENTS: Mapping[str, Words] = {
    "office": Words("发文机关", "office"),
    "number": Words("发文字号", "number"),
    "title": Words("标题", "title"),
    "to": Words("主送机关", "addressee"),
    "opening": Words("开头语", "opening"),
    "signatory": Words("署名", "signatory"),
    "date": Words("成文日期", "date"),
    "objections": Words("提出异议的期限和方式", "until when and how to object"),
    "distribution": Words("抄送机关", "distribution"),
    "printing": Words("印发机关", "printed by"),
    "printed": Words("印发日期", "printed on"),
}
"""What an office says on a document, in the order of its form."""
DAYS = ("date", "printed")
_OF_NOTICE = ("number", "title", "to", "opening")
_AGAIN = ("office", "to", "signatory", "objections", "distribution", "printing")
_BRACKETS = str.maketrans("[]()【】{}", "〔〕" * 4)
_LONGEST = 1000  # characters of one element


def by_kind(given: Mapping[str, str]) -> dict[str | None, Elements]:
    """What is said of a run without a word on which documents: what names one of them is of the notice alone, the rest of all."""
    found: dict[str | None, dict[str, str | None]] = {}
    for element, value in given.items():
        found.setdefault("notice" if element in _OF_NOTICE else None, {})[element] = value or None
    return dict(found)


def checked(given: Mapping[str, str], where: str = "") -> dict[str, str]:
    """What is said, on one line each and days in ISO. Raises a `Fault` of every problem, each by its element: ``letterhead-long``
    or what is wrong with a day.
    """
    found, problems = {}, []
    for element, written in given.items():
        plain = " ".join(written.split())
        value = day(plain) if plain and element in DAYS else plain
        if len(plain) > _LONGEST:
            value = Bad("letterhead-long", {"most": str(_LONGEST)})
        if isinstance(value, Bad):
            problems.append(_problem(value.code, where, element, {"value": written[:80], **value.values}))
        else:
            found[element] = str(value)
    if problems:
        raise Fault(problems)
    return found


def _problem(code: str, where: str, element: str, values: Mapping[str, Value]) -> Problem:
    """What is wrong with an element: in the cell of a form, or where a command said it."""
    return Problem(code, {**values, "cell": element}, Place(where, column=element) if where else None)


def said_of(at: Deployment, run: Run) -> list[ElementSaid]:
    """All that was ever said on a sealed run's documents, in order."""
    assert run.number is not None
    return every_said(at.ledger.connection, run.sector, run.draft, run.number)


def of_run(at: Deployment, run: Run, kind: str) -> dict[str, str]:
    """What is said on a sealed run's documents of a kind."""
    return standing(said_of(at, run), kind)


def said_last(at: Deployment, sector: str, *, draft: bool) -> dict[str, str]:
    """What was said of the sector's last sealed run that is likely to be said of the next: who writes, and to whom; until when to
    object from a ``draft`` to a draft alone, and from what was published to what is.
    """
    runs = [run for run in sealed_runs(at.ledger) if run.sector == sector]
    last = max(runs, key=lambda run: run.batch, default=None)
    said = of_run(at, last, "notice") if last is not None else {}
    apart = last is not None and last.draft != draft
    return {element: said[element] for element in _AGAIN if element in said and not (apart and element == "objections")}


def _plain(number: str) -> str:
    """A number however its figures and brackets are typed."""
    return normalize("NFKC", number).translate(_BRACKETS).replace(" ", "").lower()


def bears_number(at: Deployment, sector: str, number: str, but: Run | None) -> Run | None:
    """The sector's sealed run whose notice bears a number (发文字号), other than one; None where there is none."""
    others = (run for run in sealed_runs(at.ledger) if run.sector == sector)
    others = (run for run in others if but is None or run.called != but.called)
    return next((run for run in others if _plain(of_run(at, run, "notice").get("number", "")) == _plain(number)), None)


def need_number_free(at: Deployment, number: str | None, run: Run | None, where: str = "") -> None:
    """Raises `Fault` ``letterhead-number`` for the number of a notice that another bears."""
    if number and (other := bears_number(at, at.sector().name, number, run)) is not None:
        raise Fault([_problem("letterhead-number", where, "number", {"value": number, "run": other.called})])


def change(
    at: Deployment, run: Run, given: Mapping[str, str], reason: str | None, kind: str | None = None, where: str = ""
) -> bool:
    """Says something on a sealed run's documents: on those of a ``kind``, else as `by_kind`; a blank takes back what was said.
    Whether that changes anything.

    Raises `Fault` as `checked` and `need_number_free`, and ``letterhead-reason`` where what was said is changed without one.
    """
    fresh = checked(given, where)
    if kind in (None, "notice"):
        need_number_free(at, fresh.get("number"), run, where)
    wanted: Mapping[str | None, Elements]
    wanted = by_kind(fresh) if kind is None else {kind: {element: value or None for element, value in fresh.items()}}
    last = {(one.kind, one.element): one.value for one in said_of(at, run)}
    changed = {
        of: some
        for of, elements in wanted.items()
        if (some := {element: value for element, value in elements.items() if last.get((of, element)) != value})
    }
    if not reason and any(last.get((of, element)) for of, some in changed.items() for element in some):
        raise Fault([_problem("letterhead-reason", where, "reason", {})])
    if changed:
        assert run.number is not None
        with at.ledger.batch(at.sector(), "letterhead", reason=reason or None) as batch:
            for of, elements in changed.items():
                say(batch, run.draft, run.number, of, elements)
    return bool(changed)


@frozen
class SaidOfRun:
    """What was said on a sealed run's documents, by element, on those of a ``kind`` or on all; whether that changed anything."""

    run: Run
    kind: str | None
    elements: Mapping[str, str]
    changed: bool


def recorded(at: Deployment, pairs: Sequence[tuple[str, str]]) -> SaidOfRun:
    """As `change`, from the pairs of a command: ``run``, and what is said by its element, with ``kind`` and ``reason``.

    Raises `Fault` ``attached-key``, ``record-pair-twice``, ``letterhead-run`` and as `change`.
    """
    words = {
        "run": Words("编号", "run"),
        "kind": Words("文书", "kind"),
        "reason": Words("原因", "reason", also=("理由",)),
        **ELEMENTS,
    }
    given = given_by(words, pairs, blanks=True)
    called, kind, reason = (given.pop(key, "") for key in ("run", "kind", "reason"))
    if kind and kind not in DOCUMENTS:
        raise fault("report-kind", value=kind, known=codes_listed(DOCUMENTS))
    sector = at.sector()
    at.ledger.need(sector)
    meant = numbered(called)
    runs = [one for one in sealed_runs(at.ledger) if one.sector == sector.name and meant == (one.number, one.draft)]
    if not runs or not given:
        raise fault("letterhead-run", value=called or "?")
    changed = change(at, runs[0], given, reason, kind or None, f"record letterhead run={runs[0].called}")
    return SaidOfRun(runs[0], kind or None, given, changed)


def free_of_others(at: Deployment, sector: str, head: Mapping[str, str | bool], run: Run | None) -> dict[str, str | bool]:
    """What ``[report]`` says, without the number and the days of a notice where another run's notice bears that number."""
    number = str(head.get("number", ""))
    if number and bears_number(at, sector, number, run) is not None:
        return {element: value for element, value in head.items() if element not in ("number", *DAYS)}
    return dict(head)
