"""A regulation as encoded: every provision beside the words of its clause, and what carries no rule with the reason."""

from __future__ import annotations

from attrs import evolve, field

from ..base.exact import written
from ..base.frozen import frozen
from ..base.words import Words, listed
from .caseload import CaseFigures
from .choices import by_default, variants
from .consequence import Outcome, Presumes, SameMatter, SamePerson, Sanction, SanctionTerms, Unranked, Veto
from .duty import Duty
from .figure import Checklist, Figure, MeanFigure
from .law import Regulation
from .points import Bases, Charge, Section
from .provision import Provision
from .ranking import Combined, Standing, VolumeRanking
from .said_conditions import condition_words
from .said_consequences import outcome_words, sanction_words, together_words
from .said_duties import closing_words, duty_words
from .said_points import (
    charge_words,
    figure_words,
    ranking_words,
    section_words,
    standing_words,
    unranked_words,
)
from .said_readings import meant, only_under, others_words, spaced, with_readings
from .terms import Factor, Reading, quotes_of
from .unruled import Understood, Unruled

KIND_OF_RULE: dict[type, Words] = {
    Section: Words("考核项目", "section"),
    Charge: Words("扣分项/加分项", "item"),
    VolumeRanking: Words("排名扣分", "ranking"),
    Standing: Words("名次", "standing"),
    Unranked: Words("不排名次", "without a rank"),
    Sanction: Words("处罚", "sanction"),
    SanctionTerms: Words("处罚的决定", "terms of sanctions"),
    SameMatter: Words("一事并处", "same matter"),
    SamePerson: Words("一人两责", "same person"),
    Outcome: Words("结果运用", "outcome"),
    Checklist: Words("检查内容", "checklist"),
    Figure: Words("指标", "figure"),
    CaseFigures: Words("件数统计", "case figures"),
    MeanFigure: Words("平均值", "mean"),
    Combined: Words("合并考核", "combined period"),
    Bases: Words("基准合计", "bases"),
    Presumes: Words("前提", "presumption"),
    Duty: Words("职责", "duty"),
    Reading: Words("理解口径", "reading"),
    Understood: Words("固定理解", "understood"),
    Unruled: Words("不设规则", "no rule"),
}


def rule_words(p: Provision, law: Regulation) -> Words:
    """What kind of rule a provision is; a veto, what its law calls it."""
    return law.veto_words if isinstance(p, Veto) else KIND_OF_RULE[type(p)]


@frozen
class Described:
    """One provision for a reader: its clause, what kind of rule it is, its code, the encoding, and the clause's words."""

    clause: str
    rule: Words
    code: str
    encoding: Words
    quotes: tuple[str, ...]
    reason: Words | None = None
    declared: Provision | Factor | None = field(default=None, eq=False, repr=False)
    """The provision, or the factor, as it is declared."""


def describe(regulation: Regulation) -> list[Described]:
    """Every provision, in the order of the text's clauses and within a clause as declared.

    What turns on a reading is shown as its default makes it, with the reading's name.
    """
    order = {c.id: n for n, c in enumerate(regulation.text.clauses)}
    found = []
    for p in regulation.provisions:
        encoding = with_readings(p, lambda one: _taken(one, _described(one, regulation), regulation).encoding)
        found.append(evolve(_described(by_default(p), regulation), encoding=encoding, declared=p))
    said: list[Factor] = []
    for charge in regulation.charges:
        for factor in (f for one in variants(charge.count) for f in one.factors):
            if factor not in said:
                said.append(factor)
                found.append(evolve(_factor(charge, factor, regulation), declared=factor))
    return sorted(found, key=lambda d: order.get(d.clause, len(order)))


def _marks(law: Regulation) -> dict[str, Words]:
    """The duties by the mark that a case bears where one was not done."""
    return {d.mark: d.words for d in law.duties if d.mark}


def _taken(p: Provision, described: Described, law: Regulation) -> Described:
    """What was described, with the condition on the incidents that it takes, and how many of them it takes."""
    if not isinstance(p, Charge | Veto | Sanction):
        return described
    by_table = isinstance(p, Charge) and p.prices is not None  # which names what it takes
    test = condition_words(None if by_table else p.count.when, p.count.kinds, _marks(law))
    said = described.encoding
    if test.zh:
        said = Words(f"{said.zh}；限于：{test.zh}", f"{said.en}; where {test.en}")
    if isinstance(p, Sanction) and p.repeated is not None:
        who = Words("每人", "a person's") if p.repeated.by == "person" else Words("每单位", "a unit's")
        said = Words(
            f"{said.zh}；{who.zh}一期内满{written(p.repeated.n)}次",
            f"{said.en}; when {who.en} come to {written(p.repeated.n)} in a period",
        )
    return evolve(described, encoding=said)


