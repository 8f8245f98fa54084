"""What is sent to each address, and what is answered there, as OpenAPI describes it, where that is said in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from conduct.core.law.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from conduct.door.letterheads import DAYS, ELEMENTS
from conduct.report.plain import Plain

from . import attachments, cases, deciding, entering, own, publishing, pushing, uploads, weighing
from .meant import AGAIN_MEANT, DAY_MEANT, HAND_MEANT, LIKE_MEANT, NOTHING_MEANT, ORDER_MEANT, REASON_MEANT, WITHDRAWN_MEANT
from .objecting import ANSWERS
from .visits import Answer, Visit
from .words import WORDS

_TEXT: Plain = {"type": "string"}
_DAY: Plain = {"type": "string", "format": "date"}
_COUNTS: Plain = {"type": "object", "additionalProperties": {"type": "integer"}}
_CELL: Plain = {"type": ["string", "number", "boolean", "null"]}
_SEEN: Plain = {"type": ["string", "integer"], "description": "How many steps of the case were seen."}
_MEANT: Plain = {**_CELL, "description": "Confirms what is asked about: yes."}
_ASKED: Plain = {DAY_MEANT: _MEANT, ORDER_MEANT: _MEANT, HAND_MEANT: _MEANT, AGAIN_MEANT: _MEANT}
Answers = Callable[[Visit], Answer]


def _form(needed: Mapping[str, Plain], beside: Mapping[str, Plain] | None = None, *, more: bool = False) -> Plain:
    """An object that is sent in the place of a form: the fields that it needs, and those that it may have."""
    properties = {**needed, **(beside or {})}
    return {"type": "object", "properties": properties, "required": [*needed], "additionalProperties": _CELL if more else False}


_LETTERHEAD: Mapping[str, Plain] = {element: _DAY if element in DAYS else _TEXT for element in ELEMENTS}
_SEALED = _form(
    {"period": _TEXT, "run": {**_TEXT, "description": "The run that was looked at."}},
    {"note": _TEXT, **_LETTERHEAD, DAY_MEANT: _MEANT},
)
_STEPS: Plain = {
    "type": ["string", "array"],
    "items": _TEXT,
    "description": "The steps that are taken at once, by their codes; one that is taken twice is STEP and STEP.2. "
    "STEP.COLUMN (STEP.2.COLUMN) is said of one of them alone; date, by, reason and note without it are said of all.",
}
_ANSWERS: Plain = {
    **_TEXT,
    "description": "The appeal that the decision is meant to answer; one that would answer another is refused.",
}
_DECIDING: Plain = {WITHDRAWN_MEANT: _MEANT, REASON_MEANT: _MEANT, ANSWERS: _ANSWERS}
_SENT: Mapping[Answers, Plain] = {
    entering.new: _form(
        {},
        {
            "kind": _TEXT,
            "incident": _TEXT,
            "unit": _TEXT,
            "date": _DAY,
            "step": _STEPS,
            **_ASKED,
            NOTHING_MEANT: _MEANT,
            LIKE_MEANT: _MEANT,
        },
        more=True,
    ),
    cases.steps: _form({"seen": _SEEN, "step": _STEPS}, {**_ASKED, **_DECIDING}, more=True),
    publishing.draft: _SEALED,
    publishing.seal: {**_SEALED, "properties": {**_SEALED["properties"], "despite": _TEXT}},
    publishing.answered: _form(
        {"seen": _SEEN, "upheld": _TEXT}, {"period": _TEXT, "date": _DAY, "reason": _TEXT, **_DECIDING}, more=True
    ),
    own.objected: _form(
        {"incident": _TEXT, "reason": {**_TEXT, "description": WORDS["appeal-published"].en}},
        {"kind": {**_TEXT, "description": "The breach that is contested alone; without it the whole case is."}, "period": _TEXT},
    ),
    publishing.lettered: _form({}, {**_LETTERHEAD, "reason": _TEXT, DAY_MEANT: _MEANT}),
    publishing.released: _form({}),
    publishing.withheld: _form({}),
    weighing.weigh: _form({}, {"period": _TEXT}),
    weighing.ask_what_if: {
        **_form({}, {"period": _TEXT, "without": _TEXT, "draft": _TEXT}),
        "patternProperties": {"^p[.]": _CELL, "^r[.]": _CELL},
        "description": "p.CODE moves the points of a kind, r.NAME a reading; without names cases, with commas between; "
        "draft is a draft of the rules in TOML.",
    },
    deciding.decided: _form(
        {"seen": _SEEN, "reason": _TEXT},
        {"date": _DAY, "note": _TEXT, DAY_MEANT: _MEANT, **_DECIDING},
        more=True,
    ),
    cases.step: _form({"seen": _SEEN}, {**_ASKED, **_DECIDING}, more=True),
    uploads.again: _form({}, {"correct": _TEXT}, more=True),
    attachments.remove: _form({"reason": _TEXT}),
    attachments.release: _form({}, {"attachment": _TEXT, "released": _TEXT, "reason": _TEXT}),
}
_FILES: Mapping[Answers, str] = {
    uploads.sent: "A file of facts.",
    attachments.add: "The file that is attached.",
    weighing.ask_what_if: "A draft of the rules, in TOML.",
}


def body_of(answers: Answers, sectors: Sequence[Sector], takes_files: bool) -> Plain:
    """The body of what is sent to an address: JSON, and a form with a file where it takes one."""
    if answers is pushing.pushed:
        schema = _pushed(sectors)
    elif answers is uploads.sent:
        schema = {"anyOf": [_tables(sector) for sector in sectors]}
    else:
        schema = _SENT.get(answers, {"type": "object", "additionalProperties": True})
    content = {"application/json": {"schema": schema}}
    if takes_files:
        file = {"type": "string", "format": "binary", "description": _FILES.get(answers, "A file.")}
        whole = {"type": "object", "properties": {"file": file}, "additionalProperties": _TEXT}
        content["multipart/form-data"] = {"schema": whole}
    return {"content": content}


def entered_at(answers: Answers) -> str:
    """The schema of what is answered to what was sent."""
    if answers in (uploads.sent, uploads.again):
        return "Loaded"
    return "Pushed" if answers is pushing.pushed else "Location"


def schemas_of(sectors: Sequence[Sector]) -> Plain:
    """The schemas of rows, and of what is answered to them."""
    warned = {"type": "array", "items": _TEXT}
    pushed = {"added": _COUNTS, "unchanged": {"type": "integer"}, "warnings": warned}
    made = {
        "Location": _answer({"location": _TEXT}),
        "Pushed": _answer(pushed),
        "Loaded": _answer({**pushed, "corrected": _COUNTS, "notes": warned}),
    }
    return made | {f"{sector.name}.{of}": _rows_of(sector, of) for sector in sectors for of in TABLES}


def _answer(properties: Plain) -> Plain:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _rows(sector: Sector, of: str) -> Plain:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{sector.name}.{of}"}}


def _tables(sector: Sector) -> Plain:
    """Rows by their tables, with the reason for which they replace those of the same id."""
    return _form({}, {**{of: _rows(sector, of) for of in TABLES}, "correct": _TEXT})


def _pushed(sectors: Sequence[Sector]) -> Plain:
    """One incident, several, or incidents with actions, of one of the sectors."""
    every: list[Plain] = []
    for sector in sectors:
        several = {of: _rows(sector, of) for of in ("incidents", "actions")}
        every += [several["incidents"]["items"], several["incidents"], _form({}, several)]
    return {"anyOf": every}


def _rows_of(sector: Sector, of: str) -> Plain:
    """A row of a table of facts: its columns, and which of them must be given."""
    columns = [column for column in sector.columns(of) if column != "batch"]
    needed = [column for column in columns if column in {*KEYS[of], *REQUIRED_COLUMNS[of]}]
    return {
        "type": "object",
        "properties": dict.fromkeys(columns, _CELL),
        "required": needed,
        "additionalProperties": False,
    }
