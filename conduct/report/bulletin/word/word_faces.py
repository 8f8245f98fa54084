"""Which faces a word file is shown in: it names the official ones, and whoever opens it needs them or what stands in for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from conduct.core.base.faults import Fault

from ..document import Bulletin, Written
from ..pdf.faces import Typefaces, available
from .word_styles import FACES, styles_of

_USED = re.compile(r'<w:pStyle w:val="([^"]+)"')


def faces_of(document: Bulletin, content: str, fonts: Sequence[Path]) -> Written:
    """The face of each role that is used, as it is to be had on this machine, and the characters that none here has; nothing
    where faces cannot be looked at. A role without a face here is told by the name that stands in the file."""
    own = tuple(fonts)
    try:
        found = available(own)
    except Fault:
        return Written()
    styles = {style.code: style.face for style in styles_of(document.lang)}
    used = {styles[code] for code in _USED.findall(content) if code in styles} | {"figures"}
    roles = [role for role in FACES if role in used]
    faces = tuple(
        (role, *((found[role][0].name, found[role][0].official) if found[role] else (FACES[role], False))) for role in roles
    )
    if not found["text"]:
        return Written(faces)
    looked = Typefaces(own)
    for char in sorted(set(content)):
        if char > "~":
            looked.glyph("text", char)
    return Written(faces, tuple(looked.lacking), (), looked.fell_back())
