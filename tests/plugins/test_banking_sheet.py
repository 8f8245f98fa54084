"""The score sheet that a deployment supplies: what is wrong with one is said in plain words, and a valid one is what counts."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Desk, Outcome

CONFIGURED = '[banking]\nscore-sheet = "sheet.toml"\n'
SHEET = """\
[indicators.courtesy]
points = 10
[indicators.courtesy.items.rude]
points = 3
text = "对客户态度生硬"
[indicators.appearance]
points = 10
[indicators.appearance.items.badge]
points = 0.5
text = "未佩戴工号牌"
[indicators.efficiency]
points = 10
[indicators.discipline]
points = 10
[indicators.environment]
points = 10
[indicators.back-office]
points = 5.5
[indicators.recommendation]
points = 4.5
[indicators.evaluation]
points = 10
[indicators.organisation]
points = 10
[indicators.institution]
points = 8
[indicators.complaints]
points = 12
bands = [{rate = 0.5, share = 1}, {rate = 2, share = 0.25}]
"""
COURTESY = "[indicators.courtesy]\npoints = 10\n"
RUDE = '[indicators.courtesy.items.rude]\npoints = 3\ntext = "对客户态度生硬"\n'
INSTITUTION = "[indicators.institution]\npoints = 8\n"
EVALUATION = "[indicators.evaluation]\npoints = 10\n"
BANDS = "bands = [{rate = 0.5, share = 1}, {rate = 2, share = 0.25}]\n"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def bank(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose ledger holds two branches with equal figures for the first quarter of 2012."""
    monkeypatch.setenv("CONDUCT_SECTOR", "banking")
    measures = [("satisfied", "1"), ("basically-satisfied", "0"), ("transactions", "10000")]
    units = desk.write("units.csv", "unit,name,kind\nA,Branch A,branch\nB,Branch B,branch\n")
    figures = "".join(f"{u},{m},2012-Q1,{value}\n" for u in "AB" for m, value in measures)
    desk.begin("two branches", ["init"], ["load", units, desk.write("measures.csv", "unit,measure,period,value\n" + figures)])
    return desk


def changed(old: str, new: str) -> str:
    """The sheet with one part of it put otherwise."""
    assert SHEET.count(old) == 1
    return SHEET.replace(old, new)


def names(outcome: Outcome, file: str, key: str) -> bool:
    """Whether one line of the error names the file and the key, the whole key."""
    return any(
        line.startswith(file) and re.search(rf"(?<![\w.-]){re.escape(key)}(?![\w.\[-])", line)
        for line in outcome.err.splitlines()
    )


def refused(desk: Desk, lang: str, *arguments: str) -> Outcome:
    """What a command leaves that must be refused in plain words, in the language asked for."""
    outcome = desk(*(arguments or ("run", "--period", "2012-Q1")), lang=lang)
    assert outcome.status == 1
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "CONDUCT_TRACEBACK" not in outcome.err  # not taken for a fault of the program
    for line in outcome.err.splitlines():
        assert bool(CHINESE.search(line)) == (lang == "zh"), line
    return outcome


