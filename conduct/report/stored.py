"""A run as it is kept when it is published: the whole result, traced, its notes in both languages."""

from __future__ import annotations

import json
from collections.abc import Sequence

from conduct.core.ledger.publish import Sealed
from conduct.core.scores.results import Assessment
from conduct.core.scores.unsettled import Open, as_values
from conduct.core.scores.unsettled import open_json as listed

from .standings import as_json


def whole(assessment: Assessment, found: Sequence[Open] = (), despite: str | None = None) -> bytes:
    """The result as JSON, the same for whoever publishes it, in whatever language; with what is open in it, and the reason why it
    is published despite that.
    """
    whole = json.loads("".join(as_json(assessment, "en")))
    whole["notes"] = [{"zh": note.zh, "en": note.en} for note in assessment.notes]
    if found:
        whole["open"], whole["despite"] = [as_values(one) for one in found], despite
    return json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()


def sealed(assessment: Assessment, found: Sequence[Open], despite: str | None) -> Sealed:
    """A run with all that its publication keeps."""
    days = (assessment.period.id, assessment.as_of.isoformat())
    return Sealed(assessment.run, assessment.inputs, *days, len(found), listed(found), whole(assessment, found, despite))
