"""Publications and the runs kept, asked of an office."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import asdict, evolve

from conduct.core.base.faults import Fault, fault, wrong_usage
from conduct.core.base.words import Words, codes_listed
from conduct.core.ledger.chain import head
from conduct.core.ledger.publish import publish as seal
from conduct.core.ledger.publish import runs as runs_of
from conduct.core.ledger.publish import sealed_as, sealed_runs
from conduct.core.scores import unsettled
from conduct.core.scores.assess import assess as assess_sector
from conduct.core.scores.assess import day_of
from conduct.report.stored import sealed

from .assessing import Asked, DayGiven
from .dated import of_run_doubted
from .deployment import Deployment
from .kept import RunKept, RunPublished, RunsKept
from .letterheads import by_kind, checked, need_number_free
from .reporting import letterhead as head_of


def publish(
    at: Deployment,
    period: Asked,
    as_of: DayGiven,
    note: str | None,
    despite: str | None,
    draft: bool = False,
    *,
    seen: str | None = None,
    letterhead: Mapping[str, str] | None = None,
) -> RunPublished:
    """As `Office.publish`; ``seen`` is the run that was looked at before, ``letterhead`` what is said on its documents. Raises
    `Fault` ``publish-moved`` where it is another by now, and as `letterheads.checked` and `letterheads.need_number_free`.
    """
    said = {element: value for element, value in checked(letterhead or {}).items() if value}
    need_number_free(at, said.get("number"), None)
    if despite is not None and not despite.strip():
        raise wrong_usage("despite-blank")
    if draft and despite is not None:
        raise wrong_usage("draft-despite")
    sector, day = at.sector(), day_of(as_of)
    ledger = at.ledger
    if not ledger.writable:
        raise fault("ledger-read-only", path=at.file)
    chosen, today = at.period(sector, period), at.config.today()
    made = assess_sector(sector, ledger, chosen, as_of=day, trace=True, record=False, today=today, **at.settings(sector))
    if seen not in (None, made.run):
        raise fault("publish-moved", period=made.period.id)
    warnings = []
    if made.period.end > today:
        ends = codes_listed([made.period.id, str(made.period.end)])
        warnings.append(Words(f"考核期尚未结束（{ends.zh}）", f"the period has not ended yet ({ends.en})"))
    found = unsettled.open_of(ledger, made)
    listed = list(unsettled.open_lines(found)) if sealed_as(ledger, sector, made.run, draft) is None else []
    try:
        numbered = seal(ledger, sector, sealed(made, found, despite), note, despite, draft=draft, letterhead=by_kind(said))
    except Fault as error:
        raise error.besides(*(Words(f"注意：{one.zh}", f"note: {one.en}") for one in warnings), *listed) from None
    this = next(run for run in sealed_runs(ledger) if (run.number, run.draft) == (numbered.number, draft))
    doubted = of_run_doubted(at, this, head_of(at, sector.name, "notice", {}, this))
    warnings += [Words(one.said("zh"), one.said("en")) for one in doubted]
    published = RunPublished(
        number=numbered.number,
        draft=draft,
        code=numbered.code,
        new=numbered.new,
        regulation=made.regulation.id,
        period=made.period.id,
        run=made.run,
        head=head(ledger.connection),
        open=tuple(words.said(at.lang) for words in listed),
        warnings=tuple(words.said(at.lang) for words in warnings),
    )
    return published.made_of(made)


def runs(at: Deployment) -> RunsKept:
    """As `Office.runs`."""
    found = [evolve(run, at=at.config.recorded(run.at)) for run in runs_of(at.ledger) if at.name in (None, run.sector)]
    return RunsKept(runs=tuple(RunKept(**asdict(run)) for run in found)).made_of(found)
