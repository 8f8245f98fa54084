"""The QR code of a verification code."""

from __future__ import annotations

from io import BytesIO

from conduct.report.bulletin.paper.qr import qr_png, qr_svg
from tests.report.bulletins import CODE


def test_a_qr_code_is_the_same_bytes_each_time_and_holds_the_code_alone() -> None:
    import segno

    assert qr_svg(CODE) == qr_svg(CODE)
    assert qr_png(CODE) == qr_png(CODE)
    assert qr_svg(CODE) != qr_svg(CODE[:-1] + "2")
    made = segno.make(CODE, error="m", micro=False, boost_error=False)
    assert made.mode == "alphanumeric"
    side = 4 * 2 + len(made.matrix)
    from PIL import Image

    picture = Image.open(BytesIO(qr_png(CODE, scale=1))).convert("1")
    assert picture.size == (side, side)
    dark = [[picture.getpixel((x + 4, y + 4)) == 0 for x in range(side - 8)] for y in range(side - 8)]
    assert dark == [[bool(module) for module in row] for row in made.matrix]
