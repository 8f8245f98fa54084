"""Conditions in words: which incidents a rule takes, as a reader of the law would say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..base.words import Words
from .conditions import AgainstColumn, Condition, Is, Stored, _Joined, _Not
from .model import Attribute, Kind, Options, Step, YesNo

_ASKS = "是否"


def condition_words(test: Condition | None, about: Iterable[Kind | Step], marks: Mapping[str, Words] | None = None) -> Words:
    """A condition on incidents of these kinds, or on these steps, by the words of their attributes; nothing where there is none.

    ``marks`` are the duties, by the mark that a case bears where one was not done.
    """
    if test is None:
        return Words("", "")
    listed = tuple(about)
    kinds = {one.code: one.words for one in listed if isinstance(one, Kind)}
    known = {"kind": Attribute("kind", Words("事项类别", "kind"), Options(kinds))}
    known.update({a.code: a for one in listed for a in one.attributes})
    return _said(test, known, marks or {})


def _said(test: Condition, known: Mapping[str, Attribute], marks: Mapping[str, Words]) -> Words:
    match test:
        case Is(column, values):
            return _is(column, values, known, marks)
        case AgainstColumn(column, operator, other):
            one, two = _column(column, known), _column(other, known)
            before = operator == "<"
            return Words(
                f"{one.zh}{'早于' if before else '不早于'}{two.zh}", f"{one.en} {'before' if before else 'not before'} {two.en}"
            )
        case _Joined(word, parts):
            found = [_within(part, word, _said(part, known, marks)) for part in parts]
            zh, en = ("且", " and ") if word == "AND" else ("或", " or ")
            return Words(zh.join(w.zh for w in found), en.join(w.en for w in found))
        case _Not(Is(column, values)):
            return _is(column, values, known, marks, negated=True)
        case _Not(part):
            words = _said(part, known, marks)
            return Words(f"并非（{words.zh}）", f"not ({words.en})")
    return Words("、".join(sorted(test.columns())), ", ".join(sorted(test.columns())))


def _within(part: Condition, word: str, said: Words) -> Words:
    """A part of a condition, in brackets where it is joined otherwise than the whole."""
    if isinstance(part, _Joined) and part.word != word:
        return Words(f"（{said.zh}）", f"({said.en})")
    return said


def _is(
    column: str,
    values: tuple[Stored, ...],
    known: Mapping[str, Attribute],
    marks: Mapping[str, Words],
    negated: bool = False,
) -> Words:
    if column in marks:
        zh, en = ("已履行", "was done") if negated else ("未履行", "was not done")
        return Words(f"{zh}“{marks[column].zh}”", f"“{marks[column].en}” {en}")
    words, attribute = _column(column, known), known.get(column)
    if values == (None,):
        zh, en = ("已填", "given") if negated else ("未填", "blank")
        return Words(f"{zh}“{words.zh}”", f"{words.en} is {en}")
    if values in ((0,), (1,)) and (attribute is None or isinstance(attribute.type, YesNo)):
        return _yes_or_no(words, yes=(values == (1,)) is not negated)
    said = [_value(attribute, value) for value in values]
    zh, en = ("不是", "is not") if negated else ("为", "is")
    return Words(f"“{words.zh}”{zh}{'或'.join(v.zh for v in said)}", f"{words.en} {en} {' or '.join(v.en for v in said)}")


def _yes_or_no(words: Words, yes: bool) -> Words:
    if words.zh.startswith(_ASKS):
        zh = words.zh.removeprefix(_ASKS) if yes else f"不{words.zh.removeprefix(_ASKS)}"
    else:
        zh = f"“{words.zh}”为{'是' if yes else '否'}"
    return Words(zh, f"{words.en} is {'yes' if yes else 'no'}")


def _column(column: str, known: Mapping[str, Attribute]) -> Words:
    return known[column].words if column in known else Words(column, column)


def _value(attribute: Attribute | None, value: Stored) -> Words:
    if value is None:
        return Words("空", "blank")
    return Words(str(value), str(value)) if attribute is None else attribute.said(str(value))
