"""Chinese surnames, what begins with one and is no name, and what follows a name in a sentence (``names.toml``)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_LISTS = {key: said.split() for key, said in tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8")).items()}

SURNAMES = frozenset("".join(_LISTS["surnames"]))
"""Surnames of one character."""

DOUBTFUL = frozenset("".join(_LISTS["doubtful"]))
"""Characters that are a word by themselves more often than a surname: a name that begins with one wants a plain end."""

DOUBLE = tuple(_LISTS["double"])
"""Surnames of two characters."""

NO_NAMES = frozenset(_LISTS["no_names"])
"""Words that begin with a surname and are no name."""

NOBODY = frozenset(_LISTS["nobody"])
"""What stands for a complainant who gave no name."""

COMMON = frozenset(_LISTS["common"])
"""Words that are part of what is entered as a complainant and give nobody away."""


def _any_of(key: str) -> str:
    return f"(?:{'|'.join(_LISTS[key])})"


WHO = _any_of("who")
"""A pattern of who complains, and who else is a person in a complaint."""

TITLES = _any_of("titles")
"""A pattern of what stands after a surname in the place of a name."""

RELATIONS = frozenset(re.sub(r"\W", "", said) for said in _LISTS["kin"] if "[" not in said)
"""Words for who stands by a person."""

TITLE_SIGN = re.compile("[" + "".join(sorted({said[0] for said in _LISTS["titles"]})) + "]")
"""Finds the first letter of a title."""

KIN = rf"(?:[之的]?{_any_of('kin')}(?!们))"
"""A pattern of who may stand by a person."""

STRONGLY = re.compile(_any_of("strongly"))
"""What only a person does, so that a name stands before it although it is a word as well."""

FOREIGN = frozenset("".join(_LISTS["foreign"]))
"""Characters with which names of other tongues are written."""

STANDS_BY = "|".join(said for said in _LISTS["kin"] if not said.startswith("[妻"))
"""A pattern of the words for who stands by a person that say so by themselves."""

KEY_LETTERS = "".join(
    sorted({c for key in ("who", "kin") for said in _LISTS[key] for c in re.sub(r"\(.*?\)|[\[\]]", "", said)[:2]})
)
"""The letters with which such words begin, and some others."""

FOLLOWS = re.compile(_any_of("follows"))
"""What a sentence goes on with after a name."""
