"""An objection to a breach that its case lacks is warned of at its row, with what may be contested there."""

from __future__ import annotations

from tests.conftest import Desk

HEADER = "action,incident,step,date,by,kind,upheld,reason,mistaken\n"
LACKS = "q1,c16,appeal,2012-08-06,D1,unrecorded,,x,\n"
STANDS = "q2,c16,appeal,2012-08-06,D1,promise-broken,,x,\n"
WHOLE = "q3,c16,appeal,2012-08-06,D1,,,x,\n"
UPHELD = "q4,c16,appeal-decided,2012-08-07,office,,yes,it was kept,\n"
AFTER = "q5,c16,appeal,2012-08-08,D1,promise-broken,,again,\n"
SAYS = "actions.csv, row 2, column kind: it changes nothing: q1 contests “not recorded on the day”"


def file(desk: Desk, *rows: str) -> str:
    """A file of actions."""
    return desk.write("actions.csv", HEADER + "".join(rows))


def test_a_file_s_objection_to_a_breach_that_its_case_lacks_is_warned_of_at_its_row(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    strict = reception("load", "--strict", file(reception, LACKS, STANDS, WHOLE))
    assert strict.status == 1, strict.out
    assert SAYS in strict.err
    loaded = reception("load", file(reception, LACKS, STANDS, WHOLE))
    assert loaded.status == 0, loaded.err
    assert SAYS in loaded.err
    assert "what may be contested: this incident, promise broken" in loaded.err
    assert loaded.err.count("changes nothing") == 1
    assert "不起作用：q1 所争议的“未当日登记”不是 c16 现有的未履行事项；可争议的：此事项、" in (
        reception("load", "--strict", file(reception, LACKS.replace("q1", "q9")), lang="zh").err.replace("q9", "q1")
    )


def test_what_an_appeal_has_taken_out_was_contested_and_a_case_that_is_out_is_not_spoken_of(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    loaded = reception("load", file(reception, STANDS, UPHELD, AFTER))
    assert (loaded.status, "changes nothing" in loaded.err) == (0, False), loaded.err
    out = "q6,c17,withdraw,2012-08-08,office,,,a slip,\n"
    loaded = reception("load", file(reception, out, LACKS.replace("c16", "c17")))
    assert (loaded.status, "changes nothing" in loaded.err) == (0, False), loaded.err


def test_a_batch_goes_on_after_its_objections_were_judged_where_an_action_was_mistaken(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    back = "q7,c16,withdraw,2012-08-09,office,,,a slip,q2\n"
    loaded = reception("load", file(reception, LACKS, STANDS, back))
    assert (loaded.status, loaded.err.count("changes nothing")) == (0, 1), loaded.err
    more = reception("load", file(reception, STANDS.replace("q2", "q8")))
    assert (more.status, "changes nothing" in more.err) == (0, False), more.err
    assert reception("verify").status == 0