NO_NUMBERS = ['"10"', "true", "false", "nan", "inf", "-inf", "[10]", "{}", "2012-01-01"]
WRONG = {
    # the sums: 70 on site, 30 off site
    "on-site sum": (changed(COURTESY, COURTESY.replace("10", "10.5")), "courtesy.points"),
    "off-site sum": (changed(INSTITUTION, INSTITUTION.replace("8", "7")), "institution.points"),
    "a hundred, parted otherwise": (
        changed(COURTESY, COURTESY.replace("10", "11")).replace(INSTITUTION, INSTITUTION.replace("8", "7")),
        "institution.points",
    ),
    "almost": (changed("points = 5.5", "points = 5.5000000000000000000000000001"), "back-office.points"),
    # the eleven indicators
    "nothing": ("", "indicators.courtesy"),
    "missing indicator": (changed("[indicators.discipline]\npoints = 10\n", ""), "indicators.discipline"),
    "missing complaints": (SHEET[: SHEET.index("[indicators.complaints]")], "indicators.complaints"),
    "unknown indicator": (SHEET + "[indicators.smile]\npoints = 0\n", "indicators.smile"),
    "misspelt indicator": (changed("indicators.back-office", "indicators.back_office"), "indicators.back_office"),
    "indicators no table": ("indicators = 100\n", "indicators"),
    "indicator no table": (changed(COURTESY + RUDE, "indicators.courtesy = 10\n"), "indicators.courtesy"),
    # keys
    "unknown key": (SHEET + "[annex]\nyear = 2012\n", "annex"),
    "unknown key of an indicator": (changed(COURTESY, COURTESY + "weight = 1\n"), "indicators.courtesy.weight"),
    "bands where there are none": (changed(COURTESY, COURTESY + BANDS), "indicators.courtesy.bands"),
    "unknown key of an item": (changed(RUDE, RUDE + "once = true\n"), "indicators.courtesy.items.rude.once"),
    "unknown key of a band": (changed("share = 1}", "share = 1, per = 1}"), "indicators.complaints.bands[1].per"),
    # numbers
    "no points": (changed(COURTESY, "[indicators.courtesy]\n"), "indicators.courtesy.points"),
    "negative points": (changed(COURTESY, COURTESY.replace("10", "-10")), "indicators.courtesy.points"),
    "item without points": (changed("points = 3\n", ""), "indicators.courtesy.items.rude.points"),
    "negative item": (changed("points = 3\n", "points = -3\n"), "indicators.courtesy.items.rude.points"),
    "negative rate": (changed("rate = 0.5", "rate = -0.5"), "indicators.complaints.bands[1].rate"),
    "negative share": (changed("share = 0.25", "share = -0.25"), "indicators.complaints.bands[2].share"),
    "more than the whole": (changed("share = 1}", "share = 1.01}"), "indicators.complaints.bands[1].share"),
    **{f"points {v}": (changed(COURTESY, COURTESY.replace("10", v)), "indicators.courtesy.points") for v in NO_NUMBERS},
    **{f"item {v}": (changed("points = 3\n", f"points = {v}\n"), "indicators.courtesy.items.rude.points") for v in NO_NUMBERS},
    **{f"rate {v}": (changed("rate = 2", f"rate = {v}"), "indicators.complaints.bands[2].rate") for v in NO_NUMBERS},
    **{f"share {v}": (changed("share = 0.25", f"share = {v}"), "indicators.complaints.bands[2].share") for v in NO_NUMBERS},
    # items
    "missing text": (changed('text = "对客户态度生硬"\n', ""), "indicators.courtesy.items.rude.text"),
    "empty text": (changed("对客户态度生硬", ""), "indicators.courtesy.items.rude.text"),
    "blank text": (changed("对客户态度生硬", "  "), "indicators.courtesy.items.rude.text"),
    "text a number": (changed('"对客户态度生硬"', "3"), "indicators.courtesy.items.rude.text"),
    "same code twice": (changed("appearance.items.badge", "appearance.items.rude"), "indicators.appearance.items.rude"),
    "items no table": (changed(RUDE, "items = 3\n"), "indicators.courtesy.items"),
    "item no table": (changed(RUDE, "items.rude = 3\n"), "indicators.courtesy.items.rude"),
    # bands
    "no bands": (changed(BANDS, ""), "indicators.complaints.bands"),
    "empty bands": (changed(BANDS, "bands = []\n"), "indicators.complaints.bands"),
    "bands no list": (changed(BANDS, "bands = 2\n"), "indicators.complaints.bands"),
    "bands a table": (changed(BANDS, "bands = {rate = 2, share = 1}\n"), "indicators.complaints.bands"),
    "band no table": (changed(BANDS, "bands = [2]\n"), "indicators.complaints.bands[1]"),
    "band without rate": (changed("rate = 2, ", ""), "indicators.complaints.bands[2].rate"),
    "band without share": (changed(", share = 0.25", ""), "indicators.complaints.bands[2].share"),
    "equal rates": (changed("rate = 2", "rate = 0.50"), "indicators.complaints.bands[2].rate"),
    "falling rates": (changed("rate = 2", "rate = 0.4"), "indicators.complaints.bands[2].rate"),
    "a share that rises with the rate": (changed("share = 1}", "share = 0.2}"), "indicators.complaints.bands[2].share"),
    # what a finding is entered by
    "same text twice": (changed("未佩戴工号牌", "对客户态度生硬"), "indicators.appearance.items.badge.text"),
    "an item of no points": (changed("points = 3\n", "points = 0\n"), "indicators.courtesy.items.rude.points"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_a_sheet_is_said_by_file_and_key(bank: Desk, what: str, lang: str) -> None:
    text, key = WRONG[what]
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", text)
    outcome = refused(bank, lang)
    assert names(outcome, "sheet.toml", key), outcome.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_sums_are_said_with_what_they_come_to(bank: Desk, lang: str) -> None:
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", WRONG["a hundred, parted otherwise"][0])
    lines = refused(bank, lang).err.splitlines()
    assert any("71" in line and "70" in line for line in lines)
    assert any("29" in line and "30" in line for line in lines)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_faults_of_a_sheet_are_said(bank: Desk, lang: str) -> None:
    bank.write("conduct.toml", CONFIGURED)
    bank.write(
        "sheet.toml", changed("points = 3\n", "points = true\n").replace("rate = 2", "rate = 0.5").replace("未佩戴工号牌", "")
    )
    outcome = refused(bank, lang)
    for key in ("courtesy.items.rude.points", "appearance.items.badge.text", "complaints.bands[2].rate"):
        assert names(outcome, "sheet.toml", f"indicators.{key}"), outcome.err


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "text",
    ["points = = 1\n", SHEET + COURTESY, RUDE.replace("points = 3", "points = 3\npoints = 3"), '评 = "分"'.encode("gb18030")],
    ids=["no TOML", "an indicator twice", "a key twice", "no UTF-8"],
)
def test_a_sheet_that_cannot_be_read_is_named(bank: Desk, text: str | bytes, lang: str) -> None:
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", text)
    assert "sheet.toml" in refused(bank, lang).err


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("named", ['"none.toml"', '""', '"."', "3", "true", '["sheet.toml"]', "{indicators = 1}"])
def test_a_name_that_is_no_file_is_said_with_the_configuration_and_its_key(bank: Desk, named: str, lang: str) -> None:
    bank.write("conduct.toml", f"[banking]\nscore-sheet = {named}\n")
    outcome = refused(bank, lang)
    assert outcome.err.startswith("conduct.toml")
    assert "score-sheet" in outcome.err
    assert "banking" in outcome.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_misspelt_setting_is_not_passed_over(bank: Desk, lang: str) -> None:
    bank.write("conduct.toml", CONFIGURED.replace("score-sheet", "scoresheet"))
    bank.write("sheet.toml", SHEET)
    assert names(refused(bank, lang), "conduct.toml", "banking.scoresheet")


@pytest.mark.parametrize(
    "command", [("load", "units.csv"), ("regulation",), ("readings",), ("duties",), ("publish",)], ids=lambda c: c[0]
)
def test_no_command_goes_on_with_a_wrong_sheet(bank: Desk, command: tuple[str, ...]) -> None:
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", changed("points = 3\n", "points = -3\n"))
    assert names(refused(bank, "en", *command), "sheet.toml", "indicators.courtesy.items.rude.points")


# ---- a valid sheet


VALID = {
    "as it is": SHEET,
    "with a mark before it": "\ufeff" + SHEET,
    "a zero after": changed("points = 5.5", "points = 5.50"),
    "hexadecimal": changed(COURTESY, COURTESY.replace("10", "0xA")),
    "a band at 0": changed(BANDS, "bands = [{rate = 0, share = 1}]\n"),
    "no items": changed(RUDE, ""),
    "equal shares": changed("share = 0.25", "share = 1"),
}


@pytest.mark.parametrize("what", VALID)
def test_a_valid_sheet_is_taken(bank: Desk, what: str) -> None:
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", VALID[what])
    assert [u["score"] for u in bank.run("--period", "2012-Q1")["units"]] == [100, 100]


def test_a_valid_sheet_is_what_counts(bank: Desk) -> None:
    facts = bank.write(
        "incidents.csv",
        "incident,unit,kind,date,item\nf1,A,finding,2012-02-01,rude\nf2,A,finding,2012-02-02,badge\nc1,B,complaint-forum,2012-02-01,\n",
    )
    assert "rude" in refused(bank, "en", "load", facts).err  # the illustrative sheet has no such item
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", SHEET)
    assert bank("load", facts).status == 0
    first, second = bank.run("--period", "2012-Q1")["units"]
    assert (first["unit"], first["score"]) == ("A", 96.5)  # 100 - 3 - 0.5
    assert (second["unit"], second["score"]) == ("B", 95.5)  # a rate of 1: 6 × 0.25 + 6 = 7.5 of 12
    sections = {s["section"]: (s["base"], s["points"], s["score"]) for s in first["sections"]}
    assert sections["courtesy"] == (10, -3, 7)
    assert sections["appearance"] == (10, -0.5, 9.5)
    assert sections["back-office"] == (5.5, 0, 5.5)
    # other figures in the sheet, other results, without a fact changed
    bank.write("sheet.toml", changed("points = 3\n", "points = 4\n").replace("share = 0.25", "share = 0.75"))
    assert {u["unit"]: u["score"] for u in bank.run("--period", "2012-Q1")["units"]} == {"A": 95.5, "B": 98.5}
    # a sheet without an item that a finding names cannot be used for it
    bank.write("sheet.toml", changed("items.badge", "items.no-badge"))
    for lang in ("en", "zh"):
        said = refused(bank, lang).err
        assert "f2" in said
        assert "badge" in said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_finding_under_the_evaluation_is_refused(bank: Desk, lang: str) -> None:
    """art5 scores it by the two rates alone: such a finding is refused, by the sheet or by its row."""
    facts = bank.write("incidents.csv", "incident,unit,kind,date,item\nf1,A,finding,2012-02-01,faked\n")
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", changed(EVALUATION, EVALUATION + 'items.faked = {points = 4, text = "代填"}\n'))
    assert "faked" in refused(bank, lang, "load", facts).err


@pytest.mark.parametrize(("lang", "word"), [("en", "illustrat"), ("zh", "示例")])
def test_only_the_shipped_sheet_is_called_illustrative(bank: Desk, lang: str, word: str) -> None:
    bank.write("sheet.toml", SHEET)  # there, but not named
    runs: list[tuple[str, ...]] = [("run", "--period", "2012-Q1", "--format", form) for form in ("table", "json")]
    for run in runs:
        assert word in bank(*run, lang=lang).out
    bank.write("conduct.toml", CONFIGURED)
    for run in (*runs, ("regulation",)):
        outcome = bank(*run, lang=lang)
        assert outcome.status == 0
        assert word not in outcome.out + outcome.err
    bank.write("conduct.toml", "")
    assert word in bank(*runs[0], lang=lang).out


def test_the_sheet_is_found_beside_the_configuration(bank: Desk) -> None:
    (bank.folder / "office").mkdir()
    bank.write("office/conduct.toml", CONFIGURED)
    bank.write("office/sheet.toml", changed("points = 5.5", "points = 5").replace("points = 4.5", "points = 5"))
    bank.write("sheet.toml", SHEET)

    def back_office() -> object:
        return next(s["base"] for s in bank.run("--period", "2012-Q1")["units"][0]["sections"] if s["section"] == "back-office")

    bank.write("conduct.toml", CONFIGURED)
    assert back_office() == 5.5
    bank.write("conduct.toml", CONFIGURED.replace("sheet.toml", "office/sheet.toml"))
    assert back_office() == 5
    outcome = bank("--config", "office/conduct.toml", "regulation")
    assert outcome.status == 0
    assert re.search(r"back.office: base 5,", outcome.out)


def test_the_sheet_is_part_of_what_a_run_is(bank: Desk) -> None:
    bank.write("conduct.toml", CONFIGURED)
    bank.write("sheet.toml", SHEET)
    bank.run("--period", "2012-Q1")
    first = bank("runs").out
    bank.run("--period", "2012-Q1")
    assert bank("runs").out == first  # the same inputs are the same run
    bank.write("sheet.toml", changed("points = 3\n", "points = 4\n"))
    bank.run("--period", "2012-Q1")
    assert len(bank("runs").out.splitlines()) == len(first.splitlines()) + 1
