"""What anybody may ask: which document a verification code stands for. No name of anybody stands there."""

from __future__ import annotations

import json

from conduct.core.base.faults import Fault
from conduct.core.ledger.codes import code_given
from conduct.core.ledger.publish import published_result, sealed_runs
from conduct.door.telling import replaced_by, sealed_with

from .visits import Answer, Visit


def check(visit: Visit) -> Answer:
    """Of a code: the kind of what bears it, its number and day, and whether it was replaced."""
    written = visit.one("code")
    code = code_given(written) if written else None
    if code is None:
        return Answer("check.html", {"written": written, "found": None})
    ledger = visit.deployment.ledger
    try:
        this = sealed_with(visit.deployment, [code])
    except Fault:
        return Answer("check.html", {"written": written, "found": None})
    content, replaced = published_result(ledger, this.called), replaced_by(sealed_runs(ledger), this)
    assert content is not None
    found = {
        "code": code,
        "draft": this.draft,
        "number": this.called,
        "title": json.loads(content)["regulation"]["title"],
        "period": this.period,
        "day": this.at[:10],
        "replaced": replaced is not None,
    }
    return Answer("check.html", {"written": written, "found": found})
