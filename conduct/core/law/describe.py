"""A regulation as encoded: every provision beside the words of its clause, and what carries no rule with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ..base.exact import Exact, written
from ..base.frozen import frozen
from ..base.words import Words
from .caseload import CaseFigures
from .choices import by_default, variants
from .consequence import (
    Below,
    Fewer,
    First,
    Found,
    Last,
    OnHead,
    OnPerson,
    Outcome,
    Partly,
    Presumes,
    Range,
    SameMatter,
    SamePerson,
    Sanction,
    SanctionTerms,
    Unranked,
    Unseen,
    Veto,
)
from .duty import Duty
from .figure import Checklist, Figure, MeanFigure
from .law import Provision, Regulation
from .model import Options
from .points import Bases, Charge, Section
from .ranking import Combined, Standing, VolumeRanking
from .said_conditions import condition_words
from .said_duties import duty_words
from .said_formulas import inputs_words
from .said_measures import measure_word
from .said_readings import only_under, with_readings
from .scales import Decided, Each, Lookup, Once, Steps
from .terms import Factor, Quote, Reading
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


def describe(regulation: Regulation) -> list[Described]:
    """Every provision, in the order of the text's clauses and within a clause as declared.

    What turns on a reading is shown as its default makes it, with the reading's name.
    """
    order = {c.id: n for n, c in enumerate(regulation.text.clauses)}
    found = []
    for p in regulation.provisions:
        encoding = with_readings(p, lambda one: _taken(one, _described(one, regulation)).encoding)
        found.append(evolve(_described(by_default(p), regulation), encoding=encoding))
    said: list[Factor] = []
    for charge in regulation.charges:
        for factor in (f for one in variants(charge.count) for f in one.factors):
            if factor not in said:
                said.append(factor)
                found.append(_factor(charge, factor))
    return sorted(found, key=lambda d: order.get(d.clause, len(order)))


def _taken(p: Provision, described: Described) -> Described:
    """What was described, with the condition on the incidents that it takes, and how many of them it takes."""
    if not isinstance(p, Charge | Veto | Sanction):
        return described
    listed = isinstance(p, Charge) and isinstance(p.scale, Lookup)  # whose table names what it takes
    test = condition_words(None if listed else p.count.when, p.count.kinds)
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


def _factor(charge: Charge, factor: Factor) -> Described:
    test = condition_words(factor.when, charge.count.kinds)
    whole = (
        Words("；有一件即及于该单位的全部", "; one is enough for all of the unit's") if factor.spread is True else Words("", "")
    )
    under = only_under(charge.count, factor)
    words = Words(
        f"{charge.kind.words.zh}：{test.zh}的，分值乘以{written(factor.n)}{whole.zh}{under.zh}",
        f"{charge.kind.words.en}: points times {written(factor.n)} where {test.en}{whole.en}{under.en}",
    )
    return Described(factor.clause, Words("加权", "factor"), charge.kind.code, words, quotes_of(factor.quote))


def quotes_of(quote: Quote | None) -> tuple[str, ...]:
    """The quotes of a provision, one or several."""
    if quote is None:
        return ()
    return (quote,) if isinstance(quote, str) else quote


def _described(p: Provision, law: Regulation) -> Described:
    rule = rule_words(p, law)
    quotes = quotes_of(getattr(p, "quote", None))
    match p:
        case Reading():
            options = p.codes
            zh = f"{p.about.zh}：默认 {p.default}" + (f"，可选 {'、'.join(options)}" if options else "")
            en = f"{p.about.en}: default {p.default}" + (f", alternatives {', '.join(options)}" if options else "")
            return Described(p.clause, rule, p.name, Words(zh, en), quotes, p.why)
        case Section():
            return Described(p.clause, rule, p.id, _section(p), quotes)
        case Charge():
            return Described(p.clause, rule, p.kind.code, _charge(p), quotes)
        case VolumeRanking():
            kinds = [k.code for k in p.count.kinds]
            taken = inputs_words(p.index)
            text = Words(
                f"按渠道与{p.average_words.zh}比较排名扣分；{p.index_words.zh}所用：{taken.zh}",
                f"ranked by channel against the {p.average_words.en}; points by place; the {p.index_words.en} takes: {taken.en}",
            )
            return Described(p.clause, rule, ", ".join(kinds), text, quotes)
        case Standing():
            return Described(p.clause, rule, "rank", _standing(p), quotes)
        case Unranked():
            return Described(p.clause, rule, p.code, _unranked(p), quotes)
        case Veto():
            kinds = [k.code for k in p.count.kinds]
            zh = f"{p.words.zh}：{'、'.join(k.words.zh for k in p.count.kinds)}"
            return Described(p.clause, rule, p.name, Words(zh, f"{p.words.en}: on {', '.join(kinds)}"), quotes)
        case Outcome():
            return Described(p.clause, rule, p.name, _outcome(p, law), quotes)
        case Duty():
            return Described(p.clause, rule, p.code, duty_words(p), quotes)
        case Sanction():
            return Described(p.clause, rule, p.name, _sanction(p), quotes)
        case SanctionTerms():
            most = written(p.most_percent)
            zh = f"区间由“{p.decide.words.zh}”确定；一个单位的百分比合计至多{most}%"
            en = f"ranges are fixed by {p.decide.code}; percentages on one unit come to {most} at most"
            return Described(p.clause, rule, "", Words(zh, en), quotes)
        case SameMatter() | SamePerson():
            return Described(p.clause, rule, "", _together(p), quotes)
        case Checklist():
            zh, en = f"以“{p.step.words.zh}”登记是否做到，不设后果", f"entered by {p.step.code}: met or not, without consequence"
            return Described(p.clause, rule, p.step.code, Words(zh, en), quotes)
        case Figure() | MeanFigure():
            return Described(p.clause, rule, p.code, _figure(p), quotes)
        case CaseFigures():
            closing = dict.fromkeys(s for s, _ in p.closing.steps)
            steps = Words("、".join(s.words.zh for s in closing), ", ".join(s.code for s in closing))
            text = Words(f"以{steps.zh}为办结，统计件数", f"a case is closed by {steps.en}; cases are counted")
            return Described(p.clause, rule, "", text, quotes)
        case Bases():
            titles = {s.id: s.words.zh for s in law.sections}
            zh = f"这些项目的基准合计{written(p.n)}分：{'、'.join(titles.get(one, one) for one in p.sections)}"
            en = f"the bases of these come to {written(p.n)}: {', '.join(p.sections)}"
            return Described(p.clause, rule, "", Words(zh, en), quotes)
        case Combined():
            zh, en = ("取其各部分的平均", "the mean of its parts") if p.how == "mean" else ("取最后一部分", "its last part")
            return Described(p.clause, rule, p.period, Words(zh, en), quotes)
        case Presumes():
            days = f"{p.within[0]}–{p.within[1]}"
            zh = f"{p.kind.words.zh}{p.words.zh}：须有“{p.step.words.zh}”指定{days}个工作日的期限；没有的仍按登记计，并提示"
            en = (
                f"{p.kind.words.en} {p.words.en}: presumes {p.step.code} with a deadline {days} working days on; "
                "one without counts as entered, and is warned of"
            )
            return Described(p.clause, rule, p.step.code, Words(zh, en), quotes)
        case Understood():
            return Described(p.clause, rule, "", p.words, quotes)
        case Unruled():
            kind = Words("由人判断", "judged by people") if p.judged else rule
            if p.in_scope:
                kind = Words("在考核范围内，未设规则", "in scope, not encoded")
            return Described(p.clause, kind, "", p.reason, quotes)


def _together(p: SameMatter | SamePerson) -> Words:
    """What becomes of sanctions for one matter, or on one man in two roles."""
    if isinstance(p, SamePerson):
        if p.active is False:
            return Words(
                "负责人本人就是责任人的，各项处罚并处", "where the head is himself the person at fault, all sanctions stand"
            )
        return Words(
            "负责人本人就是责任人的，同名处罚只取较重一项",
            "where the head is himself the person at fault, of sanctions of one name the heavier alone stands",
        )
    zh, en = f"以“{p.by.words.zh}”相连的事项为一事", f"incidents linked by {p.by.code} are one matter"
    if p.absorbs is False:
        return Words(f"{zh}；各件处罚并处", f"{en}; the sanctions of each stand")
    tiers = [Words("、".join(k.words.zh for k in t.kinds), ", ".join(k.code for k in t.kinds)) for t in p.tiers]
    return Words(
        f"{zh}；对同一人、同一单位只处最重的一档（由轻到重：{'；'.join(t.zh for t in tiers)}）",
        f"{en}; on one bearer the heaviest tier alone stands (the lightest first: {'; '.join(t.en for t in tiers)})",
    )


def _sanction(s: Sanction) -> Words:
    on = Words("单位", "the unit")
    if isinstance(s.on, OnHead):
        on = Words("单位负责人", "the head")
    elif isinstance(s.on, OnPerson):
        among = s.on.words or Words("、".join(s.on.kinds), ", ".join(s.on.kinds))
        kinds = Words(f"（{among.zh}）", f" ({among.en})") if s.on.kinds else Words("", "")
        on = Words(f"{s.on.attribute.words.zh}{kinds.zh}", f"{s.on.attribute.words.en}{kinds.en}")
        if s.on.or_unit:
            on = Words(f"{on.zh}，无则单位", f"{on.en}, else the unit")
    amount = Words("", "")
    if s.months is not None:
        amount = Words(f" {_span(s.months)}个月", f" {_span(s.months)} months")
    elif s.percent is not None:
        amount = Words(f" {_span(s.percent)}%", f" {_span(s.percent)} %")
    if s.open_range is not None or s.degree is not None:
        amount = Words(f"{amount.zh}（由人决定）", f"{amount.en} (decided by a person)")
    kinds_zh, kinds_en = "、".join(k.words.zh for k in s.count.kinds), ", ".join(k.code for k in s.count.kinds)
    again = Words("", "")
    if s.repeated is not None:
        again = Words("（多次）", " (repeated)")
    return Words(
        f"{kinds_zh}{again.zh}：对{on.zh}{s.words.zh}{amount.zh}", f"{kinds_en}{again.en}: {s.words.en} on {on.en}{amount.en}"
    )


def _span(amount: Exact | Range) -> str:
    return f"{written(amount.low)}-{written(amount.high)}" if isinstance(amount, Range) else written(amount)


def _section(s: Section) -> Words:
    if s.bonus:
        cap = Words(f"，最多{written(s.cap)}分", f", at most {written(s.cap)}") if s.cap is not None else Words("", "")
        best = Words("，只计最高一项", ", the highest alone") if s.combine == "highest" else Words("", "")
        return Words(f"{s.words.zh}：加分{cap.zh}{best.zh}", f"{s.words.en}: bonus{cap.en}{best.en}")
    if s.start is not None:
        taken = inputs_words(s.start)
        return Words(
            f"{s.words.zh}：按公式得分，至多{written(s.base)}分；所用：{taken.zh}",
            f"{s.words.en}: earned by a formula, at most {written(s.base)}; it takes: {taken.en}",
        )
    return Words(f"{s.words.zh}：基准{written(s.base)}分，扣完为止", f"{s.words.en}: base {written(s.base)}, not below 0")


def _charge(c: Charge) -> Words:
    if c.scale is None or c.section is None:
        return Words(f"{c.kind.words.zh}：逐件列出，不计分", f"{c.kind.words.en}: listed with its count, no points")
    zh_sign, en_sign = ("加", "+") if c.section.bonus else ("扣", "-")
    match c.scale:
        case Each(n):
            text = Words(f"{measure_word(quotes_of(c.quote))}{zh_sign}{written(n)}分", f"{en_sign}{written(n)} each")
        case Once(n):
            text = Words(f"{zh_sign}{written(n)}分（一个考核期一次）", f"{en_sign}{written(n)} once a period")
        case Steps(each):
            listed = [written(n) for n in each]
            text = Words(
                f"依次{zh_sign}{'、'.join(listed)}分，此后不再{zh_sign}",
                f"{en_sign}{', '.join(listed)} in turn, then nothing more",
            )
        case Decided():
            text = Words(
                f"每次酌情{zh_sign}{written(c.scale.low)}至{written(c.scale.high)}分，由人决定",
                f"{en_sign}{written(c.scale.low)} to {written(c.scale.high)} each, decided by a person",
            )
        case Lookup(attribute, each):
            source = f" ({c.source})" if c.source else ""
            items = attribute.type.words if isinstance(attribute.type, Options) else {}
            of = {code: f"“{items[code].zh}”" if code in items else code for code in each}
            text = Words(
                f"{c.section.words.zh}，按评分表{f'（{c.source}）' if c.source else ''}每件{zh_sign}："
                + "、".join(f"{of[code]} {written(n)}分" for code, n in each.items()),
                f"{c.section.words.en}, by {attribute.code}{source}: "
                + ", ".join(f"{code} {en_sign}{written(n)}" for code, n in each.items()),
            )
    instead = ""
    if c.unless:
        instead = "、".join(k.words.zh for k in c.unless)
    zh = f"{c.kind.words.zh}：{text.zh}" + (f"；有“{instead}”时不计" if instead else "")
    en = f"{c.kind.words.en}: {text.en}" + (f"; not beside {', '.join(k.code for k in c.unless)}" if instead else "")
    return Words(zh, en)


def _standing(s: Standing) -> Words:
    best = Words("从高到低", "highest first") if s.best == "highest" else Words("从低到高", "lowest first")
    ties = Words("", "")
    if s.larger is not None:
        ties = Words(f"，相同时{s.larger.words.zh}大者在前", f", of equals the larger {s.larger.words.en} first")
    rest = Words("，相同并列", "; equals share") if s.shared else Words("，每个名次只用一次", "; every rank is used once")
    said = Words(f"按{s.words.zh}{best.zh}{ties.zh}{rest.zh}", f"by {s.words.en}, {best.en}{ties.en}{rest.en}")
    if s.of is None:
        return said
    taken = inputs_words(s.of)
    return Words(f"{said.zh}；{s.words.zh}所用：{taken.zh}", f"{said.en}; the {s.words.en} takes: {taken.en}")


def _figure(figure: Figure | MeanFigure) -> Words:
    if isinstance(figure, MeanFigure):
        step, of = figure.step.words, figure.attribute.words
        return Words(f"{figure.words.zh}：{step.zh}的{of.zh}的平均", f"{figure.words.en}: the mean {of.en} of {step.en}")
    taken = inputs_words(figure.of)
    return Words(f"{figure.words.zh}：由{taken.zh}算得", f"{figure.words.en}: worked out of {taken.en}")


def _unranked(u: Unranked) -> Words:
    match u.where:
        case Fewer(count, n):
            kinds = Words("、".join(k.words.zh for k in count.kinds), ", ".join(k.words.en for k in count.kinds))
            where = Words(f"{kinds.zh}不足{written(n)}件的", f"fewer than {written(n)} of {kinds.en}")
        case Unseen(step, count):
            kinds = Words("、".join(k.words.zh for k in count.kinds), ", ".join(k.words.en for k in count.kinds))
            where = Words(
                f"期内没有“{step.words.zh}”也没有{kinds.zh}的（各单位均无“{step.words.zh}”的除外）",
                f"neither {step.words.en} nor {kinds.en} in the period (unless {step.words.en} is entered for no unit)",
            )
        case Partly():
            where = Words("只在部分时段考核的", "assessed in some of the parts alone")
    return Words(f"{u.words.zh}：{where.zh}，列出而不排名次", f"{u.words.en}: {where.en}; shown without a rank")


def _outcome(o: Outcome, law: Regulation) -> Words:
    match o.place:
        case First(n):
            place = Words(f"前{n}名（含并列）", f"rank {n} or better, ties included")
        case Last(n):
            place = Words(f"最后{n}名（含边缘并列）", f"the last {n}, ties at the edge included")
        case Below(measure, n):
            place = Words(f"{measure.words.zh}低于{written(n)}", f"{measure.code} below {written(n)}")
        case Found(count):
            test = condition_words(count.when, count.kinds)
            zh, en = (f"（{test.zh}）", f" where {test.en}") if count.when is not None else ("", "")
            place = Words(
                f"有{'、'.join(k.words.zh for k in count.kinds)}{zh}", f"any {', '.join(k.code for k in count.kinds)}{en}"
            )
    zh, en = f"{o.words.zh}：{place.zh}", f"{o.words.en}: {place.en}"
    if o.also:
        zh, en = zh + f"，以及“{'”、“'.join(_named(law, o.also))}”的单位", en + f", and {', '.join(o.also)}"
    if o.unless:
        zh, en = zh + f"；“{'”、“'.join(_named(law, o.unless))}”的单位除外", en + f"; unless {', '.join(o.unless)}"
    return Words(zh, en)


def _named(law: Regulation, names: Iterable[str]) -> list[str]:
    """Vetoes and outcomes in words."""
    consequences: list[Veto | Outcome] = [*law.vetoes, *law.outcomes]
    words = {p.name: p.words.zh for p in consequences}
    return [words.get(name, name) for name in names]
