"""What is declared wrongly is refused where it is declared: with the package, the line, and what would be right."""

from __future__ import annotations

import pytest

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
MODEL = ("import Attribute, ClauseId, Kind,", "import Attribute, ClauseId, Finds, Kind, Options,")


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
