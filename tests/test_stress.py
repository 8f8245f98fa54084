"""The stress test of a law finds what was put there, and says it with the clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

import conduct.stress
from conduct.core.base.faults import Fault
from conduct.core.law.readings import readings_in_force, resolve
from conduct.core.law.sector import Sector
from conduct.law import Charge, Each, Regulation, count
from conduct.plugins.banking import SECTOR as BANKING
from conduct.plugins.insurance import kinds as k
from tests.conftest import Desk

pytestmark = pytest.mark.usefixtures("tested_once")


def _law(sector: Sector) -> Regulation:
    law = sector.regulations[0]
    return resolve(law, readings_in_force(law, {}, ""))


def _found(sector: Sector, law: Regulation) -> str:
    return "\n".join(
        f"{' '.join(f.clauses)} {f.words.en}" for f in conduct.stress.stress(evolve(sector, regulations=(law,)), law)
    )


def _with(law: Regulation, *more: Any) -> Regulation:
    return evolve(law, provisions=(*law.provisions, *more))


def _daily(law: Regulation) -> Any:
    return next(s for s in law.sections if s.id == "2.4")


def _item(law: Regulation, kind: Any, points: int) -> Regulation:
    return _with(law, Charge("2.4.1", "q", count(kind), Each(points), _daily(law)))


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda law: _item(law, k.late, 1), "late handling: one incident may fall under two items"),
        (lambda law: _item(law, k.sensitive_period_petition, 31), "never in full"),
        (lambda law: _item(law, k.sensitive_period_petition, 0), "comes to nothing"),
    ],
)
def test_what_was_put_into_a_law_is_found(insurance: Sector, change: Callable[[Regulation], Regulation], said: str) -> None:
    law = _law(insurance)
    assert said not in _found(insurance, law)
    assert said in _found(insurance, change(law))


@pytest.mark.slow
def test_a_kind_that_no_rule_claims_any_more_is_found(insurance: Sector) -> None:
    law = _law(insurance)
    less = evolve(law, provisions=tuple(p for p in law.provisions if not (isinstance(p, Charge) and p.kind == k.late)))
    assert "late handling: can be entered, and no rule claims it" in _found(insurance, less)


def test_the_circular_s_own_oddities_are_listed(insurance: Sector) -> None:
    found = _found(insurance, _law(insurance))
    assert "with fewer than 8 units one may be both “advanced unit (commended)” and “criticised”" in found
    assert "petition: one more may raise the score of others" in found
    assert "raises the unit's own score" not in found


def test_gaps_between_the_sanctions_of_the_power_company(desk: Desk) -> None:
    shown = desk("--sector", "power_utility", "regulation", "--stress").out
    assert "nothing between 6 and 12" in shown
    assert "没有规定" in desk("--sector", "power_utility", "regulation", "--stress", lang="zh").out


def test_a_sheet_whose_bands_rise_is_refused() -> None:
    import tomllib
    from decimal import Decimal

    from conduct.plugins.banking import SHEET

    content = tomllib.loads(SHEET.read_text(encoding="utf-8"), parse_float=Decimal)
    bands = [{"rate": Decimal(1), "share": Decimal(0)}, {"rate": Decimal(10**6), "share": Decimal(1)}]
    content["indicators"]["complaints"]["bands"] = bands
    with pytest.raises(Fault, match="a share must not rise with the rate"):
        BANKING.supplied[0].apply(content, "sheet", "")
