"""What was changed of a case: every version with who, when, from, to and why; corrections, and what stood before put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen
from conduct.core.law.model import MISTAKEN, YesNo
from conduct.core.law.sector import KEYS
from conduct.door.deciding import deciding_steps
from conduct.door.kept import FactVersion
from conduct.door.owed import CaseStands
from conduct.loading.headers import column_words

from .cases import case_of, cells, naming_actions, opened, taken_back
from .choosing import may_take
from .doubting import days_meant
from .entered_by import LOADING, who_entered
from .entering import today, units_for
from .fields import Field, incident_fields, not_there, offered_alone, step_fields
from .meant import DAY_MEANT
from .rights import Action
from .visits import Answer, NotFound, Visit

FactValues = Mapping[str, str | int | None]


@frozen
class VersionShown:
    """A version of the case or of an action on it: of what, by whom, when and why, which values it brought from what to what, and
    whether it stands; ``loaded``: it came with others in a file; ``together``: it was entered in a batch that is his to look at.
    """

    of: str
    fact: str
    words: str
    batch: int
    at: str
    who: str
    why: str
    first: bool
    stands: bool
    values: Sequence[tuple[str, str, str]]
    loaded: bool = False
    together: bool = False


@frozen
class StepOfDay:
    """A step on a case that bears a day which was, or may be, corrected of its case: its words, and whether he may correct it."""

    action: str
    words: str
    may_correct: bool


def history(visit: Visit) -> Answer:
    """Every change of the case and of the actions on it, the latest first; once the day of the case is corrected, also what
    stays as it was.
    """
    found = case_of(visit)
    earlier: dict[tuple[str, str], FactVersion] = {}
    changes = []
    old_day = ""
    for one in _versions(visit):
        fact = str(one.values[KEYS[one.table][0]])
        before = earlier.get((one.table, fact))
        if before is not None and one.table == "incidents" and str(one.batch) == visit.one("corrected"):
            old_day = str(before.values["date"]) if before.values["date"] != one.values["date"] else ""
        changes.append(_changed(visit, one, fact, before))
        earlier[one.table, fact] = one
    shown = {
        "case": found,
        "changes": changes[::-1],
        "here": visit.case_address(visit.places["case"]),
        "stands": {of + fact: one.batch for (of, fact), one in earlier.items()},
        "corrected": [one for one in changes if str(one.batch) == visit.one("corrected") and not one.first],
        "may_correct": {fact for of, fact in earlier if _may_correct(visit, found, of, earlier[of, fact].values)},
        "old_day": old_day,
        "of_old_day": _of_day(visit, found, old_day) if old_day else [],
        "mark": _mark(visit, found.incident) if old_day else "",
    }
    return Answer("history.html", shown)


def _versions(visit: Visit) -> list[FactVersion]:
    """The versions of the incident of the address and of the actions on it, in the order in which they came."""
    incident = visit.places["case"]
    found = [
        one
        for one in visit.office.history(incident).versions
        if one.sector == visit.sector_name and one.table in ("incidents", "actions") and one.values["incident"] == incident
    ]
    return sorted(found, key=lambda one: (one.batch, one.table == "actions"))


def _changed(visit: Visit, one: FactVersion, fact: str, before: FactVersion | None) -> VersionShown:
    now, was = dict(cells(visit.sector, one.table, one.values, visit)), dict[str, str]()
    if before is not None:
        was = dict(cells(visit.sector, one.table, before.values, visit))
    values = [(words, was.get(words, ""), now.get(words, "")) for words in {**was, **now} if was.get(words) != now.get(words)]
    words = f"{_words(visit, one)} {one.values.get('date') or ''}".rstrip()
    who = who_entered(visit, one.claimed, one.who, one.command)
    together = one.command == "record action" and one.claimed in visit.names and visit.may(Action.ENTER, visit.sector_name)
    first, stands, loaded = before is None, one.replaced_by is None, one.command in LOADING
    return VersionShown(one.table, fact, words, one.batch, one.at, who, one.reason or "", first, stands, values, loaded, together)


def _words(visit: Visit, one: FactVersion) -> str:
    """What a fact is: its kind, or its step."""
    if one.table == "incidents":
        kind = visit.sector.kind_by_code.get(str(one.values["kind"]))
        return kind.words.said(visit.lang) if kind is not None else str(one.values["kind"])
    return _words_of(visit, one.values)


def _words_of(visit: Visit, action: FactValues) -> str:
    """What an action is: its step; a withdrawal by what it takes back."""
    if mistaken := action.get(MISTAKEN.code):
        return taken_back(visit, str(mistaken))
    step = visit.sector.step_by_code.get(str(action["step"]))
    return step.words.said(visit.lang) if step is not None else str(action["step"])


def _may_correct(visit: Visit, found: CaseStands, of: str, values: FactValues) -> bool:
    """Whether whoever asks may correct a fact of the case: an action where he may take its step."""
    able = visit.may_for(Action.ENTER, found.unit)
    if of == "incidents" or not able:
        return able
    step = visit.sector.step_by_code.get(str(values["step"]))
    return step is not None and may_take(visit, step, found.unit)


def _of_day(visit: Visit, found: CaseStands, day: str) -> list[StepOfDay]:
    """The steps on a case that bear a day."""
    return [
        StepOfDay(str(row["action"]), _words_of(visit, row), _may_correct(visit, found, "actions", row))
        for row in found.actions
        if row["date"] == day
    ]


def _mark(visit: Visit, values: FactValues) -> str:
    """What says of a case that it was taken in on its own day, in words; empty where nothing does."""
    kind = visit.sector.kind_by_code[str(values["kind"])]
    bears = kind.entered is not None and values.get(kind.entered.code)
    return column_words(visit.sector, "incidents", kind.entered.code).said(visit.lang) if kind.entered and bears else ""


# ---- a correction


def _meant(visit: Visit, found: CaseStands) -> tuple[str, FactVersion]:
    """The fact that is corrected as it stands: the action that the form names, else the case. Raises `NotFound`."""
    action = visit.one("action")
    of, fact = ("actions", action) if action else ("incidents", visit.places["case"])
    for one in _versions(visit):
        if one.table == of and str(one.values[KEYS[of][0]]) == fact and one.replaced_by is None:
            if not _may_correct(visit, found, of, one.values):
                raise NotFound
            return of, one
    raise NotFound


def correct_page(visit: Visit) -> Answer:
    """A form with the fact as it stands."""
    found = case_of(visit)
    of, one = _meant(visit, found)
    return _form(visit, found, of, one, _written(visit, of, one.values))


def _fields(visit: Visit, found: CaseStands, of: str, values: FactValues, given: Mapping[str, str]) -> list[Field]:
    sector, lang = visit.sector, visit.lang
    if of == "incidents":
        kind = sector.kind_by_code[str(values["kind"])]
        day = given.get("date") or opened(found)
        offered = units_for(visit, kind, day).items()
        able = tuple((unit, f"{called} ({unit}){not_there(visit.units[unit], day, lang)}") for unit, called in offered)
        fields = incident_fields(sector, kind, given, lang, today(visit), visit.units, marked=bool(_mark(visit, values)))
        return [evolve(one, how="choice", offers=able) if one.column == "unit" and able else one for one in fields]
    step = sector.step_by_code[str(values["step"])]
    fields = step_fields(sector, step, given, lang, today(visit), visit.units)
    fields = naming_actions(visit, [row for row in found.actions if row["action"] != values["action"]], fields)
    return [one for one in fields if one.column != "by" or step.code not in deciding_steps(sector)]  # who decided stays


def _written(visit: Visit, of: str, values: FactValues) -> dict[str, str]:
    """A fact's values as they are written in files: an option's code, yes or no."""
    attributes = visit.sector.incident_attributes if of == "incidents" else visit.sector.action_attributes
    written = {}
    for column, value in values.items():
        if value is None or column in ("batch", "seq"):
            continue
        yes_no = column in attributes and isinstance(attributes[column].type, YesNo)
        written[column] = ("yes" if value else "no") if yes_no else str(value)
    return written


def _form(
    visit: Visit,
    found: CaseStands,
    of: str,
    one: FactVersion,
    given: Mapping[str, str],
    problems: tuple[str, ...] = (),
    *,
    moved: bool = False,
    unchanged: bool = False,
) -> Answer:
    shown = {
        "of": of,
        "fact": one.values[KEYS[of][0]],
        "words": _words(visit, one),
        "fields": _fields(visit, found, of, one.values, given),
        "seen": str(one.batch),
        "why": visit.one("why"),
        "here": visit.case_address(visit.places["case"]),
        "moved": moved,
        "unchanged": unchanged,
        "problems": problems,
        "day": opened(found),
        "of_day": _of_day(visit, found, opened(found)) if of == "incidents" else [],
    }
    return Answer("correct.html", shown, status=409 if moved else 400 if problems else 200)


def corrected(visit: Visit) -> Answer:
    """Corrects the case or an action on it, with the reason: what the form has replaces what stands, and the rest stays.

    With ``version``, what that batch brought is put back as it was. Where somebody corrected it since, that is said, and where
    nothing of it is otherwise, so that nothing was entered.
    """
    case = case_of(visit)
    of, one = _meant(visit, case)
    stands = _written(visit, of, one.values)
    columns = [f.column for f in _fields(visit, case, of, one.values, {})]
    given = {
        key: value.strip() for key, value in visit.form if key not in ("form", "seen", "why", "action", "version", DAY_MEANT)
    }
    offered_alone(given, columns)
    if visit.one("seen") != str(one.batch):
        return _form(visit, case, of, one, {**stands, **given}, moved=True)
    row = {**stands, **given}
    if (version := visit.one("version")) and not given:
        key = KEYS[of][0]
        row = next(
            (
                _written(visit, of, each.values)
                for each in _versions(visit)
                if each.table == of and each.values[key] == one.values[key] and str(each.batch) == version
            ),
            {},
        )
        if not row:
            raise NotFound
    if of == "incidents":
        if row.get("unit") not in visit.units:
            raise NotFound
        visit.need_for(Action.ENTER, row["unit"])
    try:
        if not visit.one("why"):
            raise fault("field-needed", column=visit.said("correct-why"), field="why")
        if row.get("date", "") != stands["date"] and not version:
            days_meant(visit, of, row.get("date", ""), opened(case) if of == "actions" else "")
        made = visit.office.record(of[:-1], {key: value for key, value in row.items() if value}, correct=visit.one("why"))
    except Fault as error:
        return _form(visit, case, of, one, row, visit.told(error, "correct"))
    if not made.loaded.corrected:
        return _form(visit, case, of, one, row, unchanged=True)
    batch = "" if visit.json else f"?corrected={_meant(visit, case)[1].batch}"
    return Answer(to=f"{visit.case_address(visit.places['case'])}/history{batch}")
