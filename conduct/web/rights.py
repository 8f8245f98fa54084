"""Who may do what: roles, given for a sector and a unit with all that stands under it. What is not given is refused."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import field

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words


class Action(StrEnum):
    """What a page or a form does; each stands in `routes.ROUTES` once or more."""

    PUBLIC = "public"  # whoever asks, signed in or not
    SIGNED_IN = "signed-in"  # whoever has an account, about himself alone
    DESK = "desk"  # what is due, and by when
    CASE = "case"  # a case whole: its texts, and who complained
    ENTER = "enter"  # new cases and steps
    LOAD = "load"  # files of facts, which may be about any unit; what each does with its rows is an action of its own
    REPLACE = "replace"  # units, posts and measures that stand replaced by other rows of a file
    DECIDE = "decide"  # steps that decide
    ANSWER = "answer"  # objections decided
    PUBLISH = "publish"  # drafts, publications, and what the public may read of them
    RESULTS = "results"  # every unit's result
    OWN = "own"  # the result and the cases of one's own unit, without who complained
    OBJECT = "object"  # an appeal against one's own result
    WEIGH = "weigh"  # what would be under other points and readings
    LAW = "law"  # the regulation beside its rules
    ACCOUNTS = "accounts"  # who may do what


ROLES: dict[str, frozenset[Action]] = {
    "clerk": frozenset({Action.DESK, Action.CASE, Action.ENTER, Action.LOAD, Action.LAW}),
    "decider": frozenset({Action.DESK, Action.CASE, Action.DECIDE, Action.ANSWER, Action.RESULTS, Action.LAW}),
    "head": frozenset(
        {
            Action.DESK,
            Action.CASE,
            Action.LOAD,
            Action.REPLACE,
            Action.ANSWER,
            Action.PUBLISH,
            Action.RESULTS,
            Action.WEIGH,
            Action.LAW,
        }
    ),
    "unit": frozenset({Action.OWN, Action.OBJECT, Action.LAW}),
    "auditor": frozenset({Action.DESK, Action.CASE, Action.RESULTS, Action.WEIGH, Action.LAW}),
    "administrator": frozenset({Action.ACCOUNTS}),
}
"""What each role may do."""

ROLE_WORDS = {
    "clerk": Words("经办人", "clerk"),
    "decider": Words("决定人", "decider"),
    "head": Words("负责人", "head of office"),
    "unit": Words("被考核单位", "assessed unit"),
    "auditor": Words("审计", "auditor"),
    "administrator": Words("管理员", "administrator"),
}


ROLE_SAYS = {
    "clerk": Words("登记事项和办理动作，导入数据", "enters cases and steps, and loads files"),
    "decider": Words("决定扣分、处理和认定，答复申诉", "decides points, sanctions and findings, and answers objections"),
    "head": Words(
        "答复申诉，试算，封存并公布结果，更正单位、任职和指标数据",
        "answers objections, asks what if, seals and publishes, and corrects units, posts and measures",
    ),
    "unit": Words("查看本单位的结果并提出申诉，须指定单位", "reads its own result and objects; it takes a unit"),
    "auditor": Words("查看全部，不作改动", "reads everything and changes nothing"),
    "administrator": Words("管理账号，不看考核内容", "keeps the accounts, and sees nothing of what is assessed"),
}
"""What each role is for, as the page of accounts says it."""


@frozen
class Grant:
    """A role that an account has: for one sector, or for all (None), and for a unit and what stands under it, or for all."""

    role: str
    sector: str | None = None
    unit: str | None = None


@frozen
class Rights:
    """What an account may do, of all that it was given."""

    grants: tuple[Grant, ...] = ()
    _able: dict[tuple[Action, str], frozenset[str] | None] = field(factory=dict, init=False, eq=False, repr=False)

    def may(self, action: Action, sector: str | None = None) -> bool:
        """Whether it may do this at all: of a sector, for some unit at least."""
        return action is Action.PUBLIC or any(True for _ in self._giving(action, sector))

    def able(self, action: Action, sector: str) -> frozenset[str] | None:
        """The units of a sector for which it may do this, each with what stands under it; None where it may for every unit.

        A page asks it of each of ten thousand units: it is worked out once.
        """
        if (action, sector) not in self._able:
            units = [grant.unit for grant in self._giving(action, sector)]
            self._able[action, sector] = None if None in units else frozenset(unit for unit in units if unit is not None)
        return self._able[action, sector]

    def everywhere(self, action: Action, sector: str) -> bool:
        """Whether it may do this in a sector for every unit."""
        return self.able(action, sector) is None

    def units(self, action: Action, sector: str) -> frozenset[str]:
        """The units for which it may do this, each with what stands under it; nothing where it may for all."""
        return self.able(action, sector) or frozenset()

    def may_for(self, action: Action, sector: str, line: Iterable[str]) -> bool:
        """Whether it may do this for a unit, of which ``line`` is the unit itself and all above it."""
        able = self.able(action, sector)
        return able is None or not able.isdisjoint(line)

    def _giving(self, action: Action, sector: str | None) -> Iterable[Grant]:
        for grant in self.grants:
            if action in ROLES.get(grant.role, ()) and (sector is None or grant.sector in (None, sector)):
                yield grant
        if action is Action.SIGNED_IN:
            yield Grant("signed-in")
