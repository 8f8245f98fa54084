"""The pictures of a word file: each a part of its own, placed in its paragraph, and told in words to whoever does not see it."""

from __future__ import annotations

from attrs import define, field

from .word_xml import attribute, paragraph, val

_EMU = 635
"""The units of a drawing in a twip."""


@define
class Pictures:
    """The pictures of one file by the names of their parts and relations, numbered as they come."""

    parts: dict[str, bytes] = field(factory=dict)

    def drawn(self, png: bytes, width: int, said: str) -> str:
        """A run with a picture so many twips wide, as high as it is made."""
        code = f"picture{len(self.parts) + 1}"
        self.parts[code] = png
        across, down = measured(png)
        return _drawing(code, len(self.parts), (width * _EMU, width * down * _EMU // across), said)

    def placed(self, png: bytes, width: int, said: str) -> str:
        """The same in a paragraph."""
        return paragraph(self.drawn(png, width, said), "BulletinPicture", {"jc": val("center")})


def measured(png: bytes) -> tuple[int, int]:
    """How many points a .png has across and down."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _drawing(code: str, number: int, extent: tuple[int, int], said: str) -> str:
    size = f'cx="{extent[0]}" cy="{extent[1]}"'
    told = attribute(said)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{code}" descr={told}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{code}" descr={told}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{code}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
