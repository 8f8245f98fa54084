"""ny_auto · 纽约州车险投诉排名: a ranking by ratio, best first, without scores."""

from __future__ import annotations

from fractions import Fraction
from importlib.resources import files

from conduct.law import (
    YEAR,
    Attribute,
    Counted,
    Edition,
    Exact,
    Formula,
    Kind,
    MeasureKind,
    Number,
    Options,
    Provision,
    Regulation,
    Reported,
    Sector,
    Standing,
    Understood,
    UnitKind,
    Words,
    count,
    hookimpl,
)

# ---- who is ranked, what is reported of them, and what can happen

INSURER = UnitKind("insurer", Words("保险公司", "insurer"))
premium = MeasureKind(
    "premium",
    Words("保费", "premium"),
    type=Number(above=0),
    unit=Words("百万美元，两年平均", "million USD, two-year average"),
)
finding = Attribute(
    "finding",
    Words("认定", "finding"),
    type=Options(
        {
            "upheld": Words("成立", "upheld"),
            "question-of-fact": Words("事实存疑", "question of fact"),
            "not-upheld": Words("不成立", "not upheld"),
        }
    ),
    required=True,
)
complaint = Kind("complaint", Words("投诉", "complaint"), clause="1", attributes=(finding,))


# ---- 1


def ratio(upheld: Exact, premium: Exact) -> Exact:
    """1: upheld complaints for each million dollars."""
    return Fraction(upheld) / premium


CLAUSE_1: tuple[Provision, ...] = (
    Understood(
        "1",
        Words("事实存疑和不成立的投诉不计入比率。", "Questions of fact and complaints not upheld do not enter the ratio."),
        "its number of upheld complaints divided by its premium",
    ),
)

# ---- 2

CLAUSE_2: tuple[Provision, ...] = (
    Standing(
        "2",
        (
            "The insurer with the lowest ratio ranks first",
            "Among equal ratios the larger premium ranks first",
            "Every rank is used once",
        ),
        of=Formula(
            ratio,
            {"upheld": Counted(count(complaint, when=finding.is_("upheld"))), "premium": Reported(premium)},
        ),
        best="lowest",
        larger=premium,
        shared=False,
        code="ratio",
        words=Words("比率", "ratio"),
    ),
)

RULE = Regulation(
    id="NY auto",
    title=Words("车险公司投诉排名", "Automobile Insurance Company Complaint Rankings"),
    text=Edition(files(__package__) / "rule.md"),
    in_force_from=None,
    provisions=(*CLAUSE_1, *CLAUSE_2),
)

SECTOR = Sector(
    name="ny_auto",
    title=Words("纽约州车险投诉排名", "New York automobile complaint ranking"),
    regulations=(RULE,),
    unit_kinds=(INSURER,),
    assessed=(INSURER.code,),
    kinds=(complaint,),
    steps=(),
    periods=(YEAR,),
    measures=(premium,),
    needs=(premium,),
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
