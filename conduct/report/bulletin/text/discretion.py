"""Who complained is never named to the one complained about: which texts a letter or a decision may quote, and which not.

A text is quoted whole or not at all: one that gives the complainant away is not made safe by hiding a name in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words
from conduct.core.law.conditions import name
from conduct.core.ledger.schema import table

from ..hiding.called import alike, called, standing_alone
from ..hiding.folding import fold, squeezed
from ..hiding.surnames import DOUBLE, NO_NAMES, NOBODY
from ..hiding.veil import Veil
from ..told import Told
from .known import outside_steps, veil_kept

WITHHELD = Words("（原文涉及投诉人信息，不予引用）", "(the text says something about who complained and is not quoted)")
COMPLAINANT = Words("投诉人", "the complainant")
LEFT_OUT = Words("姓名从略", "name left out")

_TITLE = (
    "某|姓|氏|先生|女士|小姐|太太|夫人|大爷|大妈|大娘|大叔|大婶|大姐|大哥|阿姨|叔叔|婶|婆婆|奶奶|爷爷|老伯|老太|"
    "哥|姐|叔|姨|家的|×|x|*"
)
_BEFORE = "老小阿姓"
_ROLE = re.compile("投诉人|信访人|患者|the complainant")


def plain(text: str) -> str:
    """A text as one looks for a name in it: as its reader takes it, without blanks, in small letters, old characters as new."""
    return alike(squeezed(fold(text)).text)


@frozen
class _Betraying:
    """What gives somebody away, as patterns: ``sure`` are his name and its parts, ``hints`` his surname beside a title."""

    sure: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def _betraying(given: str) -> Iterator[_Betraying]:
    """What gives somebody away, from how he is entered: each name that it may hold, and each two characters of one."""
    meant = called(given)
    if meant.is_body():
        yield _Betraying(tuple(re.escape(plain(one)) for one in sorted(meant.names)))
        return
    yield _Betraying(
        tuple(re.escape(plain(piece)) for piece in sorted(meant.pieces)),
        tuple(standing_alone(plain(one)).pattern for one in sorted(meant.single)) + _anywhere(plain(given)),
    )
    for one in sorted({*meant.names, *([given] if meant.unsure and len(plain(given)) <= 4 else [])}):
        yield _of_name(one)


def _anywhere(bare: str) -> tuple[str, ...]:
    """A single character that is all that is entered, wherever it is in no word that is known."""
    if len(bare) != 1 or bare in NOBODY or not bare.isalpha() or bare.isascii():
        return ()
    words = "|".join(sorted(re.escape(word[1]) for word in NO_NAMES if len(word) == 2 and word[0] == bare))
    return (f"(?<!清){re.escape(bare)}" + (f"(?!{words})" if words else ""),)


def _of_name(given: str) -> _Betraying:
    """What gives somebody away who is called so (王小明, 王先生, 张**, Anna Schmidt)."""
    bare = plain(given)
    whole = (re.escape(bare),) if len(bare) > 1 else ()
    if re.search(r"[\u4e00-\u9fff]", bare) is None:
        parts = (re.escape(plain(part)) for part in re.split(r"[\s·.,'-]+", given) if len(plain(part)) > 2)
        return _Betraying((*whole, *parts))
    if "·" in given or "•" in given:
        return _Betraying((*whole, *(re.escape(part) for part in re.split("[·•]", bare) if len(part) > 1)))
    surname = next((one for one in DOUBLE if bare.startswith(one) and len(bare) > 2), bare[:1])
    rest = bare[len(surname) :]
    titles = [re.escape(plain(one)) for one in _TITLE.split("|")]
    hints = (f"{re.escape(surname)}(?:{'|'.join(titles)})", f"[{_BEFORE}]{re.escape(surname)}")
    if not rest or re.match("|".join(titles), rest) or "*" in rest:
        return _Betraying(whole, hints)
    first = re.escape(rest)
    sure = [f"[{_BEFORE}]{first}", f"{first}(?:哥|姐|叔|姨|婶|先生|女士)", *([first] if len(rest) > 1 else [])]
    return _Betraying((*whole, *sure), hints)


class Discretion:
    """What may be quoted to those of whom somebody complained: no text in which the ``veil`` finds anything that is personal, or
    that holds a part of the name of one of those ``people`` who complained of them, nor one of those ``withheld``."""

    def __init__(self, veil: Veil, people: Iterable[str] = (), withheld: Iterable[str] = ()) -> None:
        self.veil = veil
        self.lang: Lang = veil.lang
        self._withheld = frozenset(withheld)
        found = [part for one in people for part in _betraying(one)]
        self._sure = _any(part for one in found for part in one.sure)
        self._hints = _any(part for one in found for part in one.hints)

    def gives_away(self, text: str) -> bool:
        """Whether a text says who complained, or something by which he is found."""
        if text in self._withheld:
            return True
        bare = plain(text)
        return self.veil.gives_away(text) or any(one is not None and one.search(bare) for one in (self._sure, self._hints))

    def quoted(self, text: str | None) -> str:
        """A text as it is quoted: as it stands, or that it is withheld; nothing for none."""
        if not text:
            return ""
        return WITHHELD.said(self.lang) if self.gives_away(text) else text

    def person(self, by: str | None, names: Mapping[str, str]) -> str:
        """Who acted: of the office by name, unless somebody of that name complained; the complainant as just that."""
        if not by:
            return ""
        if by in names:
            return LEFT_OUT.said(self.lang) if self._complained(names[by]) else names[by]
        return COMPLAINANT.said(self.lang) if self._complained(by) or _ROLE.search(plain(by)) else by

    def _complained(self, called: str) -> bool:
        return self._sure is not None and self._sure.search(plain(called)) is not None


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    found = dict.fromkeys(patterns)
    return re.compile("|".join(sorted(found, key=len, reverse=True))) if found else None


def discretion_on(told: Told, units: Iterable[str], lang: Lang) -> Discretion:
    """Of what is written about some units: the veil knows whoever complained, of whatever unit and at whatever time."""
    sector = told.assessment.sector
    incidents, actions = name(table(sector, "incidents")), name(table(sector, "actions"))
    query = f"""SELECT complainant FROM {incidents} WHERE unit = :unit AND complainant IS NOT NULL
                UNION SELECT a.by FROM {actions} a JOIN {incidents} i ON i.incident = a.incident
                WHERE i.unit = :unit AND a.step IN ({outside_steps(sector)}) AND a.by IS NOT NULL"""
    own = f"SELECT complainant, text, source FROM {incidents} WHERE unit = :unit AND complainant IS NOT NULL"
    people, withheld = set[str](), set[str]()
    with told.ledger.view():
        for unit in units:
            people.update(one for (one,) in told.ledger.connection.execute(query, {"unit": unit}))
            for given, *texts in told.ledger.connection.execute(own, {"unit": unit}):
                withheld.update(text for text in texts if text and _may_name(given, text))
    return Discretion(veil_kept(told, lang), sorted(people), withheld)


def _may_name(given: str, text: str) -> bool:
    """Whether the text of an incident may name a complainant of whom no name, or a surname alone, is known."""
    meant = called(given)
    return meant.unsure or any(one in plain(text) for one in map(plain, meant.single))
