"""By what a sealed run is asked for: its number, and the verification code (核验码) that its documents bear."""

from __future__ import annotations

import re
import secrets
import unicodedata

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # base32: no digit that could be taken for a letter
_LENGTH = 20
CODE = re.compile(f"C-[A-Z2-7]{{{_LENGTH}}}")
"""A verification code."""


def called(number: int, draft: bool) -> str:
    """A sealed run's number as it is asked for: ``3``, of a draft ``d1``."""
    return f"d{number}" if draft else str(number)


def new_code() -> str:
    """A code that nobody can guess: ``C-`` and twenty characters of base32, a hundred random bits."""
    return "C-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def code_given(text: str) -> str | None:
    """The code that was typed, whatever its case, width and blanks; None for anything else."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    plain = re.sub("^C[‐‑‒–—−]", "C-", plain)
    return plain if CODE.fullmatch(plain) else None


def like_a_code(text: str) -> bool:
    """Whether a text looks as if a code was meant."""
    return re.match(r"\s*[Cc]\s*-(?!.*\.[A-Za-z]+\s*$)", unicodedata.normalize("NFKC", text)) is not None
