"""A zipped package of parts: in one order and with one time, so that the same parts are the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .frame import moment

FIRST = ("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml")
"""What a reader of such packages looks for first."""
EARLIEST = (1980, 1, 1, 0, 0, 0)


def time_of(made_on: str) -> tuple[int, int, int, int, int, int]:
    """The time of an ISO text as a package can hold it; the earliest that it can where there is none."""
    when = moment(made_on)
    if when is None or not 1980 <= when.year < 2108:
        return EARLIEST
    return when.year, when.month, when.day, when.hour, when.minute, when.second


def stamp_of(made_on: str) -> str:
    """The same time as the properties of a document have it."""
    year, month, day, hour, minute, second = time_of(made_on)
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def packed(parts: Mapping[str, bytes], made_on: str) -> bytes:
    """Parts by their names as a package; its bytes depend on nothing else."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=6) as package:
        rest = sorted(name for name in parts if name not in FIRST)
        for name in (*(name for name in FIRST if name in parts), *rest):
            about = ZipInfo(name, time_of(made_on))
            about.compress_type, about.create_system, about.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            package.writestr(about, parts[name])
    return stream.getvalue()
