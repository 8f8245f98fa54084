"""What of a damaged ledger can still be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..base.words import Words
from .chain import as_it_stands
from .header import PAGE, as_it_lies, has_log, mended
from .verify import Difference, everything


def salvage(path: Path) -> list[Difference]:
    """All that is wrong with a ledger that cannot be opened, and what of it can still be read; the file itself is not touched."""
    try:
        with _copy(path) as connection:
            return everything(connection, damaged=True)
    except OSError as error:
        text = error.strerror or str(error)
        return [Difference(Words(f"不能为检查另作副本：{text}", f"no copy could be made to look at it: {text}"))]


@contextmanager
def _copy(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy with a header as it should be, and a connection to it that reads as far as there is anything to read."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "ledger.db"
        with as_it_lies(path) as lies, copy.open("wb") as stream:
            shutil.copyfileobj(lies, stream)
        for end in ("-wal", "-journal"):
            if has_log(path, end):
                shutil.copyfile(path.with_name(path.name + end), copy.with_name(copy.name + end))
        with copy.open("r+b") as stream:
            start, size = stream.read(PAGE), os.fstat(stream.fileno()).st_size
            stream.seek(0)
            stream.write(mended(start, size, has_log(copy, "-wal")))
        connection = sqlite3.connect(copy, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA writable_schema = ON")  # then what of the layout cannot be read is passed over
            connection.text_factory = as_it_stands
            yield connection
        finally:
            connection.close()
