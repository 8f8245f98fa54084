"""What is declared wrongly is refused where it is declared: with the package, the line, and what would be right."""

from __future__ import annotations

import typing
from importlib.resources.abc import Traversable
from typing import Any

import attrs
import pytest

from conduct.core.law.choices import PLACES
from conduct.core.law.digest import NAMES
from conduct.core.law.terms import Choice
from conduct.core.law.text import Edition
from tests.outside.conftest import Make

FINDS = (
    'close = Step("close", Words("办结", "close"), kinds=(complaint,))',
    'close = Step("close", Words("办结", "close"), (done,), (complaint,), finds=Finds(detour, done, {values}))',
)
DONE = (
    "transfer = Step(",
    'OPTIONS = Options({"a": Words("甲", "a"), "b": Words("乙", "b")})\n'
    'done = Attribute("done", Words("查实", "done"), OPTIONS)\ntransfer = Step(',
)
MODEL = ("    Figure,\n", "    Figure,\n    Finds,\n    Options,\n")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ('{"a": "yes", "b": "no"}', "detour cannot be 'yes': it is yes or no (True or False)"),
        ('{"a": 2}', "detour cannot be 2"),
        ('{"c": 1}', "done cannot be 'c': it can be a, b"),
        ('{"A": 1}', "done cannot be 'A'"),
        ("{1: 1}", "done cannot be 1"),
        ("{None: 1}", "what detour becomes by done: each value that this can have, and no blank"),
        ("{}", "what detour becomes by done"),
    ],
)
def test_what_a_step_finds_is_a_value_that_its_attribute_can_have(taxi: Make, values: str, said: str) -> None:
    """Else it would settle nothing, in silence."""
    change = (FINDS[0], FINDS[1].replace("{values}", values))
    desk = taxi(change, DONE, MODEL, sample=False)
    outcome = desk("init")
    assert outcome.status == 1
    assert said in outcome.err
    assert "conduct-taxi 0.1.0" in outcome.err
    assert "conduct_taxi/__init__.py:" in outcome.err


def test_what_a_step_finds_may_be_said_as_yes_and_no(taxi: Make) -> None:
    change = (FINDS[0], FINDS[1].replace("{values}", '{"a": True, "b": False}'))
    desk = taxi(change, DONE, MODEL)
    assert desk.run("--period", "2025")["units"][1]["lines"][-1]["points"] == -2.0
    assert desk("record", "action", "action=f1", "step=close", "incident=c3", "date=2025-05-01", "done=a").status == 0
    assert desk.run("--period", "2025")["units"][1]["lines"][-1]["points"] == -4.0


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"detour"), YesNo())', '"detour"), YesNo(), default="yes")', "detour cannot be 'yes'"),
        ('"months"), Number(low=0))', '"months"), Number(low=1), default=0)', "months cannot be 0"),
        ('"months"), Number(low=0))', '"months"), Number(low=0), default=0.5)', "months cannot be 0.5"),
        ("when=serious.is_(True)", 'when=serious.is_("yes")', "serious cannot be 'yes'"),
        ("when=serious.is_(True)", 'when=of_clause.is_("4")', "clause cannot be '4': it can be 3"),
        ("when=serious.is_(True)", 'when=months.is_("many")', "months cannot be 'many'"),
        ("when=serious.is_(True)", "when=driver.is_(7)", "driver cannot be 7: it is text"),
    ],
)
def test_no_condition_and_no_default_holds_a_value_that_cannot_be(taxi: Make, before: str, after: str, said: str) -> None:
    outcome = taxi((before, after), sample=False)("init")
    assert outcome.status == 1
    assert said in outcome.err


# ---- types, in the example

TITLE = 'TITLE = Words("出租汽车投诉考核办法", "Assessment of complaints about taxis")'
WORDS = 'COMPANY = UnitKind("company", Words("出租汽车公司", "taxi company", also=("公司",)))'
TEN = '"逾期办结的,每件扣十分", count=count(late), scale=Each(10)'
FIVE = "WorkingDays(5)"
MONTHS = "months=Range(1, 3, months)"
CHARGE = "        scale=Each(2),\n        section=service,\n"
FIGURE = 'Formula(per_hundred, {"complaints": Counted(count(complaint)), "hundreds": Reported(taxis, per=100)})'
STANDING = 'Standing("4", "按得分由高到低排定名次")'
PLACE = "First(1))"
BASE = '"service"), base=40'
COUNT = "count(complaint, when=serious.is_(True))"
N = '                    n=Choice(detour_doubles, {"yes": 2, "no": 1}),\n'
FORCE = "in_force_from=date(2025, 1, 1)"
TEXT = 'text=Edition(files(__package__) / "notice_2025_2.zh.md")'
PERIODS = "    periods=(YEAR, QUARTER),\n"
UNRULED = 'Unruled("5", Words('

