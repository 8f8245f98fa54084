"""What can happen in a sector: kinds of unit, measures, kinds of incident, steps, and their attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import Attribute as AttrsField
from attrs import field

from ..base.exact import Exact, exact
from ..base.frozen import frozen
from ..base.periods import HALVES
from ..base.words import Words
from .conditions import AgainstColumn, Condition, Is, Stored

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def is_code(_instance: object, attribute: AttrsField[str], value: str) -> None:
    """Validates a code: lower-case words joined by hyphens, the same in files and in results. Raises ValueError."""
    if not _CODE.fullmatch(value):
        raise ValueError(f"{attribute.name} {value!r} is not a code: lower-case words joined by hyphens")


@frozen
class YesNo:
    """Yes or no; a blank is no."""


@frozen
class Options:
    """One of a few codes, each with its words."""

    words: Mapping[str, Words] = field(hash=False)


@frozen
class Day:
    """A date."""


@frozen
class Number:
    """An exact number within bounds; ``above`` excludes its bound, ``low`` and ``high`` include theirs."""

    low: Exact | None = None
    high: Exact | None = None
    above: Exact | None = None
    whole: bool = False


@frozen
class Text:
    """Free text."""


@frozen
class UnitId:
    """The id of a unit, of one of these kinds if any are named."""

    kinds: tuple[str, ...] = ()


@frozen
class IncidentId:
    """The id of an incident, of one of these kinds if any are named, and of the row's own unit with ``same_unit``.

    No incident names itself by it, directly or through others.
    """

    kinds: tuple[str, ...] = ()
    same_unit: bool = False


@frozen
class ActionId:
    """The id of an action."""


@frozen
class PeriodId:
    """A period of one of these kinds."""

    kinds: tuple[str, ...] = HALVES


@frozen
class ClauseId:
    """A clause of the sector's regulation, of these alone."""

    clauses: tuple[str, ...]


@frozen
class KindCode:
    """The code of a kind of incident."""


@frozen
class ByOwner:
    """A column that takes an option on some steps or kinds, and the id of a unit on others (上级, or a department)."""

    options: Options
    unit: UnitId


Type = YesNo | Options | Day | Number | Text | UnitId | IncidentId | ActionId | PeriodId | ClauseId | KindCode | ByOwner


def _stored(of: Type, value: object) -> Stored:
    """A value as the ledger holds it; None for one that the type does not take."""
    match of:
        case YesNo():
            return int(value) if isinstance(value, int) and value in (0, 1) else None
        case Options(words):
            return value if isinstance(value, str) and value in words else None
        case ClauseId(clauses):
            return value if isinstance(value, str) and value in clauses else None
        case Number():
            return _number(of, value)
        case Day():
            return value if isinstance(value, str) and _is_day(value) else None
    return value if isinstance(value, str) and value else None


def _number(of: Number, value: object) -> Stored:
    if not isinstance(value, int | str | Decimal | Fraction):
        return None
    try:
        number = exact(value)
        digits = Decimal(number.numerator) / Decimal(number.denominator)
    except (TypeError, ValueError, ArithmeticError):
        return None
    if exact(digits) != number or (of.whole and not isinstance(number, int)):
        return None
    inside = (of.low is None or number >= of.low) and (of.high is None or number <= of.high)
    if not inside or (of.above is not None and number <= of.above):
        return None
    return int(number) if of.whole else format(digits, "f")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _takes(of: Type) -> str:
    match of:
        case YesNo():
            return "it is yes or no (True or False)"
        case Options(words):
            return f"it can be {', '.join(words)}"
        case ClauseId(clauses):
            return f"it can be {', '.join(clauses)}"
        case Number():
            return "it is a number within its bounds, exact"
        case Day():
            return "it is a date, as '2025-03-05'"
    return "it is text"


@frozen
class Attribute:
    """One fact about an incident or an action: a typed column of the ledger.

    One that is ``private`` is masked in whatever leaves the office.

    Raises ValueError for a ``default`` that it cannot have.
    """

    code: str = field(validator=is_code)
    words: Words
    type: Type
    required: bool = False
    default: Stored = None
    private: bool = False

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "default", self.stored(self.default))

    @property
    def blank(self) -> Stored:
        """What a blank cell means, where it may stand."""
        return None if self.required else self.unsaid

    @property
    def unsaid(self) -> Stored:
        """What is true where nothing is said: a yes/no is no unless declared otherwise."""
        return (self.default or 0) if isinstance(self.type, YesNo) else self.default

    def said(self, value: str) -> Words:
        """One of its values in words; one that has none as it is."""
        options = self.type.words if isinstance(self.type, Options) else {}
        return options.get(value, Words(value, value))

    def is_(self, *values: bool | str | int | None) -> Condition:
        """Holds where the attribute has one of these values. Raises ValueError for a value that it cannot have."""
        return Is(self.code, tuple(self.stored(value) for value in values))

    def stored(self, value: object) -> Stored:
        """A value as the ledger holds it; None for a blank. Raises ValueError for one that the attribute cannot have."""
        if value is None:
            return None
        found = _stored(self.type, value)
        if found is None:
            raise ValueError(f"{self.code} cannot be {value!r}: {_takes(self.type)}")
        return found

    def before(self, other: Attribute) -> Condition:
        """Holds where both are given and this one is strictly earlier."""
        return AgainstColumn(self.code, "<", other.code)

    def given(self) -> Condition:
        """Holds where the attribute is not blank."""
        return ~Is(self.code, (None,))

    def from_(self, other: Attribute) -> Condition:
        """Holds where both are given and this one is not earlier."""
        return AgainstColumn(self.code, ">=", other.code)


