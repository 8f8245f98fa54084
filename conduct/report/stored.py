"""A run as it is kept when it is published: the whole result, traced, its notes in both languages."""

from __future__ import annotations

import json

from conduct.core.results import Assessment

from .standings import as_json


def to_stored(assessment: Assessment) -> bytes:
    """The result as JSON, the same for whoever publishes it, in whatever language."""
    whole = json.loads("".join(as_json(assessment, "en")))
    whole["notes"] = [{"zh": note.zh, "en": note.en} for note in assessment.notes]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()
