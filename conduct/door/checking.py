"""Whether the ledger, and what was published of it, is what it was: asked of an office by a head, a code or a document."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from conduct.core.base.faults import Fault, Problem, fault, wrong_usage
from conduct.core.base.frozen import frozen
from conduct.core.base.progress import doing
from conduct.core.base.words import Lang, Words, codes_listed
from conduct.core.ledger.chain import facts_digest
from conduct.core.ledger.chain import head as last_head
from conduct.core.ledger.codes import code_given, like_a_code
from conduct.core.ledger.counts import stored_of
from conduct.core.ledger.publish import Run, published_result, sealed_runs
from conduct.core.ledger.verify import Difference
from conduct.core.scores.recounted import wrong_counts
from conduct.report.bulletin.reading.reading_back import ENDINGS
from conduct.report.differences import PlainRow, consequences_of
from conduct.report.moves import CODES, Names, consequence_said, figure_said, names_of
from conduct.report.tables import decimals

from .deployment import Deployment, FileName
from .kept import HeadFound, LedgerVerified, SealedFound, SealedUnit
from .telling import replaced_by, sealed_with

if TYPE_CHECKING:
    from conduct.core.law.sector import Sector


def verify(at: Deployment, what: FileName | None) -> LedgerVerified:
    """As `Office.verify`."""
    meant = _meant(what)
    try:
        return _verified(at, meant)
    except Fault as error:
        return _broken(at, _salvaged(at, error), ())


@frozen
class _Asked:
    """What is to be verified beside the ledger: a head, a code, or a document's file."""

    head: str | None = None
    code: str | None = None
    file: Path | None = None


def _meant(what: FileName | None) -> _Asked:
    """What is meant. Raises `WrongUsage` ``verify-form`` or ``code-form``."""
    if what is None:
        return _Asked()
    text = os.fspath(what)
    if re.fullmatch("[0-9a-fA-F]{64}", text.strip()):
        return _Asked(head=text.strip().lower())
    if (code := code_given(text)) is not None:
        return _Asked(code=code)
    if text.lower().endswith(ENDINGS) or os.path.isfile(text):
        return _Asked(file=Path(text))
    raise wrong_usage("code-form" if like_a_code(text) else "verify-form", value=text)


def _verified(at: Deployment, asked: _Asked) -> LedgerVerified:
    ledger, head = at.ledger, asked.head
    with ledger.view():
        facts: dict[str, str] = {}

        def then() -> list[Difference]:
            with doing(Words("重新计数", "counting again what is stored")):
                wrong = [Difference(words) for words in wrong_counts(ledger, _had(at, stored_of(ledger.connection)))]
            with doing(Words("数据摘要", "the digest of the facts")):
                held = ledger.connection.execute("SELECT DISTINCT sector FROM batches ORDER BY 1").fetchall()
                facts.update((sector, facts_digest(ledger.connection, sector)) for (sector,) in held if not wrong)
            return wrong

        found = ledger.verify(then)
        others = tuple(ledger.others())
        if found:
            return _broken(at, found, others)
        batches = ledger.connection.execute("SELECT count(*) FROM batches").fetchone()[0]
        last = last_head(ledger.connection)
        stands = ledger.batch_of(head) if head is not None else None
    if head is not None and stands is None:
        listed = [_others_said(others)] if others else []
        raise fault("head-unknown", path=at.file, head=head).besides(*listed)
    this = sealed_with(at, [asked.code]) if asked.code is not None else None
    file = None
    if asked.file is not None:
        from .rereading import reread

        file, this = reread(at, asked.file)
    return LedgerVerified(
        whole=True,
        differences=(),
        batches=batches,
        head=last,
        facts=facts,
        others=others,
        stands=HeadFound(batch=stands[0], at=at.config.recorded(stands[1]), who=stands[2]) if stands is not None else None,
        sealed=sealed_found(at, this) if this is not None else None,
        file=file,
    ).made_of(found)


def _had(at: Deployment, names: Iterable[str]) -> list[Sector]:
    """Those of some sectors that can be had here, with what the deployment brings."""
    found = []
    for name in names:
        with suppress(Fault):
            found.append(at.called(name))
    return found


def sealed_found(at: Deployment, this: Run) -> SealedFound:
    """A sealed run as whoever holds a document of it is told."""
    later = replaced_by(sealed_runs(at.ledger), this)
    content = published_result(at.ledger, this.called)
    assert content is not None
    assert this.number is not None
    result = json.loads(content)
    try:
        names = names_of(at.called(this.sector, shipped=True))
    except Fault:  # it is not installed any more, or broken: the ledger holds what was sealed all the same
        names = CODES
    return SealedFound(
        code=this.code,
        number=this.number,
        draft=this.draft,
        sector=this.sector,
        regulation=result["regulation"]["id"],
        title=result["regulation"]["title"],
        period=this.period,
        as_of=this.as_of,
        at=at.config.recorded(this.at),
        who=this.who or "",
        claimed=this.claimed,
        head=this.head or "",
        replaced_by=later.called if later is not None else None,
        replaced_by_code=later.code if later is not None else None,
        standing=tuple(_sealed_unit(one, at.lang, names) for one in result["units"]),
    )


def _sealed_unit(one: PlainRow, lang: Lang, names: Names) -> SealedUnit:
    score, rank = one.get("score"), one.get("rank")
    figures = one.get("figures", ()) if score is None and rank is None else ()
    besides = [*(consequence_said(each, lang, names) for each in consequences_of(one))]
    besides += [figure_said(each, lang, names) for each in figures]
    written = decimals(score) if score is not None else None
    return SealedUnit(unit=one["unit"], name=one["name"], score=written, rank=rank, besides=tuple(besides))


def _broken(at: Deployment, found: Sequence[Difference], others: tuple[str, ...]) -> LedgerVerified:
    said = tuple(one.words.said(at.lang) for one in found)
    made = LedgerVerified(whole=False, differences=said, batches=0, head="", facts={}, others=others, stands=None)
    return made.made_of(found)


def _salvaged(at: Deployment, error: Fault) -> list[Difference]:
    """Of a ledger that is too damaged to be opened: what is damaged, and what can still be read. Raises any other fault on."""
    damaged = next((p for p in error.problems if p.code == "ledger-damaged"), None)
    if damaged is None or at.path is None:
        raise error
    from conduct.core.ledger.salvage import salvage

    why = Problem("ledger-damaged-verified", damaged.values)
    return [Difference(Words(why.said("zh"), why.said("en"))), *salvage(at.path)]


def _others_said(others: tuple[str, ...]) -> Words:
    """That a ledger's file holds tables which are not its own."""
    listed = codes_listed(others)
    return Words(
        f"文件中另有不属于台账的数据表，未予检查：{listed.zh}",
        f"the file holds other tables, which were not looked at: {listed.en}",
    )
