"""What anybody may ask: which document a verification code stands for. No name of anybody stands there."""

from __future__ import annotations

import json

from conduct.core.ledger.codes import code_given
from conduct.core.ledger.publish import published_result, sealed_runs
from conduct.door.telling import replaced_by

from .visits import Answer, Visit


def check(visit: Visit) -> Answer:
    """Of a code: the kind of what bears it, its number and day, and whether it was replaced."""
    written = visit.one("code")
    code = code_given(written) if written else None
    if code is None:
        return Answer("check.html", {"written": written, "found": None})
    ledger = visit.deployment.ledger
    with ledger.view():
        sealed = sealed_runs(ledger)
        this = next((one for one in sealed if one.code == code), None)
        if this is None:
            return Answer("check.html", {"written": written, "found": None})
        content = published_result(ledger, this.called)
    assert content is not None
    found = {
        "code": code,
        "draft": this.draft,
        "number": this.called,
        "title": json.loads(content)["regulation"]["title"],
        "period": this.period,
        "day": this.at[:10],
        "replaced": replaced_by(sealed, this) is not None,
    }
    return Answer("check.html", {"written": written, "found": found})
