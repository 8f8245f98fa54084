"""What follows from what was found, in words: vetoes, sanctions, outcomes."""

from __future__ import annotations

from collections.abc import Iterable

from ..base.exact import Exact, written
from ..base.words import Words, clauses, listed
from .consequence import Below, First, Found, Last, OnHead, OnPerson, Outcome, Range, SameMatter, SamePerson, Sanction, Veto
from .law import Regulation
from .said_conditions import condition_words
from .said_duties import where


def together_words(p: SameMatter | SamePerson) -> Words:
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
    zh, en = f"以“{p.by.words.zh}”相连的事项为一事", f"incidents linked by “{p.by.words.en}” are one matter"
    if p.absorbs is False:
        return Words(f"{zh}；各件处罚并处", f"{en}; the sanctions of each stand")
    tiers = clauses(where(listed(k.words for k in t.kinds), condition_words(t.when, t.kinds)) for t in p.tiers)
    return Words(
        f"{zh}；对同一人、同一单位只处最重的一档（由轻到重：{tiers.zh}）",
        f"{en}; on one bearer the heaviest tier alone stands (the lightest first: {tiers.en})",
    )


def sanction_words(s: Sanction) -> Words:
    """What falls on whom, for which incidents, and how much."""
    on = Words("单位", "the unit")
    if isinstance(s.on, OnHead):
        on = Words("单位负责人", "the head")
    elif isinstance(s.on, OnPerson):
        on = Words(s.on.attribute.words.zh, f"the {s.on.attribute.words.en}")
        if s.on.kinds:
            among = s.on.words or Words("、".join(s.on.kinds), ", ".join(s.on.kinds))
            on = Words(f"{on.zh}（{among.zh}）", f"{on.en} ({among.en})")
        if s.on.or_unit:
            on = Words(f"{on.zh}（无则对单位）", f"{on.en}, else the unit")
    amount = Words("", "")
    if s.months is not None:
        amount = Words(f" {_span(s.months)}个月", f" {_span(s.months)} months")
    elif s.percent is not None:
        amount = Words(f" {_span(s.percent)}%", f" {_span(s.percent)} %")
    if s.open_range is not None or s.degree is not None:
        amount = Words(f"{amount.zh}（由人决定）", f"{amount.en} (decided by a person)")
    kinds = listed(k.words for k in s.count.kinds)
    again = Words("（多次）", " (repeated)") if s.repeated is not None else Words("", "")
    return Words(
        f"{kinds.zh}{again.zh}：对{on.zh}{s.words.zh}{amount.zh}", f"{kinds.en}{again.en}: {s.words.en} on {on.en}{amount.en}"
    )


def _span(amount: Exact | Range) -> str:
    return f"{written(amount.low)}-{written(amount.high)}" if isinstance(amount, Range) else written(amount)


def outcome_words(o: Outcome, law: Regulation) -> Words:
    """What leads to an outcome, and what bars it."""
    match o.place:
        case First(n):
            place = Words(f"前{n}名（含并列）", f"rank {n} or better, ties included")
        case Last(n):
            place = Words(f"最后{n}名（含边缘并列）", f"the last {n}, ties at the edge included")
        case Below(measure, n):
            place = Words(f"{measure.words.zh}低于{written(n)}", f"{measure.words.en} below {written(n)}")
        case Found(count):
            found = where(listed(k.words for k in count.kinds), condition_words(count.when, count.kinds))
            place = Words(f"有{found.zh}", f"any {found.en}")
    zh, en = f"{o.words.zh}：{place.zh}", f"{o.words.en}: {place.en}"
    if o.also:
        also = _named(law, o.also)
        zh, en = f"{zh}，以及{also.zh}的单位", f"{en}, and whoever is {also.en}"
    if o.unless:
        unless = _named(law, o.unless)
        zh, en = f"{zh}；{unless.zh}的单位除外", f"{en}; unless {unless.en}"
    return Words(zh, en)


def _named(law: Regulation, names: Iterable[str]) -> Words:
    """Vetoes and outcomes in words."""
    consequences: list[Veto | Outcome] = [*law.vetoes, *law.outcomes]
    words = {p.name: p.words for p in consequences}
    found = [words.get(name, Words(name, name)) for name in names]
    return Words("、".join(f"“{one.zh}”" for one in found), " or ".join(one.en for one in found))
