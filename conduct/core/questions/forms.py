"""The forms that a further incident may have, where some rule tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

from ..law.conditions import Stored
from ..law.model import Attribute, Kind, Options, YesNo

MOST_FORMS = 400  # forms of a kind that are looked at in every combination
_TWO = 2  # choices of a yes or no
_Form = list[tuple[str, Stored]]


def forms(kind: Kind, columns: Sequence[str]) -> Iterator[dict[str, Stored]]:
    """The forms that an incident of a kind may have where some rule tells them apart, the plainest first: what each says beside
    an incident with nothing said of it. Where there are too many, each attribute is varied by itself, and with each yes or no."""
    choices = [[(a.code, value) for value in values(a)] for a in kind.attributes if a.code in columns and values(a)]
    usual = [options[0] for options in choices]
    if prod(map(len, choices)) <= MOST_FORMS:
        every = [list(form) for form in product(*choices)]
    else:
        every = [usual]
        for n, options in enumerate(choices):
            every += _varied([usual], n, options)
            if len(options) == _TWO:
                every += [
                    form for m, more in enumerate(choices) if m != n for form in _varied(_varied([usual], m, more), n, options)
                ]
    given = kind.plain()
    for form in sorted(every, key=lambda form: sum(one != other for one, other in zip(form, usual, strict=True))):
        yield {code: value for code, value in form if value != given[code]}


def values(attribute: Attribute) -> list[Stored]:
    """The values that an attribute may have, the usual one first; nothing where they cannot be listed."""
    default = attribute.default
    if isinstance(attribute.type, YesNo):
        return [attribute.unsaid, 1 - int(default or 0)]
    if isinstance(attribute.type, Options):
        first = [default] if default is not None or not attribute.required else []
        return list(dict.fromkeys((*first, *attribute.type.words)))
    return []


def too_many(kind: Kind, columns: Sequence[str]) -> bool:
    """Whether a kind has more forms than are looked at in every combination."""
    return prod(len(values(a)) for a in kind.attributes if a.code in columns and values(a)) > MOST_FORMS


def _varied(forms: Iterable[_Form], n: int, options: Sequence[tuple[str, Stored]]) -> list[_Form]:
    """Each form with its choice ``n`` made otherwise."""
    return [[*form[:n], one, *form[n + 1 :]] for form in forms for one in options[1:]]