def _factor(charge: Charge, factor: Factor, law: Regulation) -> Described:
    test = condition_words(factor.when, charge.count.kinds, _marks(law))
    whole = (
        Words("；有一件即及于该单位的全部", "; one is enough for all of the unit's") if factor.spread is True else Words("", "")
    )
    under = only_under(charge.count, factor)
    words = Words(
        f"{charge.kind.words.zh}：{test.zh}的，分值乘以{written(factor.n)}{whole.zh}{under.zh}",
        f"{charge.kind.words.en}: points times {written(factor.n)} where {test.en}{whole.en}{under.en}",
    )
    return Described(factor.clause, Words("加权", "factor"), charge.kind.code, words, quotes_of(factor.quote))


def _described(p: Provision, law: Regulation) -> Described:
    rule = rule_words(p, law)
    quotes = quotes_of(getattr(p, "quote", None))
    match p:
        case Reading():
            others, usual = others_words(p), meant(p, p.default)
            return Described(
                p.clause,
                rule,
                p.name,
                Words(
                    f"{p.about.zh}：默认{spaced(usual.zh)}，另可取{others.zh}",
                    f"{p.about.en}: by default {usual.en}, else {others.en}",
                ),
                quotes,
                p.why,
            )
        case Section():
            return Described(p.clause, rule, p.id, section_words(p), quotes)
        case Charge():
            return Described(p.clause, rule, p.kind.code, charge_words(p, law), quotes)
        case VolumeRanking():
            return Described(p.clause, rule, ", ".join(k.code for k in p.count.kinds), ranking_words(p), quotes)
        case Standing():
            return Described(p.clause, rule, "rank", standing_words(p), quotes)
        case Unranked():
            return Described(p.clause, rule, p.code, unranked_words(p), quotes)
        case Veto():
            kinds = listed(k.words for k in p.count.kinds)
            return Described(p.clause, rule, p.name, Words(f"{p.words.zh}：{kinds.zh}", f"{p.words.en}: on {kinds.en}"), quotes)
        case Outcome():
            return Described(p.clause, rule, p.name, outcome_words(p, law), quotes)
        case Duty():
            return Described(p.clause, rule, p.code, duty_words(p, law), quotes)
        case Sanction():
            return Described(p.clause, rule, p.name, sanction_words(p), quotes)
        case SameMatter() | SamePerson():
            return Described(p.clause, rule, "", together_words(p), quotes)
        case Figure() | MeanFigure():
            return Described(p.clause, rule, p.code, figure_words(p), quotes)
        case Understood():
            return Described(p.clause, rule, "", p.words, quotes)
        case Unruled():
            kind = Words("由人判断", "judged by people") if p.judged else rule
            if p.in_scope:
                kind = Words("在考核范围内，未设规则", "in scope, not encoded")
            return Described(p.clause, kind, "", p.reason, quotes)
        case _:
            return Described(p.clause, rule, _code(p), _terms(p, law), quotes)


def _code(p: Provision) -> str:
    """The step or the period that such a rule goes by."""
    return p.step.code if isinstance(p, Checklist | Presumes) else p.period if isinstance(p, Combined) else ""


def _terms(p: Provision, law: Regulation) -> Words:
    """Rules on how others are applied, and what is only shown."""
    match p:
        case SanctionTerms():
            most = written(p.most_percent)
            zh = f"区间由“{p.decide.words.zh}”确定；一个单位的百分比合计至多{most}%"
            return Words(zh, f"ranges are fixed by “{p.decide.words.en}”; percentages on one unit come to {most} at most")
        case Checklist():
            zh, en = (
                f"以“{p.step.words.zh}”登记是否做到，不设后果",
                f"entered by “{p.step.words.en}”: met or not, without consequence",
            )
            return Words(zh, en)
        case CaseFigures():
            steps = listed((closing_words(p.closing.kind, step, when) for step, when in p.closing.steps), "或", " or ")
            return Words(f"以{steps.zh}为办结，统计件数", f"a case is closed by {steps.en}; cases are counted")
        case Bases():
            titles = {s.id: s.words for s in law.sections}
            of = listed(titles.get(one, Words(one, one)) for one in p.sections)
            return Words(f"这些项目的基准合计{written(p.n)}分：{of.zh}", f"the bases of these come to {written(p.n)}: {of.en}")
        case Combined():
            zh, en = ("取其各部分的平均", "the mean of its parts") if p.how == "mean" else ("取最后一部分", "its last part")
            return Words(zh, en)
        case Presumes():
            days = f"{p.within[0]}–{p.within[1]}"
            zh = f"{p.kind.words.zh}{p.words.zh}：须有“{p.step.words.zh}”指定{days}个工作日的期限；没有的仍按登记计，并提示"
            en = (
                f"{p.kind.words.en} {p.words.en}: presumes “{p.step.words.en}” with a deadline {days} working days on; "
                "one without counts as entered, and is warned of"
            )
            return Words(zh, en)
    raise TypeError(f"{type(p).__name__} has no words")
