"""A regulation as encoded: every provision beside the words of its clause, and what carries no rule with the reason."""

from __future__ import annotations

from attrs import frozen

from .exact import Exact, shown
from .law import (
    Charge,
    Duty,
    First,
    Last,
    Outcome,
    Provision,
    Quote,
    Reading,
    Regulation,
    Section,
    Standing,
    Understood,
    Unruled,
    Veto,
    VolumeRanking,
)
from .scales import Decided, Each, Once, Steps
from .words import Words

KIND_OF_RULE: dict[type, Words] = {
    Section: Words("考核项目", "section"),
    Charge: Words("扣分项/加分项", "item"),
    VolumeRanking: Words("排名扣分", "ranking"),
    Standing: Words("名次", "standing"),
    Veto: Words("一票否决", "veto"),
    Outcome: Words("结果运用", "outcome"),
    Duty: Words("职责", "duty"),
    Reading: Words("理解口径", "reading"),
    Understood: Words("固定理解", "understood"),
    Unruled: Words("不设规则", "no rule"),
}


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
    """Every provision, in the order of the text's clauses and within a clause as declared."""
    order = {c.id: n for n, c in enumerate(regulation.text.clauses)}
    found = [_described(p) for p in regulation.provisions]
    return sorted(found, key=lambda d: order[d.clause])


def quotes_of(quote: Quote | None) -> tuple[str, ...]:
    """The quotes of a provision, one or several."""
    if quote is None:
        return ()
    return (quote,) if isinstance(quote, str) else quote


def _described(p: Provision) -> Described:
    rule = KIND_OF_RULE[type(p)]
    quotes = quotes_of(getattr(p, "quote", None))
    match p:
        case Reading():
            options = p.alternatives if isinstance(p.alternatives, tuple) else ()
            zh = f"{p.about.zh}:默认 {p.default}" + (f",可选 {'、'.join(options)}" if options else "")
            en = f"{p.about.en}: default {p.default}" + (f", alternatives {', '.join(options)}" if options else "")
            return Described(p.clause, rule, p.name, Words(zh, en), quotes, p.why)
        case Section():
            return Described(p.clause, rule, p.id, _section(p), quotes)
        case Charge():
            return Described(p.clause, rule, p.kind.code, _charge(p), quotes)
        case VolumeRanking():
            kinds = [k.code for k in p.count.kinds]
            text = Words("按渠道与平均得分比较排名扣分", "ranked by channel against the average; points by place")
            return Described(p.clause, rule, ", ".join(kinds), text, quotes)
        case Standing():
            return Described(p.clause, rule, "rank", _standing(p), quotes)
        case Veto():
            kinds = [k.code for k in p.count.kinds]
            zh = f"{p.words.zh}:{'、'.join(k.words.zh for k in p.count.kinds)}"
            return Described(p.clause, rule, p.name, Words(zh, f"{p.words.en}: on {', '.join(kinds)}"), quotes)
        case Outcome():
            return Described(p.clause, rule, p.name, _outcome(p), quotes)
        case Duty():
            zh, en = f"{p.words.zh};未履行为 {p.breach.words.zh}", f"{p.words.en}; its breach is {p.breach.code}"
            return Described(p.clause, rule, p.code, Words(zh, en), quotes)
        case Understood():
            return Described(p.clause, rule, "", p.words, quotes)
        case Unruled():
            kind = Words("由人判断", "judged by people") if p.judged else rule
            return Described(p.clause, kind, "", p.reason, quotes)


def _figure(value: Exact) -> str:
    return format(shown(value), "f").rstrip("0").rstrip(".")


def _section(s: Section) -> Words:
    if s.bonus:
        cap = Words(f",最多{_figure(s.cap)}分", f", at most {_figure(s.cap)}") if s.cap is not None else Words("", "")
        best = Words(",只计最高一项", ", the highest alone") if s.combine == "highest" else Words("", "")
        return Words(f"{s.words.zh}:加分{cap.zh}{best.zh}", f"{s.words.en}: bonus{cap.en}{best.en}")
    return Words(f"{s.words.zh}:基准{_figure(s.base)}分,扣完为止", f"{s.words.en}: base {_figure(s.base)}, not below 0")


def _charge(c: Charge) -> Words:
    zh_sign, en_sign = ("加", "+") if c.section.bonus else ("扣", "-")
    match c.scale:
        case Each(n):
            text = Words(f"每件{zh_sign}{_figure(n)}分", f"{en_sign}{_figure(n)} each")
        case Once(n):
            text = Words(f"{zh_sign}{_figure(n)}分(一个考核期一次)", f"{en_sign}{_figure(n)} once a period")
        case Steps(each):
            listed = [_figure(n) for n in each]
            text = Words(
                f"依次{zh_sign}{'、'.join(listed)}分,此后不再{zh_sign}",
                f"{en_sign}{', '.join(listed)} in turn, then nothing more",
            )
        case Decided():
            text = Words(
                f"每次酌情{zh_sign}{_figure(c.scale.low)}至{_figure(c.scale.high)}分,由人决定",
                f"{en_sign}{_figure(c.scale.low)} to {_figure(c.scale.high)} each, decided by a person",
            )
    instead = ""
    if c.unless:
        instead = "、".join(k.words.zh for k in c.unless)
    zh = f"{c.kind.words.zh}:{text.zh}" + (f";有“{instead}”时不计" if instead else "")
    en = f"{c.kind.words.en}: {text.en}" + (f"; not beside {', '.join(k.code for k in c.unless)}" if instead else "")
    return Words(zh, en)


def _standing(s: Standing) -> Words:
    best = Words("从高到低", "highest first") if s.best == "highest" else Words("从低到高", "lowest first")
    ties = Words("", "")
    if s.larger is not None:
        ties = Words(f",相同时{s.larger.words.zh}大者在前", f", of equals the larger {s.larger.words.en} first")
    rest = Words(",相同并列", "; equals share") if s.shared else Words(",每个名次只用一次", "; every rank is used once")
    return Words(f"按{s.words.zh}{best.zh}{ties.zh}{rest.zh}", f"by {s.words.en}, {best.en}{ties.en}{rest.en}")


def _outcome(o: Outcome) -> Words:
    match o.place:
        case First(n):
            place = Words(f"前{n}名(含并列)", f"rank {n} or better, ties included")
        case Last(n):
            place = Words(f"最后{n}名(含边缘并列)", f"the last {n}, ties at the edge included")
    zh, en = f"{o.words.zh}:{place.zh}", f"{o.words.en}: {place.en}"
    if o.also:
        zh, en = zh + f",以及 {'、'.join(o.also)}", en + f", and {', '.join(o.also)}"
    if o.unless:
        zh, en = zh + f";{'、'.join(o.unless)} 除外", en + f"; unless {', '.join(o.unless)}"
    return Words(zh, en)
