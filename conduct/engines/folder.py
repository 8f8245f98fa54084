"""The folder in which facts lie: on this machine, or behind a URL that fsspec reads (untested but for what lies in memory)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ..core.base.faults import fault
from ..core.base.frozen import frozen
from ..core.base.words import Words
from ..core.law.sector import TABLES
from .layout import table_of


class FileSystem(Protocol):
    """What is asked of a file system of fsspec."""

    def open(self, path: str, mode: str) -> BufferedReader:
        """A file, to be read."""

    def find(self, path: str) -> list[str]:
        """The full names of all files within a folder, however deep."""

    def _strip_protocol(self, path: str) -> str: ...


@frozen
class FactFolder:
    """A folder's ``root``, and what reads it where it is behind a URL (a file system of fsspec)."""

    root: str
    system: FileSystem | None = None

    @property
    def notes(self) -> tuple[Words, ...]:
        """What a result says of where its facts were read."""
        scheme = self.root.partition("://")[0]
        if self.system is None or scheme == "memory":
            return ()
        zh = f"数据由 fsspec 从 {scheme}:// 读取，这种地址未经测试"
        return (Words(zh, f"the facts were read from {scheme}:// by fsspec, which is untested for such addresses"),)

    def path(self, name: PurePosixPath | str) -> str:
        """The full name of a file."""
        return f"{self.root.rstrip('/')}/{name}"

    @contextmanager
    def open(self, name: PurePosixPath | str) -> Iterator[BufferedReader]:
        """A file, to be read."""
        path = self.path(name)
        with open(path, "rb") if self.system is None else self.system.open(path, "rb") as stream:
            yield stream

    def digest(self, name: PurePosixPath | str) -> str:
        """The SHA-256 of a file."""
        with self.open(name) as stream:
            return file_digest(stream, "sha256").hexdigest()

    def files(self) -> dict[str, list[PurePosixPath]]:
        """Each table's files, by their names in the folder, in order."""
        found: dict[str, list[PurePosixPath]] = {of: [] for of in TABLES}
        for name in sorted(self._names()):
            if (of := table_of(name)) is not None:
                found[of].append(name)
        return found

    def _names(self) -> Iterator[PurePosixPath]:
        if self.system is None:
            root = Path(self.root)
            yield from (PurePosixPath(p.relative_to(root).as_posix()) for p in root.rglob("*.parquet") if p.is_file())
            return
        stem = self.system._strip_protocol(self.root).rstrip("/")
        for path in self.system.find(stem):
            yield PurePosixPath(str(path)[len(stem) :].lstrip("/"))


def local_folder(where: str) -> Path | None:
    """The folder of this machine that is named, by its path or a ``file://`` URL; None for another URL.

    Raises `Fault` ``facts-no-folder``.
    """
    if "://" in where and not where.startswith("file://"):
        return None
    found = Path(url2pathname(urlsplit(where).path)) if where.startswith("file://") else Path(where)
    if not found.is_dir():
        raise fault("facts-no-folder", path=where)
    return found


def fact_folder(where: str) -> FactFolder:
    """The folder that is named, or its URL. Raises `Fault` ``facts-no-folder`` or ``facts-url``."""
    if (local := local_folder(where)) is not None:
        return FactFolder(str(local))
    try:
        from fsspec.core import url_to_fs

        system, _ = url_to_fs(where)
    except Exception as error:  # whatever the service's own package raises, or that it is not there
        raise fault("facts-url", path=where, why=str(error)) from None
    return FactFolder(where, system)
