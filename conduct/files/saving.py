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

from conduct.core.base.faults import fault
from conduct.core.base.output import replacing
from conduct.core.base.output import why as said


@contextmanager
def writing(workbook: Any, path: Path) -> Iterator[None]:
    """Fills and saves a workbook. Raises `Fault` ``output-cannot-write``; then the library's own streams are ended in silence."""
    try:
        yield
        return
    except OSError as error:
        why = said(error)
        failed: BaseException = error
    except StopIteration as error:  # a sheet whose stream broke off before, on a disk that took no more
        why, failed = said(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))), error
    except BaseException:
        with _in_silence():
            _end(workbook)
        raise
    with _in_silence():
        traceback.clear_frames(failed.__traceback__)
        _end(workbook)
        del failed
    raise fault("output-cannot-write", path=str(path), why=why)


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keeps to itself what the library's streams of a workbook that failed raise as they end, and nothing else."""
    told = sys.unraisablehook

    def hook(what: Any) -> None:
        frame = what.exc_traceback
        while frame is not None:
            if frame.tb_frame.f_globals.get("__name__", "").startswith(_LIBRARIES):
                return
            frame = frame.tb_next
        if not isinstance(what.exc_value, OSError):
            told(what)

    sys.unraisablehook = hook
    try:
        yield
        gc.collect()  # a sheet's writer and its stream hold each other
    finally:
        sys.unraisablehook = told


_LIBRARIES = ("openpyxl", "et_xmlfile", "lxml")


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
