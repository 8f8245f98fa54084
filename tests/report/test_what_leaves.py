"""What is personal leaves the office in no output: no result or explanation, no calendar, no document, no file's name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from conduct.cli import main

NAME, PHONE, CARD, ID = "欧阳小明", "13912345678", "6222021234567890128", "32010219800101123X"
OTHER = "钱多多"
TEXT = f"患者{OTHER}（身份证{ID}）称已付款，卡号{CARD}，请回电{PHONE}，欧阳小明代为反映。"
UNITS = "unit,name,kind,parent\nD1,接待站,desk,\nK1,内科,department,D1\nK1-1,赵医师,person,K1\n"
INCIDENTS = (
    "incident,unit,kind,date,complainant,phone,against,major,text,source\n"
    f"q1,D1,complaint,2024-03-04,{NAME},139 1234 5678,K1-1,yes,{TEXT},{NAME}来访\n"
    f"q2,D1,complaint,2024-03-05,{NAME},{PHONE},K1,,{TEXT},\n"
    f"q{PHONE},D1,complaint,2024-03-06,{NAME},{PHONE},K1-1,,{TEXT},\n"
)
ACTIONS = (
    "action,step,date,incident,by,reason,note\n"
    f"a1,answer,2024-03-05,q1,K1-1,,已电告{NAME}（{PHONE}）\n"
    f"a2,withdraw,2024-03-08,q2,D1,{NAME}已撤诉,\n"
    f"a3,review-requested,2024-03-09,q1,{NAME},,\n"
    f"a4,appeal,2024-03-10,q1,K1-1,{OTHER}之言不实,\n"
)


@pytest.fixture
def begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A hospital's ledger with personal data in every field that holds some."""
    monkeypatch.chdir(tmp_path)
    files = []
    for table, rows in (("units", UNITS), ("incidents", INCIDENTS), ("actions", ACTIONS)):
        Path(f"{table}.csv").write_text(rows, encoding="utf-8")
        files.append(f"{table}.csv")
    begins = ["--sector", "hospital", "--lang", "zh"]
    assert main([*begins, "init"]) == 0
    assert main([*begins, "load", *files]) == 0
    return begins


def _given_away(said: str) -> list[str]:
    bare = "".join(said.split())
    return [one for one in (NAME, OTHER, PHONE, CARD, ID) if one in bare.replace(f"q{PHONE}", "")]


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--period", "2024-03", "--trace"),
        ("run", "--period", "2024-03", "--trace", "--format", "json"),
        ("run", "--period", "2024-03", "--format", "csv"),
        ("readings", "--sensitivity", "--period", "2024-03"),
        ("whatif", "--without", "q1", "--period", "2024-03"),
        ("duties", "--as-of", "2024-04-01"),
        ("duties", "--as-of", "2024-04-01", "--format", "json"),
        ("duties", "--as-of", "2024-04-01", "--format", "csv"),
    ],
)
def test_no_result_tells_of_who_complained(
    command: tuple[str, ...], begins: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main([*begins, *command]) == 0
    written = capsys.readouterr()
    assert _given_away(written.out + written.err) == []


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_an_explanation_has_no_number_of_a_person(form: str, begins: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """It gives a reason as it was entered, for the desk."""
    capsys.readouterr()
    assert main([*begins, "explain", "D1", "--period", "2024-03", "--format", form]) == 0
    assert not set(_given_away(capsys.readouterr().out)) & {PHONE, CARD, ID}


def test_a_calendar_hides_a_phone_even_in_an_id(begins: list[str]) -> None:
    assert main([*begins, "duties", "--as-of", "2024-04-01", "--ics", "due.ics"]) == 0
    said = Path("due.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert PHONE not in said
    assert "［电话］" in said
    assert _given_away(said) == []


def _all_in(path: Path) -> str:
    """Everything that a file holds, and its name."""
    if path.suffix == ".html":
        return path.name + path.read_text(encoding="utf-8")
    if path.suffix == ".pdf":
        import pdfplumber

        with pdfplumber.open(path) as document:
            return path.name + str(document.metadata) + "".join(char["text"] for page in document.pages for char in page.chars)
    with zipfile.ZipFile(path) as package:
        return path.name + "".join(package.read(n).decode(errors="replace") for n in package.namelist())


ENDINGS = ["html", "xlsx", pytest.param("docx", marks=pytest.mark.slow), pytest.param("pdf", marks=pytest.mark.slow)]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", ["notice", "data", "letter"])
def test_a_document_hides_what_is_personal_and_says_how_much(kind: str, ending: str, begins: list[str]) -> None:
    unit = ["--unit", "D1"] if kind == "letter" else []
    assert main([*begins, "report", f"{kind}.{ending}", "--kind", kind, *unit, "--period", "2024-03"]) == 0
    said = _all_in(Path(f"{kind}.{ending}"))
    assert PHONE not in "".join(said.split())
    assert _given_away(said) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_letter_hides_who_complained_even_unmasked(ending: str, begins: list[str]) -> None:
    assert main([*begins, "report", f"l.{ending}", "--unit", "D1", "--period", "2024-03", "--unmasked"]) == 0
    said = "".join(_all_in(Path(f"l.{ending}")).split())
    assert NAME not in said
    assert PHONE not in said


def test_letters_to_all_have_names_that_every_system_takes(begins: list[str]) -> None:
    units = "unit,name,kind,parent\nCON,夜间接待站,desk,\n../x,晚间接待站,desk,\n"
    Path("units-2.csv").write_text(units, encoding="utf-8")
    assert main([*begins, "load", "units-2.csv"]) == 0
    assert main([*begins, "report", "letters.html", "--unit", "all", "--period", "2024-03"]) == 0
    names = sorted(path.name for path in Path("letters").iterdir())
    assert len(names) == 3
    assert all(path.parent.name == "letters" for path in Path("letters").rglob("*"))
    assert not [name for name in names if name.startswith(("CON", "."))]


def test_masking_changes_nothing_in_the_ledger(begins: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*begins, "report", "n.html", "--period", "2024-03"]) == 0
    capsys.readouterr()
    assert main([*begins, "history", "q1"]) == 0
    assert NAME in capsys.readouterr().out
    assert main([*begins, "verify"]) == 0
