"""Workbooks onto the disk: whole or not at all, the same content the same bytes, and what fails said plainly."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from conduct.core.faults import Fault, fault
from conduct.core.output import replacing
from conduct.core.output import why as said


@contextmanager
def writing(workbook: Any, path: Path) -> Iterator[None]:
    """Fills and saves a workbook. Raises `Fault` ``output-cannot-write``; then the library's own streams are ended in silence."""
    why = None
    told, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        try:
            yield
        except OSError as error:
            why = said(error)
            traceback.clear_frames(error.__traceback__)
        except StopIteration:  # a sheet whose stream broke off before, on a disk that took no more
            why = said(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        except Fault:
            _end(workbook)
            gc.collect()
            raise
        if why is not None:
            _end(workbook)
            gc.collect()  # a sheet's writer and its stream hold each other
    finally:
        sys.unraisablehook = told
    if why is not None:
        raise fault("output-cannot-write", path=str(path), why=why)


def _end(workbook: Any) -> None:
    """Ends the streams of sheets that are written as they are filled, and removes what they wrote."""
    for sheet in workbook.worksheets:
        writer = getattr(sheet, "_writer", None)
        if writer is None:
            continue
        for end in (lambda sheet=sheet: sheet._rows.close(), writer.xf.close, writer.cleanup):
            with suppress(Exception):
                end()


def save(workbook: Any, path: Path) -> None:
    """Writes a workbook whole or not at all; the same content gives the same bytes. Raises `Fault` ``output-cannot-write``."""
    from openpyxl.writer.excel import ExcelWriter

    workbook.properties.creator = "conduct"
    workbook.properties.created = workbook.properties.modified = datetime(2000, 1, 1)
    with replacing(path) as partial, writing(workbook, path), _Archive(partial, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).write_data()


class _Archive(ZipFile):
    """An archive whose members bear no time."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        if zinfo_or_arcname.endswith(".vml"):
            # the numbers of shapes come in clusters of 1024, which the drawing must name
            shapes = data.count(b'id="_x0000_s')
            clusters = ",".join(str(n) for n in range(1, (1025 + shapes) // 1024 + 1))
            data = data.replace(b'data="1"', f'data="{clusters}"'.encode(), 1)
        super().writestr(_member(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with open(filename, "rb") as source, self.open(_member(arcname), "w") as target:
            shutil.copyfileobj(source, target)


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
