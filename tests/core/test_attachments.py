"""Files attached to cases: kept as they are, told by content, in the chain, in a backup, and released by a decision alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest

import conduct
from tests.conftest import Desk

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


def _facts(desk: Desk) -> None:
    desk.write("units.csv", "unit,name,kind\nL1,Life One,life\n")
    desk.write("incidents.csv", "incident,unit,kind,date,text\ni1,L1,late,2012-03-05,They never called\ni2,L1,late,2012-04-05,\n")
    desk.write("actions.csv", "action,step,date,incident,by,reason\na1,appeal,2012-03-06,i1,L1,we called\n")
    assert desk("load", "units.csv", "incidents.csv", "actions.csv").status == 0


def _package(path: str, *names: str) -> str:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return path


def _kept() -> list[Path]:
    return sorted(path for path in Path("conduct.db.files").rglob("*") if path.is_file())


def test_a_file_is_kept_as_it_was_beside_the_ledger_and_named_in_the_case(desk: Desk) -> None:
    _facts(desk)
    Path("信 一.pdf").write_bytes(PDF)
    done = desk("record", "attachment", "信 一.pdf", "incident=i1", "by=the family", "date=2012-03-07")
    assert done.status == 0, done.err
    assert "attachment 1, 信 一.pdf (" in done.err
    Path("信 一.pdf").unlink()
    assert [path.read_bytes() for path in _kept()] == [PDF]
    case = desk("case", "i1").out
    assert "信 一.pdf" in case
    assert "application/pdf" in case
    assert "the family" in case
    assert "not released" in case
    assert "信 一.pdf" not in desk("case", "i2").out


def test_in_chinese_and_on_an_action(desk: Desk) -> None:
    _facts(desk)
    Path("a.txt").write_text("通话记录", encoding="gb18030")
    done = desk("record", "附件", "a.txt", "动作=a1", "名称=通话 记录.txt", lang="zh")
    assert "已附：附件1，通话 记录.txt（8字节）" in done.err
    assert "通话 记录.txt" in desk("case", "i1", lang="zh").out
    assert desk("record", "公开", "附件=1", "理由=当事人同意", lang="zh").status == 0
    assert "已公开给被考核单位" in desk("case", "i1", lang="zh").out


def test_the_same_file_is_attached_to_one_case_once_and_kept_once_for_several(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    assert "attachment 1" in desk("record", "attachment", "a.pdf", "incident=i1").err
    assert "attached already: attachment 1" in desk("record", "attachment", "a.pdf", "incident=i1").err
    assert "attached: attachment 2" in desk("record", "attachment", "a.pdf", "incident=i2").err
    assert len(_kept()) == 1


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("a.pdf", b"MZ\x90\x00\x03", False),
        ("a.txt", b"\x7fELF\x02\x01", False),
        ("a.jpg", b"<html>\x00", False),
        ("empty.pdf", b"", False),
        ("a.exe", PDF, True),
        ("a", b"\x89PNG\r\n\x1a\n...", True),
        ("a.txt", "投诉人说".encode(), True),
        ("a.txt", "投诉人说".encode("gb18030"), True),
        ("a.bin", b"\xff\xfb\x90\x00", True),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00", True),
    ],
)
def test_what_a_file_is_tells_its_content_and_not_its_name(desk: Desk, name: str, content: bytes, taken: bool) -> None:
    _facts(desk)
    Path(name).write_bytes(content)
    done = desk("record", "attachment", name, "incident=i1")
    assert (done.status == 0) is taken, done.err
    if not taken:
        said = f"by its content {name} is no file that is taken" if content else f"{name}: the file is empty, and was not taken"
        assert said in done.err
        assert _kept() == []


def test_documents_of_an_office_are_taken_and_none_that_holds_macros(desk: Desk) -> None:
    _facts(desk)
    for name, parts, taken in (
        ("a.docx", ["[Content_Types].xml", "word/document.xml"], True),
        ("a.xlsx", ["xl/workbook.xml"], True),
        ("a.ofd", ["OFD.xml"], True),
        ("m.docx", ["word/document.xml", "word/vbaProject.bin"], False),
        ("a.zip", ["readme.txt"], False),
    ):
        assert (desk("record", "attachment", _package(name, *parts), "incident=i1").status == 0) is taken, name


def test_types_and_size_are_the_deployments(desk: Desk) -> None:
    _facts(desk)
    desk.write("conduct.toml", '[attachments]\ntypes = ["png"]\nmost = 1\n')
    Path("a.pdf").write_bytes(PDF)
    assert "taken are: png" in desk("record", "attachment", "a.pdf", "incident=i1").err
    Path("a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1_000_001))
    assert "larger than 1 megabytes" in desk("record", "attachment", "a.png", "incident=i1").err
    for said in ('types = ["exe"]', "types = []", "most = 0", "most = true", 'other = "x"'):
        desk.write("conduct.toml", f"[attachments]\n{said}\n")
        done = desk("run")
        assert done.status == 1
        assert "conduct.toml" in done.err
        assert "attachments." in done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("a.pdf",), "incident=ID, or action=ID"),
        (("a.pdf", "incident=i1", "action=a1"), "one of the two"),
        (("a.pdf", "incident=nobody"), "no unit, incident or action “nobody”"),
        (("gone.pdf", "incident=i1"), "gone.pdf cannot be read"),
        ((".", "incident=i1"), "no ordinary file"),
        (("a.pdf", "incident=i1", "colour=red"), "“colour” does not go here"),
        (("a.pdf", "incident=i1", "date=soon"), "date"),
        (("a.pdf", "incident=i1", "--correct", "x"), "released=no"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(desk: Desk, given: tuple[str, ...], said: str) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    done = desk("record", "attachment", *given)
    assert done.status in (1, 2)
    assert said in done.err
    assert "Traceback" not in done.err
    assert _kept() == []
    assert desk("verify").status == 0


def test_a_name_is_shown_on_one_line_and_opens_no_folder(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    assert desk("record", "attachment", "a.pdf", "incident=i1", "name=../../etc/\x1b[31mred\n=cmd|x.pdf").status == 0
    case = desk("case", "i1").out
    assert "\x1b" not in case
    assert "[31mred =cmd|x.pdf" in case
    assert "etc" not in case


def test_attaching_is_no_change_of_facts(desk: Desk) -> None:
    _facts(desk)
    before = desk("run", "--format", "json", "--period", "2012").out
    runs = len(desk("runs").out.splitlines())
    Path("a.pdf").write_bytes(PDF)
    assert desk("record", "attachment", "a.pdf", "incident=i1").status == 0
    assert desk("record", "release", "incident=i1", "reason=asked for").status == 0
    assert desk("run", "--format", "json", "--period", "2012").out == before
    assert len(desk("runs").out.splitlines()) == runs


def test_a_release_is_kept_with_its_reason_and_taken_back(desk: Desk) -> None:
    _facts(desk)
    assert desk("record", "release", "incident=i1", "reason=the family agrees").status == 0
    assert "Its text is released to its unit" in desk("case", "i1").out
    assert "unchanged" in desk("record", "release", "incident=i1").err
    assert desk("record", "release", "incident=i1", "released=no").status == 0
    assert "Its text is released" not in desk("case", "i1").out
    for given in ((), ("attachment=1", "incident=i1"), ("attachment=9",), ("incident=i1", "released=perhaps")):
        assert desk("record", "release", *given).status in (1, 2)
    with sqlite3.connect("conduct.db") as connection:
        said = connection.execute("SELECT command, reason FROM batches WHERE command = 'release' ORDER BY batch").fetchall()
    connection.close()
    assert said == [("release", "the family agrees"), ("release", None)]


@pytest.mark.parametrize("change", ["content", "gone", "row", "added"])
def test_verify_finds_what_was_changed(desk: Desk, change: str) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    assert desk("record", "attachment", "a.pdf", "incident=i1").status == 0
    assert desk("verify").status == 0
    (kept,) = _kept()
    if change == "content":
        kept.write_bytes(PDF.replace(b"1.7", b"1.4"))
    elif change == "gone":
        kept.unlink()
    else:
        said = "UPDATE insurance_attachments SET owner = 'i2'"
        if change == "added":
            said = "INSERT INTO insurance_releases (\"of\", owner, released, batch) VALUES ('attachments', '1', 1, 2)"
        connection = sqlite3.connect("conduct.db")
        connection.execute(said)
        connection.commit()
        connection.close()
    done = desk("verify")
    assert done.status == 1
    named = {"content": "changed", "gone": "missing", "row": "insurance_attachments", "added": "insurance_releases"}
    assert named[change] in done.err


def test_a_backup_has_the_files_and_is_none_without_them(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    os.chmod("conduct.db", 0o600)
    assert desk("record", "attachment", "a.pdf", "incident=i1").status == 0
    assert desk("backup", "copy.db").status == 0
    assert desk("--ledger", "copy.db", "verify").status == 0
    (copied,) = (path for path in Path("copy.db.files").rglob("*") if path.is_file())
    assert copied.read_bytes() == PDF
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in (copied, copied.parent, copied.parent.parent))
    _kept()[0].unlink()
    done = desk("backup", "other.db")
    assert done.status == 1
    assert "a.pdf" in done.err
    assert not Path("other.db").exists()
    assert not Path("other.db.files").exists()
    shutil.copytree("copy.db.files", "conduct.db.files", dirs_exist_ok=True)
    assert desk("verify").status == 0


def test_a_file_that_was_spoilt_is_restored_by_attaching_it_again(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    assert desk("record", "attachment", "a.pdf", "incident=i1").status == 0
    _kept()[0].write_bytes(b"spoilt")
    assert desk("verify").status == 1
    assert "attached already" in desk("record", "attachment", "a.pdf", "incident=i1").err
    assert desk("verify").status == 0


def test_the_door_gives_what_is_attached(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    with conduct.open("conduct.db", sector="insurance") as office:
        made = office.record("attachment", file=Path("a.pdf"), incident="i1")
        assert made.attachment is not None
        assert (made.attachment.kind, made.attachment.size, made.changed) == ("application/pdf", len(PDF), True)
        office.record("release", attachment=made.attachment.number)
        (one,) = office.case("i1").attachments
        assert one.released
    with conduct.open(":memory:", sector="insurance") as office:
        office.add(units=[{"unit": "L1", "name": "Life", "kind": "life"}])
        with pytest.raises(conduct.Fault, match="memory"):
            office.record("attachment", file="a.pdf", incident="i1")


def test_one_attached_by_mistake_is_removed_with_a_reason_and_kept_by_the_ledger(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    assert desk("record", "attachment", "a.pdf", "incident=i1").status == 0
    assert desk("record", "release", "attachment=1").status == 0
    for wrong in (
        ("attachment=1",),
        ("reason=x",),
        ("attachment=9", "reason=x"),
        ("attachment=1", "reason= "),
        ("attachment=١", "reason=x"),
    ):
        assert desk("record", "removal", *wrong).status == 1, wrong
    removed = desk("record", "取下", "附件=1", "原因=附错了件 <b>", lang="zh")
    assert (removed.status, "已登记" in removed.err) == (0, True), removed.err
    assert "it stood so already" in desk("record", "removal", "attachment=1", "reason=again").err
    case = desk("case", "i1").out
    assert "removed as attached by mistake" in case
    assert "附错了件 <b>" in case
    assert "released to its unit" not in case
    with conduct.open("conduct.db", "insurance", lang="en") as office:
        (one,) = office.case("i1").attachments
        assert one.removed is not None
        assert (one.released, one.removed.reason) == (False, "附错了件 <b>")
        assert office.verify().whole
    refused = desk("record", "release", "attachment=1")
    assert (refused.status, "was removed" in refused.err) == (1, True)
    assert "attached: attachment 2" in desk("record", "attachment", "a.pdf", "incident=i1").err, (
        "the right one may be attached anew"
    )
    (kept,) = _kept()
    os.chmod(kept, 0o600)
    kept.write_bytes(PDF + b"x")
    assert "attachment 1 (a.pdf)" in desk("verify").out + desk("verify").err


def test_the_list_of_what_is_exported_says_what_was_removed(desk: Desk) -> None:
    _facts(desk)
    Path("a.pdf").write_bytes(PDF)
    desk("record", "attachment", "a.pdf", "incident=i1")
    desk("record", "removal", "attachment=1", "reason=x")
    assert desk("export", "--csv", "out").status == 0
    head, row = Path("out/attachments/attachments.csv").read_text(encoding="utf-8").splitlines()
    assert (head.split(",")[-2:], row.split(",")[-2:]) == (["released", "removed"], ["no", "yes"])
