"""Conditions in words: which incidents a rule takes, as a reader of the law would say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..base.words import Words
from .conditions import Compared, Condition, Is, Stored, _Joined, _Not
from .model import Attribute, Kind, Options, YesNo


def condition_words(test: Condition | None, kinds: Iterable[Kind]) -> Words:
    """A condition on incidents of these kinds, by the words of their attributes; nothing where there is none."""
    known = {a.code: a for kind in kinds for a in kind.attributes}
    return Words("", "") if test is None else _said(test, known)


def _said(test: Condition, known: Mapping[str, Attribute]) -> Words:
    match test:
        case Is(column, values):
            words = _column(column, known)
            said = [_value(known.get(column), value) for value in values]
            return Words(f"{words.zh}为{'或'.join(v.zh for v in said)}", f"{words.en} is {' or '.join(v.en for v in said)}")
        case Compared(column, operator, other):
            one, two = _column(column, known), _column(other, known)
            before = operator == "<"
            return Words(
                f"{one.zh}{'早于' if before else '不早于'}{two.zh}", f"{one.en} {'before' if before else 'not before'} {two.en}"
            )
        case _Joined(word, parts):
            found = [_said(part, known) for part in parts]
            zh, en = ("且", " and ") if word == "AND" else ("或", " or ")
            return Words(zh.join(w.zh for w in found), en.join(w.en for w in found))
        case _Not(part):
            words = _said(part, known)
            return Words(f"并非{words.zh}", f"not {words.en}")
    return Words("、".join(sorted(test.columns())), ", ".join(sorted(test.columns())))


def _column(column: str, known: Mapping[str, Attribute]) -> Words:
    return known[column].words if column in known else Words(column, column)


def _value(attribute: Attribute | None, value: Stored) -> Words:
    if value is None:
        return Words("空", "blank")
    if attribute is not None and isinstance(attribute.type, Options) and value in attribute.type.words:
        return attribute.type.words[str(value)]
    if value in (0, 1) and (attribute is None or isinstance(attribute.type, YesNo)):
        return Words("是", "yes") if value else Words("否", "no")
    return Words(str(value), str(value))
