"""What gives points and ranks, in words: sections, items, rank rules, standings, figures."""

from __future__ import annotations

from ..base.exact import written
from ..base.words import Words, listed
from .consequence import Fewer, Partly, Unranked, Unseen
from .figure import Figure, MeanFigure
from .law import Regulation
from .points import Charge, Section
from .ranking import Standing, VolumeRanking
from .said_formulas import formula_words
from .said_measures import measure_word
from .said_rounding import as_printed
from .scales import Item
from .terms import quotes_of


def section_words(s: Section) -> Words:
    """What a section starts from, and what bounds it."""
    if s.bonus:
        cap = Words(f"，最多{written(s.cap)}分", f", at most {written(s.cap)}") if s.cap is not None else Words("", "")
        best = Words("，只计最高一项", ", the highest alone") if s.combine == "highest" else Words("", "")
        return Words(f"{s.words.zh}：加分{cap.zh}{best.zh}", f"{s.words.en}: bonus{cap.en}{best.en}")
    if s.start is not None:
        formula = formula_words(s.start)
        return Words(
            f"{s.words.zh}：按公式得分，至多{written(s.base)}分：{formula.zh}",
            f"{s.words.en}: earned by a formula, at most {written(s.base)}: {formula.en}",
        )
    return Words(f"{s.words.zh}：基准{written(s.base)}分，扣完为止", f"{s.words.en}: base {written(s.base)}, not below 0")


def charge_words(c: Charge, law: Regulation) -> Words:
    """What an item costs or earns, by the measure in which its clause counts it."""
    said = _points(c, law)
    kind = c.kind.words
    if c.unless:
        instead = listed(k.words for k in c.unless)
        said = Words(f"{said.zh}；有“{instead.zh}”时不计", f"{said.en}; not beside {instead.en}")
    return Words(f"{kind.zh}：{said.zh}", f"{kind.en}: {said.en}")


def _points(c: Charge, law: Regulation) -> Words:
    if c.scale is None or c.section is None:
        return Words("逐件列出，不计分", "listed with its count, no points")
    body = law.text.clause(c.clause).body if law.text.has_clause(c.clause) else ""
    return c.scale.said(Item(c.section.bonus, measure_word(quotes_of(c.quote), body), c.section.words, c.source))


def ranking_words(r: VolumeRanking) -> Words:
    """By what a rank rule ranks, and against what."""
    formula = formula_words(r.index, r.weight_words, r.whole_words)
    return Words(
        f"按渠道与{r.average_words.zh}比较排名扣分；{r.index_words.zh} = {formula.zh}",
        f"ranked by channel against the {r.average_words.en}; points by place; the {r.index_words.en} = {formula.en}",
    )


def standing_words(s: Standing) -> Words:
    """How the units are ranked in the end."""
    best = Words("从高到低", "highest first") if s.best == "highest" else Words("从低到高", "lowest first")
    ties = Words("", "")
    if s.larger is not None:
        ties = Words(f"，相同时{s.larger.words.zh}大者在前", f", of equals the larger {s.larger.words.en} first")
    rest = Words("，相同并列", "; equals share") if s.shared else Words("，每个名次只用一次", "; every rank is used once")
    said = Words(f"按{s.words.zh}{best.zh}{ties.zh}{rest.zh}", f"by {s.words.en}, {best.en}{ties.en}{rest.en}")
    if s.of is None:
        return said
    formula = formula_words(s.of)
    shown = as_printed(s)
    return Words(f"{said.zh}；{s.words.zh}：{formula.zh}{shown.zh}", f"{said.en}; the {s.words.en}: {formula.en}{shown.en}")


def figure_words(figure: Figure | MeanFigure) -> Words:
    """How a figure comes about."""
    if isinstance(figure, MeanFigure):
        step, of = figure.step.words, figure.attribute.words
        said = Words(f"{step.zh}的{of.zh}的平均", f"the mean {of.en} of {step.en}")
    else:
        said = formula_words(figure.of)
    shown = as_printed(figure)
    return Words(f"{figure.words.zh}：{said.zh}{shown.zh}", f"{figure.words.en}: {said.en}{shown.en}")


def unranked_words(u: Unranked) -> Words:
    """Who is shown without a rank."""
    match u.where:
        case Fewer(count, n):
            kinds = listed(k.words for k in count.kinds)
            where = Words(f"{kinds.zh}不足{written(n)}件的", f"fewer than {written(n)} of {kinds.en}")
        case Unseen(step, count):
            kinds = listed(k.words for k in count.kinds)
            where = Words(
                f"期内没有“{step.words.zh}”也没有{kinds.zh}的（各单位均无“{step.words.zh}”的除外）",
                f"neither {step.words.en} nor {kinds.en} in the period (unless {step.words.en} is entered for no unit)",
            )
        case Partly():
            where = Words("只在部分时段考核的", "assessed in some of the parts alone")
    return Words(f"{u.words.zh}：{where.zh}，列出而不排名次", f"{u.words.en}: {where.en}; shown without a rank")
