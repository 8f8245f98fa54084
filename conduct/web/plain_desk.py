"""The pages on which something is entered, loaded, corrected or signed, as JSON: made of what the page itself was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conduct.door.values import as_plain
from conduct.report.plain import Plain

from .fields import Field
from .visits import Visit

DeskShape = Callable[[Visit, Plain], object]


def fields_plain(fields: Sequence[Field]) -> list[Plain]:
    """The fields of a form: each by its column, in words, how it is filled in, and the codes that it offers."""
    return [
        {"column": f.column, "words": f.words, "how": f.how, "required": f.required, "offers": [code for code, _ in f.offers]}
        for f in fields
    ]


def steps_plain(shown: Plain) -> list[Plain]:
    """The steps that may be taken, each with its fields."""
    common = shown["common"]
    return [{"step": s.step, "words": s.words, "fields": fields_plain([*common, *s.fields])} for s in shown["forms"]]


def _together(visit: Visit, shown: Plain) -> object:
    named = ("incident", "kind", "unit", "date", "complainant", "text")
    cases = [{name: one[name] for name in named} for one in shown["cases"]]
    return {"cases": cases, "seen": shown["seen"], "steps": steps_plain(shown)}


def _entered(visit: Visit, shown: Plain) -> object:
    named = ("action", "incident", "step", "date", "unit", "reason")
    actions = [{**{name: one[name] for name in named}, "taken_back": one["gone"]} for one in shown["actions"]]
    return {"batch": int(shown["batch"]), "actions": actions, "may_undo": shown["may_undo"]}


def _history(visit: Visit, shown: Plain) -> object:
    changes = []
    for one in shown["changes"]:
        found = as_plain(one)
        assert isinstance(found, dict)
        values = [{"what": what, "from": was, "to": now} for what, was, now in one.values]
        changes.append({**found, "values": values})
    stays = [as_plain(one) for one in shown["of_old_day"]]
    return {"incident": shown["case"].incident["incident"], "changes": changes, "of_old_day": stays}


def _correct(visit: Visit, shown: Plain) -> object:
    fields = [{**plain, "value": f.value} for plain, f in zip(fields_plain(shown["fields"]), shown["fields"], strict=True)]
    named = {name: shown[name] for name in ("of", "fact", "seen", "unchanged")}
    return {**named, "fields": fields, "of_same_day": [as_plain(one) for one in shown["of_day"]]}


def _upload(visit: Visit, shown: Plain) -> object:
    made = shown["made"]
    if made is None:
        return {"tables": list(shown["tables"])}
    named = ("added", "corrected", "unchanged", "warnings", "notes")
    return {name: as_plain(getattr(made, name)) for name in named}


def _sign_in(visit: Visit, shown: Plain) -> object:
    return {"oidc": "/sign-in/oidc" if visit.served.settings.oidc else None}


def _link(visit: Visit, shown: Plain) -> object:
    return {"name": shown["account"].name, "called": shown["account"].called}


DESK_SHAPES: dict[str, DeskShape] = {
    "together.html": _together,
    "entered.html": _entered,
    "history.html": _history,
    "correct.html": _correct,
    "upload.html": _upload,
    "sign_in.html": _sign_in,
    "link.html": _link,
    "unbound.html": lambda visit, shown: {"subject": shown["subject"]},
}
"""What each template's page is to a program."""
