"""What results say beside their figures: what is not decided, what counts for nobody, what answers nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..base.words import Words, clause_words, counted
from ..duties.engine import DutyEngine
from ..law.consequence import Unseen
from ..law.grounds import Groundless, note_on, note_on_lacking
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.source import FactSource
from .idle import idle_decisions
from .judge import Gathered
from .slots import Scope
from .tally import unknown_kinds
from .unsettled import APPEAL, DEADLINE, POINTS, WHAT, Open

_NAMED = 20

_UNTIL = {
    POINTS: Words("尚未决定，暂不计分", " are not decided yet and add nothing"),
    APPEAL: Words("尚未决定，暂按原登记计算", " is not decided yet, and what it contests counts as it stands"),
    DEADLINE: Words("；该事项不计入任何件数", "; the case is in no figure"),
}
"""How what is undecided counts until somebody decides it."""


def notes_on_law(ledger: FactSource, sector: Sector, law: Regulation, without_grounds: Sequence[Groundless]) -> list[Words]:
    """What is to be known before any result: of the sector, its facts, and rules that rest on nothing."""
    return [*sector.notes, *ledger.notes(sector), *note_on(without_grounds), *note_on_lacking(law)]


def notes_on(gathered: Gathered, engine: DutyEngine, undecided: Sequence[Open]) -> list[Words]:
    """The notes on a period, from what was read of it and what nobody has decided of that."""
    return [
        *_undecided(gathered.scope, undecided),
        *_gone(gathered),
        *_astray(gathered),
        *_left(gathered),
        *_passed(gathered),
        *_unseen(gathered.scope),
        *_idle(gathered.scope, engine),
        *_unanswered(gathered.scope, engine),
    ]


def _undecided(scope: Scope, undecided: Sequence[Open]) -> Iterator[Words]:
    return notes_on_open([one for one in undecided if one.unit is not None and scope.noted(one.unit)])


def notes_on_open(undecided: Iterable[Open]) -> Iterator[Words]:
    """What nobody has decided yet, or what cannot be judged, and how it counts until then."""
    every = list(undecided)
    for what, words in _UNTIL.items():
        found = [one for one in every if one.what == what]
        for one in found[:_NAMED]:
            yield Words(one.words.zh + words.zh, one.words.en + words.en)
        if len(found) > _NAMED:
            yield Words(f"{WHAT[what].zh}共{len(found)}件", f"{WHAT[what].en}: {len(found)}")


def _left(gathered: Gathered) -> Iterator[Words]:
    """Heads whose own last day lies before what they are charged with, since no posts say who headed the unit then."""
    charged: dict[tuple[str, str, str], set[str]] = {}
    for found in gathered.sanctions.standing:
        if found.left is not None and found.on is not None and gathered.scope.noted(found.unit):
            charged.setdefault((found.unit, found.on, found.left), set()).add(found.incident)
    names = {u.id: u.name for u in gathered.scope.units.values()}
    for (unit, head, left), incidents in sorted(charged.items()):
        listed = _listed([Words(incident, incident) for incident in sorted(incidents)])
        yield Words(
            f"{unit} {names[unit]}登记的负责人 {head} {names[head]}于 {left} 终止，"
            f"其后的 {listed.zh} 仍由其承担；请登记任职情况（posts）",
            f"{head} {names[head]}, the head of {unit} {names[unit]}, closed on {left} and is charged with {listed.en} after "
            "that day: enter who held its posts (the table posts)",
        )


def _gone(gathered: Gathered) -> Iterator[Words]:
    """Incidents of kinds that the sector no longer declares."""
    sector = gathered.scope.sector
    for kind, n in unknown_kinds(gathered.tally, sector, gathered.scope.noted).items():
        yield Words(
            f"{n}件事项的类别“{kind}”已不在{sector.title.zh}中，没有规则",
            f"{counted(n, 'incident')} of the kind “{kind}”, which {sector.title.en} no longer declares, "
            f"{'has' if n == 1 else 'have'} no rule",
        )


def _astray(gathered: Gathered) -> Iterator[Words]:
    """Units whose incidents count for nobody, since no assessed unit stands above them in the period."""
    astray = sorted(n for n in gathered.astray.items() if n[1] > 0 and gathered.scope.noted(n[0]))
    if astray:
        listed = _listed([Words(f"{unit}（{n}）", f"{unit} ({n})") for unit, n in astray])
        total = sum(n for _, n in astray)
        yield Words(
            f"{total}件事项的单位在考核期内不属于任何考核对象，未计入任何单位：{listed.zh}",
            f"incidents of units that stand under no assessed unit in the period count for nobody ({total}): {listed.en}",
        )


def _passed(gathered: Gathered) -> Iterator[Words]:
    """Units that are shown without being assessed, and how many incidents of theirs are therefore in no count."""
    scope = gathered.scope
    for unit, (why, *_) in sorted(scope.passed.items()):
        if scope.about not in (None, unit):
            continue
        n = sum(cell[3] for cell in gathered.tally.cells if scope.homes.get(cell[0]) == unit)
        name = scope.units[unit].name
        yield Words(
            f"{unit} {name} {scope.period.id} 不予考核（{why.by}：{why.reason}），其{n}件事项不计入任何数",
            f"{unit} {name} is not assessed in {scope.period.id} ({why.by}: {why.reason}); its incidents ({n}) are in no count",
        )


def _unseen(scope: Scope) -> Iterator[Words]:
    """Rules on who is without a rank that rest on a step which was taken nowhere in the period, and therefore say nothing."""
    for rule in scope.regulation.unranked:
        if isinstance(rule.where, Unseen) and scope.assessed and not scope.taken[rule.where.step.code]:
            step = rule.where.step.words
            yield Words(
                f"{scope.period.id} 未登记任何“{step.zh}”，各单位均排名次（{clause_words(rule.clause, 'zh')}）",
                f"nothing is entered as {step.en} in {scope.period.id}: every unit is ranked ({rule.clause})",
            )


def _idle(scope: Scope, engine: DutyEngine) -> Iterator[Words]:
    """Appeal decisions that answer nothing, since no appeal on their incident came before."""
    if idle := [one for one in engine.idle_decisions() if scope.noted(one.unit)]:
        listed = _listed([Words(f"{one.action}（{one.incident}）", f"{one.action} ({one.incident})") for one in idle])
        yield Words(
            f"这些申诉决定之前没有登记申诉，不起作用：{listed.zh}",
            f"no appeal is entered before these appeal decisions, which therefore decide nothing: {listed.en}",
        )


def _unanswered(scope: Scope, engine: DutyEngine) -> Iterator[Words]:
    """Decisions that answer nothing under the readings in force, though another reading leaves open what they decide."""
    found = [d for d in idle_decisions(engine) if scope.noted(d.unit)]
    for idle in found[:_NAMED]:
        what = idle.attribute.words
        value = idle.attribute.said(idle.value)
        yield Words(
            f"对事项 {idle.incident} 的决定 {idle.action} 所定的“{what.zh} {value.zh}”，按现用的理解口径不起作用",
            f"the decision {idle.action} on {idle.incident} ({what.en} {value.en}) decides nothing under the readings in force",
        )
    if len(found) > _NAMED:
        yield Words(
            f"按现用的理解口径不起作用的决定共{len(found)}项",
            f"{len(found)} decisions decide nothing under the readings in force",
        )


def _listed(said: Sequence[Words]) -> Words:
    """The first of many, and how many there are."""
    zh, en = "、".join(one.zh for one in said[:_NAMED]), ", ".join(one.en for one in said[:_NAMED])
    return Words(f"{zh}……（{len(said)}）", f"{en}… ({len(said)})") if len(said) > _NAMED else Words(zh, en)