TAXI = [
    (TITLE, 'TITLE = "出租汽车投诉考核办法"', "title"),
    (TITLE, "TITLE = None", "title"),
    (TITLE, 'TITLE = Words("", "")', "title"),
    (TITLE, 'TITLE = Words("好", " ")', "title"),
    (TITLE, 'TITLE = Words("好", 5)', "title"),
    (TITLE, 'TITLE = ("好", "good")', "title"),
    (WORDS, 'COMPANY = UnitKind("company", "公司")', "unit_kinds[0].words"),
    (WORDS, 'COMPANY = UnitKind("company", Words("公司", "company", also="公司"))', "also"),
    (WORDS, 'COMPANY = UnitKind("company", Words("公司", "company", also=(None,)))', "also"),
    (WORDS, 'COMPANY = UnitKind("Company", Words("公司", "company"))', "is not a code"),
    (WORDS, 'COMPANY = UnitKind(5, Words("公司", "company"))', ""),
    (FIVE, "WorkingDays(-7)", "by.n: -7 (int) is not a whole number of at least 0"),
    (FIVE, 'WorkingDays("1/12")', "by.n: Fraction(1, 12) (Fraction) is not a whole number of at least 0"),
    (FIVE, "WorkingDays(0.5)", "not exact"),
    (FIVE, 'WorkingDays("five")', ""),
    (FIVE, "WorkingDays(None)", ""),
    (FIVE, "WorkingDays(True)", ""),
    (FIVE, "WorkingDays(10 ** 40)", "larger than any figure"),
    (FIVE, 'WorkingDays(Setting(Reading("r", "1", "a", ("a",), Words("a", "a"), Words("a", "a"))))', "takes codes, not a number"),
    (FIVE, "5", "by: 5 (int) is not SameDay"),
    (FIVE, "None", "by: None"),
    (FIVE, "date(2025, 1, 1)", "by:"),
    (FIVE, "WorkingDays", "by:"),
    (TEN, '"逾期办结的,每件扣十分", count=count(late), scale=Each(0.1)', "not exact"),
    (
        TEN,
        '"逾期办结的,每件扣十分", count=count(late), scale=Each(-10)',
        "Charge late (1): scale.n: -10 (int) is not an exact figure of at least 0",
    ),
    (TEN, '"逾期办结的,每件扣十分", count=count(late), scale=Each(float("nan"))', "not exact"),
    (TEN, '"逾期办结的,每件扣十分", count=count(late), scale=Each("十")', ""),
    (TEN, '"逾期办结的,每件扣十分", count=count(late), scale=Each(10 ** 5000)', "larger than any figure"),
    (TEN, '"", count=count(late), scale=Each(10)', "Charge late (1): quote"),
    (TEN, "(), count=count(late), scale=Each(10)", "Charge late (1): quote"),
    (TEN, "None, count=count(late), scale=Each(10)", "Charge late (1): quote"),
    (TEN, 'Words("逾期办结的,每件扣十分", "x"), count=count(late), scale=Each(10)', "Charge late (1): quote"),
    (TEN, '["逾期办结的,每件扣十分"], count=count(late), scale=Each(10)', "Charge late (1): quote"),
    (CHARGE, "        scale=2,\n        section=service,\n", "Charge complaint (2.1): scale: 2 (int) is not Each"),
    (CHARGE, "        scale=Each,\n        section=service,\n", "Charge complaint (2.1): scale"),
    (CHARGE, '        scale=Each(2),\n        section="2",\n', "Charge complaint (2.1): section: '2' (str) is not a Section"),
    (CHARGE, "        scale=Each(2),\n        section=handling.id,\n", "Charge complaint (2.1): section"),
    (
        CHARGE,
        "        scale=Each(2),\n        section=service,\n        unless=late,\n",
        "Charge complaint (2.1): unless: Kind(code",
    ),
    (
        CHARGE,
        '        scale=Each(2),\n        section=service,\n        unless=("late",),\n',
        "Charge complaint (2.1): unless[0]",
    ),
    (MONTHS, "months=(1, 3)", "(1, 3) is no figure"),
    (MONTHS, "months=Range(3, 1, months)", "it goes from 3 down to 1"),
    (MONTHS, "months=Range(-1, 3, months)", "months.low: -1"),
    (MONTHS, 'months=Range(1, 3, "months")', "months.decided_by: 'months' (str) is not an Attribute"),
    (MONTHS, 'months="1-3"', ""),
    (MONTHS, "months=1.5", "not exact"),
    (MONTHS, "degree=months", "degree"),
    (MONTHS, "months=2, repeated=3", "repeated: 3 (int) is not a Repeated"),
    ("OnPerson(driver)", 'OnPerson("driver")', "on.attribute: 'driver' (str) is not an Attribute"),
    ("OnPerson(driver)", "driver", "on: Attribute"),
    ("OnPerson(driver)", "OnPerson", "on:"),
    ("OnPerson(driver)", 'OnPerson(driver, "driver")', "on.kinds: 'driver' (str) is not a tuple"),
    ("OnPerson(driver)", 'OnPerson(driver, or_unit="yes")', "on.or_unit: 'yes' (str) is not True or False"),
    (COUNT, "complaint", "count"),
    (COUNT, "count()", "count"),
    (COUNT, 'count("complaint")', "count.kinds[0]: 'complaint' (str) is not a Kind"),
    (COUNT, 'count(complaint, when="serious")', "count.when: 'serious' (str) is not a Condition"),
    (COUNT, "count(complaint, when=serious)", "count.when: Attribute"),
    (COUNT, "count(complaint, when=lambda row: True)", "count.when: <function"),
    (
        COUNT,
        'count(complaint, when=type("Mine", (type(serious.given()),), {"holds": lambda s, r: exit()})(serious.given()))',
        "count.when:",
    ),
    (COUNT, "count(complaint, factors=serious)", "count"),
    (COUNT, 'count(complaint, join="sum")', "count.join: 'sum' (str) is not one of 'product', 'max'"),
    (COUNT, 'count(complaint, with_pending="yes")', "count.with_pending"),
    (
        COUNT,
        'count(complaint, factors=(Factor("3", "奖金", serious.is_(True), 2),))',
        "its count has factors, and here each incident counts once",
    ),
    (N, "                    n=-1,\n", "count.factors[0].n: -1"),
    (N, "                    n=Choice(detour_doubles, {'yes': 2, 'no': 0.5}),\n", "not exact"),
    (N, "                    n=Choice(detour_doubles, {'yes': 2}),\n", "a choice needs one value for each alternative"),
    (
        N,
        "                    n=Choice(detour_doubles, {'yes': 2, 'no': 1, 'other': 1}),\n",
        "a choice needs one value for each alternative",
    ),
    (N, "                    n=Choice(close_within, {'5': 2}),\n", "a choice needs one value for each alternative"),
    (N, "                    n=Choice('detour-doubles', {'yes': 2, 'no': 1}),\n", ""),
    (BASE, '"service"), base=40.0', "not exact"),
    (BASE, '"service"), base=-40', "Section 2 (2): base: -40"),
    (BASE, '"service"), base="forty"', ""),
    (BASE, '"service"), base=40, bonus="no"', "Section 2 (2): bonus: 'no' (str) is not True or False"),
    (BASE, '"service"), base=40, within="1"', "Section 2 (2): within: '1' (str) is not a Section"),
    (BASE, '"service"), base=40, start=Fraction', "Section 2 (2): start"),
    (BASE, '"service"), base=40, cap=0.5', "not exact"),
    (BASE, '"service"), base=40, combine="max"', "Section 2 (2): combine"),
    (FIGURE, "per_hundred", "Figure per-hundred (4): of"),
    (
        FIGURE,
        FIGURE.replace("per_hundred,", "'per_hundred',"),
        "Figure per-hundred (4): of.fn: 'per_hundred' (str) is not a function",
    ),
    (FIGURE, FIGURE.replace("per_hundred,", "None,"), "of.fn"),
    (FIGURE, FIGURE.replace("Counted(count(complaint))", "count(complaint)"), "of.inputs['complaints']: Count"),
    (FIGURE, FIGURE.replace("Counted(count(complaint))", "Counted(complaint)"), "of.inputs['complaints'].count: Kind"),
    (FIGURE, FIGURE.replace("Reported(taxis", 'Reported("taxis"'), "of.inputs['hundreds'].measure"),
    (FIGURE, FIGURE.replace("per=100", "per=0"), "of.inputs['hundreds'].per: 0 (int) is not an exact figure of at least 1"),
    (FIGURE, FIGURE.replace("per=100", "per=0.1"), "of.inputs['hundreds'].per: 0.1 (float)"),
    (FIGURE, FIGURE.replace('"hundreds": Reported(taxis, per=100)', '"hundreds": 100'), "of.inputs['hundreds']: 100 (int)"),
    (FIGURE, FIGURE.replace("100)})", '100)}, said="x")'), "of.said: 'x' (str) is not a function"),
    (FIGURE, 'Formula(per_hundred, [("complaints", 1)])', "of.inputs"),
    (STANDING, 'Standing("4", "按得分由高到低排定名次", best="most")', "Standing score (4): best: 'most' (str) is not one of"),
    (STANDING, 'Standing("4", "按得分由高到低排定名次", larger="taxis")', "Standing score (4): larger"),
    (
        STANDING,
        'Standing("4", "按得分由高到低排定名次", larger=taxis)',
        "cannot do without the measure taxis: list it in the sector's needs",
    ),
    (STANDING, 'Standing("4", "按得分由高到低排定名次", of=per_hundred)', "Standing score (4): of"),
    (STANDING, 'Standing(4, "按得分由高到低排定名次")', "Standing score (4): clause: 4 (int) is not text"),
    (STANDING, 'Standing("", "按得分由高到低排定名次")', "clause: '' (str) is not text (and not blank)"),
    (STANDING, '"a standing"', "'a standing' (str) is no provision"),
    (STANDING, "None", "None (NoneType) is no provision"),
    (STANDING, 'type("Mine", (Standing,), {})("4", "按得分由高到低排定名次")', "is no provision"),
    (PLACE, "First(0))", "Outcome praised (4): place.n: 0 (int) is not a whole number of at least 1"),
    (PLACE, 'First("1/2"))', "place.n: Fraction(1, 2) (Fraction) is not a whole number of at least 1"),
    (PLACE, "1)", "Outcome praised (4): place: 1 (int) is not First"),
    (PLACE, "First)", "Outcome praised (4): place"),
    (PLACE, 'First(1), also="praised")', "also: 'praised' (str) is not a tuple"),
    (PLACE, "First(1), periods=YEAR)", "periods: 'year' (str) is not a tuple"),
    (PLACE, 'First(1), among_eligible="no")', "among_eligible: 'no' (str) is not True or False"),
    (FORCE, 'in_force_from="2025-01-01"', "in_force_from: '2025-01-01' (str) is not a date"),
    (FORCE, "in_force_from=2025", "in_force_from: 2025 (int) is not a date"),
    (FORCE, "in_force_from=__import__('datetime').datetime(2025, 1, 1)", "in_force_from:"),
    (TEXT, 'text="notice_2025_2.zh.md"', "text: 'notice_2025_2.zh.md' (str) is not an Edition"),
    (TEXT, "text=None", "text: None (NoneType) is not an Edition"),
    (TEXT, 'text=Edition("notice_2025_2.zh.md")', "text.source: 'notice_2025_2.zh.md' (str) is not a file of the package"),
    (TEXT, "text=files(__package__) / 'notice_2025_2.zh.md'", "text:"),
    (PERIODS, "    periods=YEAR,\n", "periods: 'year' (str) is not a tuple"),
    (PERIODS, "    periods=[YEAR, QUARTER],\n", "periods: ['year', 'quarter'] (list) is not a tuple"),
    (PERIODS, '    periods=("week",),\n', "'week' is no kind of period"),
    (PERIODS, "    periods=(1,),\n", "periods[0]: 1 (int)"),
    (PERIODS, "    periods=(YEAR, QUARTER),\n    by_case=1,\n", "by_case: 1 (int) is not True or False"),
    (PERIODS, "    periods=(YEAR, QUARTER),\n    notes=('made up',),\n", "notes[0]: 'made up' (str) is not a Words"),
    (PERIODS, "    periods=(YEAR, QUARTER),\n    notes=Words('好', 'good'),\n", "notes: Words"),
    (PERIODS, "    periods=(YEAR, QUARTER),\n    supplied=(print,),\n", "supplied[0]"),
    (PERIODS, "    periods=(YEAR, QUARTER),\n    needs=('taxis',),\n", "needs[0]: 'taxis' (str) is not a MeasureKind"),
    (PERIODS, "    periods=(YEAR, QUARTER),\n    heads=COMPANY,\n", "heads: UnitKind"),
    ("kinds=(complaint, late)", "kinds=[complaint, late]", "kinds: [Kind("),
    ("kinds=(complaint, late)", "kinds=(complaint, 'late')", "kinds[1]: 'late' (str) is not a Kind"),
    ("kinds=(complaint, late)", "kinds=(complaint,)", "the kind late is not declared by the sector"),
    ("steps=(transfer, close, decide)", "steps=(transfer, decide)", "the step close is not declared by the sector"),
    ("steps=(transfer, close, decide)", "steps=transfer", "steps: Step("),
    ("measures=(taxis,)", "measures=()", "the measure taxis is not declared by the sector"),
    ("measures=(taxis,)", "measures=taxis", "measures: MeasureKind("),
    ("assessed=(COMPANY.code,)", "assessed=COMPANY.code", "assessed: 'company' (str) is not a tuple"),
    ("assessed=(COMPANY.code,)", "assessed=(COMPANY,)", "assessed[0]: UnitKind("),
    ("regulations=(FIRST, SECOND)", "regulations=SECOND", "regulations: it is no tuple"),
    ("regulations=(FIRST, SECOND)", "regulations=[FIRST, SECOND]", "regulations: it is no tuple"),
    ("regulations=(FIRST, SECOND)", "regulations=(FIRST, 'x')", "regulations: str is not a Regulation"),
    ("regulations=(FIRST, SECOND)", "regulations=()", "it needs at least one regulation"),
    ('sample=files(__package__) / "sample"', 'sample="sample"', "sample: 'sample' (str) is not a file of the package"),
    ('name="taxi",\n', "name=5,\n", "name: 5 (int)"),
    ('name="taxi",\n', 'name="Taxi",\n', "is not a sector's name"),
    ("units=(COMPANY.code,)", "units=COMPANY", "kinds[0].units: UnitKind"),
    ('"情节严重", "serious"), YesNo())', '"情节严重", "serious"), YesNo)', ""),
    ('"情节严重", "serious"), YesNo())', '"情节严重", "serious"), "yes/no")', "serious cannot be True"),
    ('"情节严重", "serious"), YesNo())', '"情节严重", "serious"), YesNo(), required="yes")', "required: 'yes' (str)"),
    ("Number(low=1, whole=True)", 'Number(low="1", whole=True)', "measures[0].type.low: '1' (str) is not an exact figure"),
    ("Number(low=1, whole=True)", "Number(low=0.5)", "measures[0].type.low: 0.5 (float)"),
    (
        'unit=Words("辆", "cars")',
        "unit='辆'",
        "measures[0].unit: '辆' (str) is not a Words",
    ),
    ("kinds=(complaint,))\nclose", "kinds=complaint)\nclose", "steps[0].kinds: Kind("),
    ('requires=("by", "reason")', 'requires="by"', "requires: 'by' (str) is not a tuple"),
    (
        "    alternatives=Positive(whole=True, low=1),\n",
        "    alternatives=Positive(low=1),\n",
        "it takes whole numbers: the reading close-within needs Positive(whole=True)",
    ),
    (
        "    alternatives=Positive(whole=True, low=1),\n",
        "    alternatives=Positive(whole=True, low=9),\n",
        "its default '5' is none of its alternatives",
    ),
    ("    alternatives=Positive(whole=True, low=1),\n", "    alternatives=1,\n", ""),
    ('    alternatives=("yes", "no"),\n', '    alternatives=["yes", "no"],\n', ""),
    ('    alternatives=("yes", "no"),\n', '    alternatives="yes no",\n', ""),
    (UNRULED, 'Unruled("5", (lambda zh, en: zh)(', "Unruled (5): reason"),
    (UNRULED, 'Unruled("5", judged="no", reason=Words(', "Unruled (5): judged: 'no' (str)"),
    (UNRULED, 'Unruled("5", quote=5, reason=Words(', "Unruled (5): quote: 5 (int)"),
    (UNRULED, '(lambda *_: None)("5", Words(', "is no provision"),
    (
        "    whole=100,\n    provisions=(*CLAUSE_1_OF_2024,",
        "    whole=0.1,\n    provisions=(*CLAUSE_1_OF_2024,",
        "whole: 0.1 (float)",
    ),
    (
        "    whole=100,\n    provisions=(*CLAUSE_1_OF_2024,",
        "    whole=100,\n    beside=('x',),\n    provisions=(*CLAUSE_1_OF_2024,",
        "",
    ),
    ("After(transfer)", 'After("transfer")', "Duty close-in-time (1): trigger.step: 'transfer' (str) is not a Step"),
    ("After(transfer)", "transfer", "Duty close-in-time (1): trigger: Step"),
    ("After(transfer)", "After(transfer, when=1)", "trigger.when: 1 (int) is not a Condition"),
    ("expect=Done(close)", "expect=close", "Duty close-in-time (1): expect: Step"),
    ("expect=Done(close)", 'expect=Done(close, other="close")', "expect.other: 'close' (str) is not a tuple"),
    ("breach=late", 'breach="late"', "Duty close-in-time (1): breach: 'late' (str) is not a Kind"),
    ("breach=late", "breach=late, excuse=close", "Duty close-in-time (1): excuse: Step"),
    ("breach=late", 'breach=late, active="yes"', "Duty close-in-time (1): active: 'yes' (str) is not True or False"),
    ("breach=late", "breach=late, once=1", "Duty close-in-time (1): once: 1 (int) is not True or False"),
    (
        'unknown_person=("driver-unknown", Words("责任驾驶员不明", "driver unknown"))',
        'unknown_person="driver-unknown"',
        "SanctionTerms (3): unknown_person",
    ),
    (
        'unknown_person=("driver-unknown", Words("责任驾驶员不明", "driver unknown"))',
        'unknown_person=("driver-unknown",)',
        "unknown_person: it has 1 parts, not 2",
    ),
    (
        'percent_words=Words("扣发百分比", "percentage withheld")',
        "percent_words='扣发百分比'",
        "SanctionTerms (3): percent_words",
    ),
]


