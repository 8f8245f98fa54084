"""The desk: what a clerk types, what stands above, and that nothing that is typed ends it."""

from __future__ import annotations

import io
import sqlite3
from datetime import date

import pytest

from tests.conftest import Desk, Outcome

UNITS = "unit,name,kind\nD1,接待站,desk\nP1,张三,person\nK1,骨科,department\n"
TODAY = date.today().isoformat()


@pytest.fixture
def counter(reception: Desk) -> Desk:
    """A hospital's ledger with one desk."""
    reception.write("units.csv", UNITS)
    assert reception("init").status == 0
    assert reception("load", "units.csv").status == 0
    return reception


class _Pipe(io.StringIO):
    """Standard input as bytes come through a pipe."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.buffer = io.BytesIO(content)


def typed(desk: Desk, monkeypatch: pytest.MonkeyPatch, *lines: str | bytes, lang: str = "en") -> Outcome:
    """A session of these lines."""
    content = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    monkeypatch.setattr("sys.stdin", _Pipe(content))
    return desk("desk", lang=lang)


def _rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        return connection.execute(query).fetchall()


def test_what_is_due_stands_above(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counter("record", "incident", "incident=old", "date=2019-03-05", "on-the-spot=yes")
    outcome = typed(counter, monkeypatch)
    assert outcome.status == 0
    heading, due = outcome.out.splitlines()[:2]
    assert TODAY in heading
    assert "2 due, 2 of them overdue" in due
    assert "old" in outcome.out
    assert "answer at once (answer)  overdue" in outcome.out


def test_a_case_that_the_desk_takes_in_today_is_recorded_by_that(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(counter, monkeypatch, "complaint text=today", "day 2019-03-05", "complaint text=then", "day", "complaint recorded=no")
    assert _rows(counter, "SELECT date, recorded FROM hospital_incidents ORDER BY seq") == [
        (TODAY, 1), ("2019-03-05", 0), (TODAY, 0),
    ]  # fmt: skip
    assert _rows(counter, "SELECT count(*) FROM hospital_actions") == [(0,)]


def test_record_alone_does_not_say_so(counter: Desk) -> None:
    counter("record", "incident", "text=x")
    assert _rows(counter, "SELECT recorded FROM hospital_incidents") == [(0,)]


def test_steps_go_to_the_case_at_hand_or_to_the_one_named(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = typed(
        counter, monkeypatch,
        "day 2019-03-05", "new text=a", "new text=b", "answer basis=x", "2019-0001 answer basis=y", "archive report",
    )  # fmt: skip
    assert outcome.status == 0
    assert _rows(counter, "SELECT incident, step, date FROM hospital_actions ORDER BY seq") == [
        ("2019-0002", "answer", "2019-03-05"),
        ("2019-0001", "answer", "2019-03-05"),
        ("2019-0001", "archive", "2019-03-05"),
        ("2019-0001", "report", "2019-03-05"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dance", "dance"),
        ("complaint 等了 三个小时", "quotation marks"),
        ('complaint text="open', "quotation mark"),
        ("answer basis=x", "no case"),
        ("case nowhere", "nowhere"),
        ("9999 answer basis=x", "no incident “9999”"),
        ("9999", "no incident “9999”"),
        ("report、dance", "dance"),
        ("day 2019-02-30", "2019-02-30"),
        ("unit nowhere", "nowhere"),
        ("complaint colour=red", "colour"),
        ("complaint against=nobody", "nobody"),
        ("complaint text=a text=b", "twice"),
        ("complaint promise", "due"),
        (b"complaint text=\xff\xfe", "UTF-8"),
    ],
)
def test_an_error_enters_nothing_and_does_not_end_the_session(
    counter: Desk, monkeypatch: pytest.MonkeyPatch, line: str | bytes, said: str
) -> None:
    outcome = typed(counter, monkeypatch, line, "complaint text=after")
    assert outcome.status == 1  # what came through a pipe is not all entered
    assert said in outcome.err
    assert _rows(counter, "SELECT text FROM hospital_incidents") == [("after",)]


def test_a_clerk_at_a_terminal_who_has_seen_what_was_refused_leaves_with_status_0(
    counter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["dance", "complaint text=x"])

    def read(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("builtins.input", read)
    outcome = counter("desk")
    assert (outcome.status, "dance" in outcome.err) == (0, True)
    assert _rows(counter, "SELECT text FROM hospital_incidents") == [("x",)]


def test_the_day_of_entries_is_not_the_day_as_of_which_things_are_due(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counter("record", "incident", "incident=old", "date=2019-03-05", "on-the-spot=yes")
    outcome = typed(counter, monkeypatch, "day 2019-03-05", "due", "case old")
    opening, again = [line for line in outcome.out.splitlines() if " due, " in line]
    assert opening == again == "2 due, 2 of them overdue"
    assert outcome.out.split("2 due, 2 of them overdue")[2].count("overdue") >= 2
    assert outcome.out.rpartition("old")[2]
    assert counter("case", "old").out in outcome.out


def test_a_value_with_blanks_stands_in_quotation_marks(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(counter, monkeypatch, '投诉 内容=“医生 答复 很慢” 投诉人="王 某"', "complaint text=it's", "投诉　内容＝宽　登记")
    assert _rows(counter, "SELECT text, complainant FROM hospital_incidents ORDER BY seq") == [
        ("医生 答复 很慢", "王 某"), ("it's", None), ("宽", None),
    ]  # fmt: skip
    assert _rows(counter, "SELECT step FROM hospital_actions") == [("record",)]


def test_hostile_text_comes_out_literally(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "\x1b]0;x\x07=1+1\u202e"
    outcome = typed(counter, monkeypatch, f"complaint incident=e text={evil}", "case e", f"{evil}", f"case {evil}")
    assert outcome.status == 1
    for stream in (outcome.out, outcome.err):
        assert "\x1b" not in stream
        assert "\u202e" not in stream
    assert _rows(counter, "SELECT text FROM hospital_incidents") == [(evil,)]


@pytest.mark.parametrize("word", ["quit", "退出", "exit", "q"])
def test_quit_ends_it_with_status_0(counter: Desk, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    outcome = typed(counter, monkeypatch, word, "complaint text=x")
    assert outcome.status == 0
    assert _rows(counter, "SELECT count(*) FROM hospital_incidents") == [(0,)]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("open a case", "waited three hours", "survey")), ("zh", ("开立一件", "加引号", "满意度调查"))]
)
def test_help_in_both_languages(counter: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, words: tuple[str, ...]) -> None:
    outcome = typed(counter, monkeypatch, "help" if lang == "en" else "帮助", lang=lang)
    for word in words:
        assert word in outcome.out


def test_defaults_are_set_within_the_session(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counter("record", "unit", "unit=D2", "name=东院", "kind=desk")
    outcome = typed(counter, monkeypatch, "complaint text=a", "unit D2", "clerk P1", "complaint text=b answer basis=x")
    assert outcome.status == 1
    assert "unit" in outcome.err  # of two desks one must be said
    assert _rows(counter, "SELECT unit, text FROM hospital_incidents") == [("D2", "b")]
    assert _rows(counter, 'SELECT "by" FROM hospital_actions') == [("P1",)]


@pytest.mark.parametrize("written", ["反馈、通报、公示", "feed-back,notify，publish", "反馈、通报 公示"])
def test_several_steps_stand_in_one_word(counter: Desk, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    typed(counter, monkeypatch, "complaint text=a answer basis=x", written)
    assert _rows(counter, "SELECT step FROM hospital_actions ORDER BY seq") == [
        ("answer",), ("feed-back",), ("notify",), ("publish",)
    ]  # fmt: skip


def test_what_a_load_would_warn_of_is_said_at_the_desk(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = typed(counter, monkeypatch, "complaint", "answer basis=x date=2019-03-05", "answer basis=x date=2999-01-01")
    assert outcome.err.count("warning:") == 2
    assert "2019-03-05" in outcome.err
    assert "2999-01-01" in outcome.err
    assert _rows(counter, "SELECT count(*) FROM hospital_actions") == [(2,)]


def test_the_clerk_is_put_down_at_the_desk_as_by_record(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.write("conduct.toml", '[office]\nclerk = "P1"\n')
    outcome = typed(counter, monkeypatch, "help", "complaint", "appeal reason=x", "withdraw reason=x")
    assert "nobody is put down for review-requested, appeal, appeal-decided" in outcome.out
    assert "needs this cell filled" in outcome.err
    assert _rows(counter, 'SELECT step, "by" FROM hospital_actions') == [("withdraw", "P1")]


def test_a_configured_unit_that_there_is_not_is_said_at_once(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.write("conduct.toml", '[office]\nunit = "NO"\n')
    assert "conduct.toml [office] unit" in typed(counter, monkeypatch).err


def test_a_configured_unit_may_be_named(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counter("record", "incident", "date=2019-03-05")
    counter.write("conduct.toml", '[office]\nunit = "接待站"\n')
    outcome = typed(counter, monkeypatch)
    assert outcome.err == ""
    assert "0 due" not in outcome.out


BROKEN_ZH = ("a 答复无依据（第2项）", "a 未按会商、拟订方案、报批的顺序办理（第3项）", "归档须在答复之后（第6项）")
BROKEN_EN = ("a answered without a basis (duty2)", "a steps out of order (duty3)", "archive comes after answer (duty6)")


@pytest.mark.parametrize(("lang", "said"), [("zh", BROKEN_ZH), ("en", BROKEN_EN)])
def test_what_a_line_breaks_is_said_right_after_it(
    counter: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, said: tuple[str, ...]
) -> None:
    lines = ("complaint incident=a major=yes record", "archive", "convene with=骨科", "answer", "archive")
    outcome = typed(counter, monkeypatch, *lines, lang=lang)
    assert outcome.err == ""
    for one in said:
        assert outcome.out.count(one) == 1, one  # not again after a later line, nor of an archive on the answer's day


def test_a_case_that_is_closed_with_a_breach_does_not_end_with_nothing_due_alone(
    counter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = typed(counter, monkeypatch, "投诉 登记 答复 归档、上报、公示、反馈、通报 满意度调查 满意度=4", lang="zh")
    assert outcome.err == ""
    breach, due = outcome.out.splitlines()[-2:]
    assert "未履行" in breach
    assert "答复无依据（第2项）" in breach
    assert "没有待办" in due


def test_a_case_is_shown(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = typed(counter, monkeypatch, "complaint incident=a text=排队", "case a", "case", "a")
    assert outcome.out.count("排队") == 3


def test_without_a_ledger_it_says_so(reception: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = typed(reception, monkeypatch, "complaint text=x")
    assert outcome.status == 1
    assert "init" in outcome.err


@pytest.mark.parametrize("refused", ["complaint text=second against=K9", "new text=second nonsense", 'complaint text="open'])
def test_what_follows_a_refused_opening_is_about_no_case(counter: Desk, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """Else one patient's answer would stand on another's complaint."""
    first = "complaint incident=first text=first promise due=2099-01-04"
    outcome = typed(counter, monkeypatch, first, refused, "answer basis=of-the-second")
    assert "there is no case at hand" in outcome.err
    assert _rows(counter, "SELECT step FROM hospital_actions WHERE incident = 'first'") == [("promise",)]
