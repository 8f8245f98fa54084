"""Files that are sent with a form: of a size that is allowed, in a folder of the process alone, and gone when it is answered."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from conduct.core.base.frozen import frozen

from .waiting import waiting_folder

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_FILES, MOST_FIELDS = 1, 2_000
_BESIDE = 1_000_000  # bytes that the other cells of the form may have


class TooLarge(Exception):
    """What is sent is more than is taken."""


@frozen
class Sent:
    """A file of a form: what the browser calls it, and where it lies while the form is answered."""

    name: str
    path: Path


async def _within(request: Request, most: int) -> AsyncIterator[bytes]:
    seen = 0
    async for piece in request.stream():
        seen += len(piece)
        if seen > most:
            raise TooLarge
        yield piece


async def sent_with(request: Request, most: int) -> list[tuple[str, str | UploadFile]]:
    """The cells of a form with files, of so many bytes at most. Raises `TooLarge`, or `ValueError` for what is no such form."""
    if int(request.headers.get("content-length", "0") or 0) > most + _BESIDE:
        raise TooLarge
    stream = _within(request, most + _BESIDE)
    parser = MultiPartParser(request.headers, stream, max_files=MOST_FILES, max_fields=MOST_FIELDS)  # type: ignore[arg-type]
    try:
        return (await parser.parse()).multi_items()
    except (MultiPartException, KeyError) as error:
        raise ValueError(str(error)) from None


@contextmanager
def laid_down(
    cells: Sequence[tuple[str, str | UploadFile]], accounts: Path
) -> Iterator[tuple[list[tuple[str, str]], dict[str, Sent]]]:
    """The cells of a form, and its files in a folder that nobody else can open, each under a name of ours with its own ending.

    Raises `Fault` as `waiting_folder` does.
    """
    plain = [(key, value) for key, value in cells if isinstance(value, str)]
    files = [(key, value) for key, value in cells if isinstance(value, UploadFile) and value.filename]
    found: dict[str, Sent] = {}
    try:
        if not files:
            yield plain, found
            return
        with tempfile.TemporaryDirectory(prefix="sent-", dir=waiting_folder(accounts)) as folder:
            for n, (key, value) in enumerate(files):
                path = Path(folder) / f"{n}"
                with open(path, "wb") as stream:
                    shutil.copyfileobj(value.file, stream)
                found[key] = Sent(value.filename or "", path)
            yield plain, found
    finally:
        for _, cell in cells:
            if isinstance(cell, UploadFile):
                cell.file.close()