@pytest.mark.parametrize(("before", "after", "said"), TAXI, ids=[f"{n:03}" for n in range(len(TAXI))])
def test_a_value_of_the_wrong_type_is_refused_where_it_is_declared(taxi: Make, before: str, after: str, said: str) -> None:
    desk = taxi((before, after), sample=False)
    outcome = desk("run")
    assert outcome.status == 1
    assert outcome.out == ""
    assert "SyntaxError" not in outcome.err
    assert "NameError" not in outcome.err
    assert "the sector “taxi” (from conduct-taxi 0.1.0) cannot be loaded" in outcome.err
    assert said in outcome.err, outcome.err
    assert "conduct_taxi/__init__.py:" in outcome.err
    assert "conduct failed" not in outcome.err


STREET = [
    ('"mean",\n', '"median",\n', "VolumeRanking request (4): average: 'median' (str) is not one of 'mean', 'pooled'"),
    ('Formula(index, {"weight": Weighed(), "tens": Fixed(10)})', "index", "VolumeRanking request (4): index"),
    ("Fixed(10)", "Fixed(0.5)", "index.inputs['tens'].n: 0.5 (float) is not an exact figure"),
    ("Fixed(10)", "Fixed('ten')", ""),
    ("Fixed(10)", "Fixed(10 ** 5000)", "larger than any figure"),
    ("Ladder((3,), 1)", "Ladder((), 1)", "ladders['street'].figures: it is empty"),
    ("Ladder((3,), 1)", "Ladder((3,), -1)", "ladders['street'].least: -1"),
    ("Ladder((3,), 1)", "Ladder(3, 1)", ""),
    ("{STREET.code: Ladder((3,), 1)}", "Ladder((3,), 1)", "VolumeRanking request (4): ladders"),
    (
        'Channel("normal", ("normal",))',
        'Channel("normal", "normal")',
        "channels['street'][0].takes: 'normal' (str) is not a tuple",
    ),
    ('Channel("normal", ("normal",))', 'Channel("normal", ())', "channels['street'][0].takes: it is empty"),
    ('Channel("normal", ("normal",))', 'Channel("any", ("normal",))', "the channel any is no value of urgency"),
    (
        'Channel("normal", ("normal",))',
        'Channel("normal", ("other",))',
        "the channel normal takes other, which is no value of urgency",
    ),
    ("FromPeriod(fifth)", "FromPeriod(5)", "Duty report-monthly (3): by.fn: 5 (int) is not a function"),
    ("FromPeriod(fifth)", "fifth", "Duty report-monthly (3): by: <function"),
    ("EveryPeriod((MONTH,))", "EveryPeriod(MONTH)", "trigger.kinds: 'month' (str) is not a tuple"),
    ("Done(report, period=month)", 'Done(report, period="month")', "expect.period: 'month' (str) is not an Attribute"),
    ("Given(due)", 'Given("due")', "by.due: 'due' (str) is not an Attribute"),
    (
        'Combined("5", "全年得分为各月得分的平均", YEAR, MONTH)',
        'Combined("5", "全年得分为各月得分的平均", "half", MONTH)',
        "'half' is no kind of period",
    ),
    (
        'Combined("5", "全年得分为各月得分的平均", YEAR, MONTH)',
        'Combined("5", "全年得分为各月得分的平均", MONTH, YEAR)',
        "no month is made of years",
    ),
    (
        'Combined("5", "全年得分为各月得分的平均", YEAR, MONTH)',
        'Combined("5", "全年得分为各月得分的平均", YEAR, YEAR)',
        "no year is made of years",
    ),
    (
        'Combined("5", "全年得分为各月得分的平均", YEAR, MONTH)',
        'Combined("5", "全年得分为各月得分的平均", YEAR, MONTH, how="sum")',
        "how: 'sum' (str)",
    ),
    ("periods=(MONTH, YEAR)", "periods=(MONTH,)", "Combined (5): the sector assesses no year: list it among its periods"),
    ('Supplied("sheet", Words("表", "sheet"), with_sheet)', 'Supplied("sheet", "表", with_sheet)', "supplied[0].words"),
    (
        'Supplied("sheet", Words("表", "sheet"), with_sheet)',
        'Supplied("sheet", Words("表", "sheet"), "with_sheet")',
        "supplied[0].apply",
    ),
    ('{"normal": Words("一般", "normal"), "urgent": Words("紧急", "urgent")}', '["normal", "urgent"]', ""),
    (
        '{"normal": Words("一般", "normal"), "urgent": Words("紧急", "urgent")}',
        '{"normal": "一般", "urgent": "紧急"}',
        "type.words['normal']: '一般' (str) is not a Words",
    ),
    ("        solved,\n", "        type('Mine', (Section,), {})('2', '2', 'x', Words('y', 'z')),\n", "is no provision"),
]


@pytest.mark.parametrize(("before", "after", "said"), STREET, ids=[f"{n:03}" for n in range(len(STREET))])
def test_rankings_periods_and_files_are_declared_rightly(street: Make, before: str, after: str, said: str) -> None:
    desk = street((before, after), sample=False)
    outcome = desk("run")
    assert outcome.status == 1
    assert "the sector “street” (from conduct-street 0.1.0) cannot be loaded" in outcome.err
    assert said in outcome.err, outcome.err
    assert "conduct failed" not in outcome.err


def test_each_field_of_the_vocabulary_has_a_type() -> None:
    """One whose type says that a reading may stand in it is a place for readings."""
    untyped, closed = [], []
    for word in (*NAMES, Edition):
        hints = typing.get_type_hints(word, localns={"Traversable": Traversable})
        for field in (f for f in attrs.fields(word) if f.init):
            if hints[field.name] is Any:
                untyped.append(f"{word.__name__}.{field.name}")
            if Choice in typing.get_args(hints[field.name]) and field.name not in PLACES[word.__name__]:
                closed.append(f"{word.__name__}.{field.name}")
    assert untyped == []
    assert closed == []
