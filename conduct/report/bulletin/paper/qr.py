"""The verification code as a QR code: it holds the code alone, and is the same bytes whenever it is drawn."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from conduct.core.base.faults import fault

if TYPE_CHECKING:
    from segno import QRCode

QUIET = 4
"""How many modules of white stand around it, as its standard asks."""


def qr_svg(code: str) -> str:
    """A drawing that stands alone, a unit a module. Raises `Fault` ``extra-missing`` without the library."""
    drawn = BytesIO()
    _made(code).save(drawn, kind="svg", border=QUIET, xmldecl=False, omitsize=False, light="#ffffff", nl=False)
    return drawn.getvalue().decode()


def qr_png(code: str, scale: int = 8) -> bytes:
    """A picture, ``scale`` dots a module. Raises `Fault` ``extra-missing`` without the library."""
    drawn = BytesIO()
    _made(code).save(drawn, kind="png", border=QUIET, scale=scale, dpi=300)
    return drawn.getvalue()


def qr_squares(code: str) -> tuple[int, str]:
    """How many modules wide it is, with the white around it, and the outline of the dark ones, for a drawing within a page.
    Raises `Fault` ``extra-missing`` without the library.
    """
    rows = list(_made(code).matrix_iter(border=QUIET))
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)


def _made(code: str) -> QRCode:
    try:
        import segno
    except ImportError:
        raise fault("extra-missing", package="segno", extra="report") from None
    return segno.make(code, error="m", micro=False, boost_error=False)
