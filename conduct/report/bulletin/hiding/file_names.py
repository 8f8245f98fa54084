"""Names of files made of what users wrote: no path, and nothing that a system or a terminal takes for something else."""

from __future__ import annotations

import re
from hashlib import sha256
from unicodedata import category, normalize

from .veil import Veil

_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)
_MOST = 120  # bytes: with an ending and a second name beside it, below the 255 that systems take


def safe_name(text: str, veil: Veil | None = None) -> str:
    """The text as the stem of a file's name, the same on every system, and another one for every other text.

    What a veil hides is hidden. A name that had to be changed ends in six figures of the text's digest.
    """
    shown = veil.over(text) if veil is not None else text
    plain = normalize("NFC", shown)
    kept = re.sub(r"_{2,}", "_", "".join(c if _stands(c) else "_" for c in plain)).strip("._- ")
    kept = kept.encode()[:_MOST].decode(errors="ignore")
    if kept and kept == text and not _DEVICES.fullmatch(kept):
        return kept
    mark = sha256(text.encode(errors="surrogatepass")).hexdigest()[:6]
    return f"{kept}-{mark}" if kept and not _DEVICES.fullmatch(kept) else f"_{kept}-{mark}"


def _stands(c: str) -> bool:
    """Whether a character may stand in a file's name: a letter, a figure or a plain mark."""
    return c in "-_.（）()［］[]·" or (category(c)[0] in "LN" and c.isprintable())
