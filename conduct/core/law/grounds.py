"""Whether the rules stand in the text: in a clause that it has, with words that stand in it and the figures of these words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..base.frozen import frozen
from ..base.kept import kept
from ..base.words import Words, clause_words
from .figured import contradicted
from .law import Regulation
from .provision import Provision
from .terms import quotes_of
from .unruled import Unruled

_NAMED = 20
_TEXT = Words("条文", "text")


@frozen
class Groundless:
    """A rule that names a clause which the text lacks, or quotes words that are not in the clause or do not give its figure; or a
    clause that stands ``twice``, with no rule.
    """

    rule: Words
    code: str
    clause: str
    quote: str | None = None
    figure: str | None = None
    twice: bool = False

    @property
    def words(self) -> Words:
        """What is wrong, in a sentence's part."""
        if self.twice:
            zh = clause_words(self.clause, "zh")
            return Words(f"条文中有两处 {zh}", f"the clause {self.clause} stands twice in the text")
        code = f" {self.code}" if self.code else ""
        if self.quote is None:
            return Words(
                f"{self.rule.zh}{code}：条文没有 {self.clause}", f"{self.rule.en}{code}: the text has no clause {self.clause}"
            )
        if self.figure is not None and not self.quote:
            zh, en = f"没有引出给出{self.figure}的文字", f"it quotes no words that give {self.figure}"
            return Words(f"{self.rule.zh}{code}：{zh}", f"{self.rule.en}{code}: {en}")
        if self.figure is not None:
            return Words(
                f"{self.rule.zh}{code}：“{self.quote}”没有给出{self.figure}",
                f"{self.rule.en}{code}: “{self.quote}” does not give {self.figure}",
            )
        return Words(
            f"{self.rule.zh}{code}：{self.clause} 没有“{self.quote}”",
            f"{self.rule.en}{code}: “{self.quote}” does not stand in clause {self.clause}",
        )


def groundless(regulation: Regulation) -> tuple[Groundless, ...]:
    """The rules of a regulation, and of the texts beside it, that do not stand in their text, in the law's order; before them the
    clauses that stand twice.
    """
    texts = (regulation, *regulation.beside)
    twice = dict.fromkeys(Groundless(_TEXT, "", clause, twice=True) for text in texts for clause in text.text.repeated)
    return (
        *twice,
        *dict.fromkeys(
            Groundless(_rule_words(wrong.provision, text), code_of(wrong.provision), wrong.clause, wrong.quote)
            for text in texts
            for wrong in text.misquoted
        ),
    )


@kept
def unfounded(regulation: Regulation, resolved: Regulation) -> tuple[Groundless, ...]:
    """The rules whose figures, as the readings in force make them (``resolved``), their own quotes contradict."""
    return tuple(
        dict.fromkeys(
            Groundless(
                _rule_words(provision, regulation), code_of(provision), wrong.clause, " … ".join(wrong.quotes), wrong.number
            )
            for provision, wrong in contradicted(regulation, resolved)
        )
    )


def _rule_words(provision: Provision, regulation: Regulation) -> Words:
    from .describe import rule_words  # of a sound law nothing is described

    return rule_words(provision, regulation)


def code_of(provision: object) -> str:
    """A provision's own name; of one that has none, the kind that it counts."""
    for field in ("name", "code", "id"):
        if code := getattr(provision, field, None):
            return str(code)
    kinds = getattr(getattr(provision, "count", None), "kinds", ())
    return str(kinds[0].code) if kinds else ""


def note_on(found: Iterable[Groundless]) -> list[Words]:
    """The notes of every run on a law whose rules do not all stand in its text, or have other figures than their quotes."""
    every = list(found)
    return [
        *_note(
            [one.words for one in every if one.twice],
            "下列条款的编号重复，引用该条款的规则仍照计算",
            "these clauses have one id, and the rules that rest on them are applied all the same",
        ),
        *_note(
            [one.words for one in every if one.figure is None and not one.twice],
            "下列规则所引的条款或文字不见于条文，仍照规则计算",
            "these rules rest on a clause or on words that the text does not have, and are applied all the same",
        ),
        *_note(
            [one.words for one in every if one.figure is not None],
            "下列规则的数与所引文字不符，仍照规则计算",
            "the words that these rules quote do not give their figures, and they are applied all the same",
        ),
    ]


def note_on_lacking(regulation: Regulation) -> list[Words]:
    """The note of every run on a law some of whose words are in scope and have no rule."""
    every = [
        (one, f"“{'”“'.join(quotes_of(one.quote))}”" if one.quote is not None else "")
        for text in (regulation, *regulation.beside)
        for one in text.of(Unruled)
        if one.in_scope
    ]
    if not every:
        return []
    zh = "；".join(f"{clause_words(one.clause, 'zh')}{said}：{one.reason.zh.rstrip('。')}" for one, said in every)
    en = "; ".join(f"{one.clause} {said}".rstrip() + f": {one.reason.en.rstrip('.')}" for one, said in every)
    return [Words(f"在考核范围内而未设规则的条文，未计入结果：{zh}", f"in scope, not encoded, and so in no result: {en}")]


def _note(every: list[Words], zh: str, en: str) -> Iterator[Words]:
    if every:
        more = f" … ({len(every)})" if len(every) > _NAMED else ""
        shown = every[:_NAMED]
        yield Words(f"{zh}：{'；'.join(w.zh for w in shown)}{more}", f"{en}: {'; '.join(w.en for w in shown)}{more}")
