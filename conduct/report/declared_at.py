"""Where in its package each rule of a regulation is declared: file and line, read from the source when somebody asks."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import attrs
from attrs import field

from conduct.core.base.frozen import define, frozen
from conduct.core.base.words import Words
from conduct.core.law.law import Regulation
from conduct.core.law.model import Kind
from conduct.core.law.provision import Provision
from conduct.core.law.terms import Count, quotes_of
from conduct.law import __all__ as VOCABULARY

if TYPE_CHECKING:
    from conduct.core.law.terms import Factor

_RULES = {rule.__name__ for rule in get_args(Provision)}
_WORDS, _QUOTE, _CODE, _CLAUSE, _ENOUGH = 8, 5, 3, 1, 2
"""What it counts for that a call has a rule's own words, its quote, its code, its clause; and the least that makes it the rule's.

What several rules have in common counts for the less.
"""


@frozen
class DeclaredAt:
    """A line of a file, its path relative to the folder that holds the package."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@define
class _Call:
    """A call that may declare a rule: what it is called, where it stands, and the strings that it holds or names."""

    name: str
    at: DeclaredAt
    length: int
    strings: set[str]


@define
class _Modules:
    """The modules of a package, and what their names were given."""

    calls: list[_Call] = field(factory=list)
    given: dict[str, list[tuple[Path, ast.expr]]] = field(factory=lambda: defaultdict(list))
    parts: dict[ast.AST, tuple[set[str], set[tuple[str, bool]]]] = field(factory=dict)
    declaring: dict[ast.AST, bool] = field(factory=dict)

    def strings(self, node: ast.AST, module: Path, seen: frozenset[str] = frozenset()) -> set[str]:
        """The strings in an expression, those among them that it names; what names a rule is not looked into."""
        texts, names = self.parts_of(node, module)
        found = set(texts)
        for name, dotted in names:
            if name not in seen:
                for where, value in self.given.get(name, ()):
                    if (dotted or where == module or not self.local(name, module)) and not self.declares(value):
                        found |= self.strings(value, where, seen | {name})
        return found

    def parts_of(self, node: ast.AST, module: Path) -> tuple[set[str], set[tuple[str, bool]]]:
        """The strings that stand in an expression, and the names, each with whether it is one of something else."""
        if node not in self.parts:
            texts, names = set(), set()
            for one in ast.walk(node):
                if (text := self.text(one, module)) is not None:
                    texts.add(text)
                elif name := _name(one):
                    names.add((name, isinstance(one, ast.Attribute)))
            self.parts[node] = texts, names
        return self.parts[node]

    def declares(self, value: ast.expr) -> bool:
        """Whether rules are declared in what a name was given."""
        if value not in self.declaring:
            self.declaring[value] = _rules(value)
        return self.declaring[value]

    def local(self, name: str, module: Path) -> bool:
        """Whether a module gives the name a value of its own."""
        return any(where == module for where, _ in self.given[name])

    def text(self, node: ast.AST, module: Path) -> str | None:
        """The string that an expression is, where it is one: also one that is put together of others."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.JoinedStr):
            parts = [self.text(part.value if isinstance(part, ast.FormattedValue) else part, module) for part in node.values]
            return None if None in parts else "".join(part for part in parts if part is not None)
        if isinstance(node, ast.Name):
            values = self.given.get(node.id, [])
            found = [self.text(value, where) for where, value in values if not isinstance(value, ast.Name)]
            return found[0] if len(found) == 1 else None
        return None


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _called(node: ast.AST) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _rules(node: ast.AST) -> bool:
    """Whether rules are declared in an expression."""
    return any(_called(one) in _RULES for one in ast.walk(node))


def declarations(regulation: Regulation, provisions: Iterable[Provision | Factor]) -> Mapping[int, DeclaredAt]:
    """Where rules are declared, by their ``id``; what is not found, or stands in no file, is left out.

    The source is the package that holds the regulation's text. A rule is found by its quote, its words, its code and its clause,
    at the call of its own class, else at the call of the function that makes it.
    """
    folder = getattr(regulation.text.source, "parent", None)
    if not isinstance(folder, Path) or not (folder / "__init__.py").is_file():
        return {}
    stamps = ((path, path.stat()) for path in sorted(folder.rglob("*.py")) if path.is_file())
    source = _read(folder, tuple((path, at.st_mtime_ns, at.st_size) for path, at in stamps))
    holding: dict[str, list[int]] = defaultdict(list)
    for n, call in enumerate(source.calls):
        for text in call.strings:
            holding[text].append(n)
    every = [(provision, _wanted(provision)) for provision in provisions]
    common = Counter(text for _, wanted in every for text in wanted)
    found = {}
    for provision, wanted in every:
        weights: dict[int, int] = defaultdict(int)
        own = type(provision).__name__
        for text, weight in wanted.items():
            for n in holding.get(text, ()):
                if source.calls[n].name == own or source.calls[n].name not in VOCABULARY:
                    weights[n] += max(weight // common[text], 1)
        best = max(weights, default=None, key=lambda n: (weights[n], source.calls[n].name == own, -source.calls[n].length, -n))
        if best is not None and weights[best] >= _ENOUGH:
            found[id(provision)] = source.calls[best].at
    return found


@lru_cache(maxsize=4)
def _read(folder: Path, stamps: tuple[tuple[Path, int, int], ...]) -> _Modules:
    """What the modules of a package hold, as they stood when they bore these stamps."""
    source, trees = _Modules(), []
    for path, _, _ in stamps:
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError, RecursionError):
            continue
        trees.append((path, tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    for name, value in _pairs(target, node.value):
                        source.given[name].append((path, value))
    for path, tree in trees:
        file = path.relative_to(folder.parent).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and not any(_called(one) in _RULES for one in ast.walk(node) if one is not node):
                length = (node.end_lineno or node.lineno) - node.lineno
                source.calls.append(_Call(_called(node), DeclaredAt(file, node.lineno), length, source.strings(node, path)))
    return source


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names of an assignment, each with what it is given."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, of in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, of)


def _wanted(provision: object) -> dict[str, int]:
    """The strings by which a rule is known, and what each counts for."""
    wanted: dict[str, int] = {}
    of: type = type(provision)
    for one in attrs.fields(of):
        value = getattr(provision, one.name)
        if one.name == "clause":
            wanted.setdefault(value, _CLAUSE)
        elif one.name == "quote":
            wanted.update(dict.fromkeys(quotes_of(value), _QUOTE))
        elif isinstance(value, str) and value:
            wanted[value] = _CODE
        elif isinstance(value, Words):
            wanted.update({value.en: _CLAUSE, value.zh: _WORDS})
        elif isinstance(value, Kind):
            wanted.setdefault(value.code, _CLAUSE)
        elif isinstance(value, Count):
            wanted.update({kind.code: _CLAUSE for kind in value.kinds})
    return wanted