@frozen
class UnitKind:
    """A kind of unit, such as a company, a branch, a station, or a person in one."""

    code: str = field(validator=is_code)
    words: Words


@frozen
class Post:
    """An office (职务) of a unit, which people hold one after another."""

    code: str = field(validator=is_code)
    words: Words


@frozen
class MeasureKind:
    """A number reported for a unit and a period. ``unit`` says in what it is counted."""

    code: str = field(validator=is_code)
    words: Words
    type: Number
    unit: Words


@frozen
class Kind:
    """A kind of incident.

    ``excused`` and ``pending`` say which incidents of the kind are let off, or wait for a finding; ``case`` marks a kind that
    is judged by its duties alone. ``units`` are the kinds of unit it may be about, any if empty. One that is not ``recorded``
    is found by the duties alone, and cannot be entered. ``entered`` is the yes/no that whoever takes an incident in on its own
    day sets by that.
    """

    code: str = field(validator=is_code)
    words: Words
    clause: str
    attributes: tuple[Attribute, ...] = ()
    excused: Condition | None = None
    pending: Condition | None = None
    case: bool = False
    units: tuple[str, ...] = ()
    recorded: bool = True
    entered: Attribute | None = None

    def plain(self) -> dict[str, Stored]:
        """The attributes of an incident of the kind with nothing said of it."""
        return {a.code: a.unsaid for a in self.attributes}

    def awaited(self, row: Mapping[str, Stored]) -> bool:
        """Whether an incident of the kind waits for a finding, unless it is let off."""
        return self.pending is not None and self.pending.holds(row)

    def let_off(self, row: Mapping[str, Stored]) -> bool:
        """Whether an incident of the kind is excused."""
        return self.excused is not None and self.excused.holds(row)


def of_kinds(*kinds: Kind) -> Condition:
    """Holds for incidents of these kinds."""
    return Is("kind", tuple(k.code for k in kinds))


@frozen
class Finds:
    """What a step settles about its incident: ``attribute`` becomes what ``values`` make of the step's own attribute ``by``.

    Of several such actions the latest by date, then by id, stands, whenever it was made. Raises ValueError for values that the
    attributes cannot have.
    """

    attribute: Attribute
    by: Attribute
    values: Mapping[Stored, Stored] = field(hash=False)

    def __attrs_post_init__(self) -> None:
        values = {self.by.stored(given): self.attribute.stored(found) for given, found in self.values.items()}
        if None in values or not values:
            raise ValueError(f"what {self.attribute.code} becomes by {self.by.code}: each value that this can have, and no blank")
        object.__setattr__(self, "values", values)


@frozen
class Step:
    """A step that is taken on an incident of some kinds, or by a unit; ``either``: on an incident or by a unit.

    ``finds`` is what it settles about the incident. ``units`` are the kinds of unit that a step ``by_unit`` may be about, any
    if empty. One from ``outside`` is taken by somebody who is not of the office (the complainant).
    """

    code: str = field(validator=is_code)
    words: Words
    attributes: tuple[Attribute, ...] = ()
    kinds: tuple[Kind, ...] = ()
    by_unit: bool = False
    either: bool = False
    requires: tuple[str, ...] = ()
    finds: Finds | None = None
    units: tuple[str, ...] = ()
    outside: bool = False


upheld = Attribute("upheld", Words("是否采纳", "upheld", also=("采纳",)), YesNo(), required=True)
contested = Attribute("kind", Words("所涉未履行", "contested breach", also=("所涉失职",)), KindCode())

MISTAKEN = Attribute("mistaken", Words("误登的动作", "mistaken action", also=("误登动作",)), ActionId())

WITHDRAW = Step("withdraw", Words("撤销", "withdraw"), (MISTAKEN,), either=True, requires=("by", "reason"))
APPEAL = Step("appeal", Words("申诉", "appeal"), (contested,), requires=("by", "reason"))
APPEAL_DECIDED = Step("appeal-decided", Words("申诉决定", "appeal decided"), (upheld,), requires=("by", "reason"))
COMMON_STEPS = (WITHDRAW, APPEAL, APPEAL_DECIDED)
"""Steps on an incident that every sector has (contract, section 5)."""


def not_assessed_step(units: tuple[str, ...], periods: tuple[str, ...]) -> Step:
    """The step that shows a unit in a period without assessing it: about units of these kinds, for periods of those."""
    period = Attribute("period", Words("考核期", "period"), PeriodId(periods), required=True)
    return Step(NOT_ASSESSED, Words("不予考核", "not assessed"), (period,), by_unit=True, requires=("by", "reason"), units=units)


NOT_ASSESSED = "not-assessed"
