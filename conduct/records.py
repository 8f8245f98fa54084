"""What installed packages say of themselves, by entry point.

A record that is as packaging tools write it is read as a file; every other, and a path that holds more than folders, is left to
importlib.metadata, which brings e-mail, sockets and archives: a tenth of a command's time.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import Distribution

ENTRIES = "entry_points.txt"
_ENTRY = re.compile(r"([a-z][a-z0-9_-]*) *= *([A-Za-z_][\w.]*(?::[A-Za-z_]\w*)?)", re.ASCII)
_HEADER = re.compile(r"(Name|Version): (\S+)", re.ASCII)


_SETTLED = 2_000_000_000
"""Nanoseconds after which what changed in a folder has another time than what changes in it now."""
PathState = tuple[tuple[str, int], ...]


class EntryPoint(NamedTuple):
    """One entry of a group: the package that brings it and its version, its name, and where it leads."""

    package: str
    version: str
    name: str
    value: str


def entries(group: str) -> Iterator[EntryPoint | Distribution]:
    """The entries of a group, in the order of the path; a package whose record is not plain comes whole, to be looked at.

    A package of which it is plain that it brings nothing of the group is left out.
    """
    if _more_than_folders():
        from importlib.metadata import distributions

        yield from distributions()
        return
    for root in sys.path:
        try:
            names = os.listdir(root or ".")
        except OSError:
            continue
        egg = os.path.basename(root).lower().endswith(".egg")
        for name in names:
            low = name.lower()
            if low.endswith((".dist-info", ".egg-info")) or (egg and low == "egg-info"):
                yield from _of(os.path.join(root, name), group)


def path_state() -> PathState | None:
    """The folders of the path, each with when something came into it or went: while it is the same, the same is installed.

    None where it does not show that: somebody else finds packages, or something came in or went just now.
    """
    if _more_than_folders():
        return None
    found: list[tuple[str, int]] = []
    for root in sys.path:
        try:
            found.append((root, os.stat(root or ".").st_mtime_ns))
        except OSError:
            found.append((root, 0))
    lately = time.time_ns() - _SETTLED
    return tuple(found) if all(changed < lately for _, changed in found) else None


def _more_than_folders() -> bool:
    """Whether somebody else finds packages, or something on the path is no folder."""
    others = (finder for finder in sys.meta_path if finder is not PathFinder and hasattr(finder, "find_distributions"))
    return any(others) or any(os.path.isfile(root) and os.path.getsize(root) for root in sys.path)


def _of(record: str, group: str) -> Iterator[EntryPoint | Distribution]:
    path = os.path.join(record, ENTRIES)
    if not os.path.lexists(path):
        return
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if group not in text:
            return
        found = _plain(text, group)
        package, version = _named(record)
    except (OSError, ValueError):
        from importlib.metadata import PathDistribution
        from pathlib import Path

        yield PathDistribution(Path(record))
        return
    yield from (EntryPoint(package, version, name, value) for name, value in found)


def _plain(text: str, group: str) -> list[tuple[str, str]]:
    """The names of a group with what they lead to. Raises ValueError where the text holds what needs a closer look."""
    section = ""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line[0] == "[" and line[-1] == "]" and line[1:-1].isprintable():
            section = line[1:-1]
        elif section == group:
            match = _ENTRY.fullmatch(line)
            if match is None:
                raise ValueError(line)
            found.append((match[1], match[2]))
        elif "=" not in line or not section:
            raise ValueError(line)
    return found


def _named(record: str) -> tuple[str, str]:
    """Name and version of a package, from the head of its record. Raises ValueError where they do not stand there plainly."""
    found: dict[str, str] = {}
    with open(os.path.join(record, "METADATA"), encoding="utf-8") as file:
        for line in file:
            if match := _HEADER.fullmatch(line.rstrip("\n")):
                if match[1] in found:
                    raise ValueError(line)
                found[match[1]] = match[2]
            if len(found) == 2 or not line.strip():
                break
    try:
        return found["Name"], found["Version"]
    except KeyError as lacking:
        raise ValueError(str(lacking)) from None


def loaded(name: str, value: str, group: str) -> object:
    """What an entry leads to: a module, or what stands in it. Raises whatever the import raises."""
    match = _ENTRY.fullmatch(f"{name} = {value}")
    if match is None:
        from importlib.metadata import EntryPoint

        return EntryPoint(name, value, group).load()
    module, _, attribute = value.partition(":")
    found = import_module(module)
    return getattr(found, attribute) if attribute else found
