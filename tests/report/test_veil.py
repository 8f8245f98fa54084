"""What a veil hides in a document and what it leaves, counted and said in the document itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.words import Lang
from conduct.core.ledger.ledger import Ledger
from conduct.plugins.hospital import SECTOR as HOSPITAL
from conduct.report.bulletin.document import Bulletin, Entry, Paragraph
from conduct.report.bulletin.hiding.file_names import safe_name
from conduct.report.bulletin.hiding.personal import is_card, is_old_resident_id, is_resident_id
from conduct.report.bulletin.hiding.veil import KINDS, Veil, veiled
from conduct.report.bulletin.text.known import veil_of
from tests.conftest import Desk
from tests.hostile import HOSTILE
from tests.report.bulletins import SAMPLES, UNITS, notice

HIDDEN = {
    "身份证号11010519491231002X，": "身份证号［身份证号］，",
    "身份证11010519491231002x": "身份证［身份证号］",
    "440524188001010014有误": "440524188001010014有误",  # born in 1880
    "3201 0219 8001 0112 36": "3201 0219 8001 0112 36",  # a check character that is another
    "电话：１３８ １２３４ ５６７８。": "电话：［电话］。",
    "+86 138-1234-5678": "［电话］",
    "13812345678/13912345678": "［电话］/［电话］",
    "手机一三八幺二三四五六七八": "手机［电话］",
    "①③⑧①②③④⑤⑥⑦⑧": "［电话］",
    "138\u200b1234\u200b5678": "［电话］",
    "拨打(025)84512345转3": "拨打［电话］转3",
    "客服400-820-8820": "客服400-820-8820",
    "卡号6222021234567890128，": "卡号［银行卡号］，",
    "邮箱 zhang.san＠qq．com": "邮箱 ［电子邮箱］",
    "微信号：zhang_san99": "微信号：［网络账号］",
    "苏A·12345号车": "［车牌号］号车",
    "家住南京市鼓楼区中山北路88号3幢502室，": "家住［住址］，",
    "投诉人张三反映": "投诉人［姓名］反映",
    "患者张三丰说": "患者［姓名］说",
    "“张三（患者）”": "“［姓名］（患者）”",
    "患者家属李某某来电": "患者家属［姓名］来电",
    "信访人阿卜杜拉·买买提反映": "信访人［姓名］反映",
    "信访人：欧阳娜娜，": "信访人：［姓名］，",
    "患者 张 三 ，男": "患者 ［姓名］ ，男",
    "王女士来电": "［姓名］来电",
    "患者小王，投诉者阿强": "患者［姓名］，投诉者［姓名］",
    "张三13812345678": "［姓名］［电话］",
    "13812345678（张三）": "［电话］（［姓名］）",
    "电话：025 84512345/84512346": "电话：［电话］/［电话］",
    "身份证号32010219800101123X": "身份证号［身份证号］",  # which is said to be one, whatever its last figure
    "原告赵六诉被告": "原告［姓名］诉被告",
    "此致敬礼！张三": "此致敬礼！［姓名］",
    "李明，男，45岁": "［姓名］，男，45岁",
    "把王小二的身份证退回": "把［姓名］的身份证退回",
    "患者张三、李四和王五的": "患者［姓名］、［姓名］和［姓名］的",
}


@pytest.mark.parametrize(("text", "left"), HIDDEN.items())
def test_what_is_personal_is_hidden_and_the_rest_stands(text: str, left: str) -> None:
    assert Veil("zh").over(text) == left


INNOCENT = (
    "苏保监发〔2012〕37号",
    "保险单号13812345678",
    "赔偿13812345678元",
    "2012年3月5日14:30至2012-03-06",
    "编号X2012-0001、X2012-0002",
    "X202403051234567890",
    "比率96.8%，共12345件",
    "患者不满意，患者高度不满，患者满意度",
    "患者于3月5日来院，家属因费用问题投诉",
    "投诉人反映服务态度差",
    "投诉人数为12人，客户经理",
    "关于某日的事项",
    "热线12378、95519",
    "〔2012〕13812345678号",
    "13884000000 ÷ 100",
    "护士李芳打针，李主任未接待",
    "署名“一个老党员”",
    "电话0.042041，电话 12.3456789",
    "complaints by telephone 0.042041 per 10 000, complaints by telephone: 10000000",
    "unit name: Jiangsu Branch; this is Unacceptable; Claimant: see annex",
    "投诉人系我司员工，投诉人未留姓名",
    "3f1c9d0a7be24455c0de66aa91b2f8d4e13812345678b1d2c3a4f5968778695a4",
    "C-Q7ZK2MXA4TBNR5WJY3HD",
)


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_innocent_stands(text: str) -> None:
    assert Veil("zh").over(text) == text
    assert not Veil("zh").gives_away(text)


def test_english_has_its_own_marks() -> None:
    veil = Veil("en")
    assert veil.over("The patient John Smith (mobile +44 20 7946 0958) complained.") == (
        "The patient [name] (mobile [phone]) complained."
    )
    assert dict(veil.counts) == {"name": 1, "phone": 1}


def test_whom_the_ledger_knows_is_hidden_wherever_it_stands() -> None:
    veil = Veil("zh", complainants=["张小明", "Mary Poppins", "匿名", "无"], phones=["139 0000 1111 张", "84510000"])
    assert veil.over("医生对张 小明说，匿名信无效") == "医生对［姓名］说，匿名信无效"
    assert veil.over("ＭＡＲＹ  poppins") == "［姓名］"
    assert veil.over("号码为13900001111x，84510000") == "号码为［电话］x，［电话］"


def test_a_name_is_known_however_it_is_written() -> None:
    veil = Veil("zh", complainants=["阿卜杜拉•买买提", "Anna Schmidt", "user_2012", "张三（患者之子）、李四光 13812345678"])
    said = "阿卜杜拉·买买提、阿卜杜拉买买提、阿卜杜拉.买买提、SCHMIDT, Anna、user_2012、张 三、李四光"
    assert veil.over(said) == "、".join(["［姓名］"] * 7)
    assert veil.over("users and Annas") == "users and Annas"


def test_who_is_spared_stays_even_after_a_word_for_a_patient() -> None:
    veil = Veil("zh", complainants=["张小明"], spared=["李堃", "平安人寿江苏分公司"])
    assert veil.over("患者李堃，李堃同志，投诉人张小明") == "患者李堃，李堃同志，投诉人［姓名］"


def test_a_name_found_in_one_text_is_hidden_in_all() -> None:
    sample = attrs.evolve(notice(), body=(Paragraph("患者赵建军，男，反映收费。"), Paragraph("已向赵建军道歉。")))
    made = veiled(sample, Veil("zh"))
    assert [block.text for block in made.body if isinstance(block, Paragraph)] == [
        "患者［姓名］，男，反映收费。",
        "已向［姓名］道歉。",
    ]
    assert made.masked == {"name": 2}
    assert made.check.rows[-1] == ("隐去个人信息", "姓名 2 处")


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"hostile"}))
def test_a_document_without_personal_data_is_left_as_it_is(name: str) -> None:
    sample = SAMPLES[name]()
    made = veiled(sample, Veil(sample.lang, spared=[*UNITS, "李堃", "欧阳喆", "阿卜杜拉·买买提"]))
    assert attrs.evolve(made, check=sample.check, masked=sample.masked) == sample
    assert made.masked == {}


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [text for one in value for text in _texts(one)]
    if attrs.has(type(value)):
        return [text for one in attrs.fields(type(value)) for text in _texts(getattr(value, one.name))]
    return []


PHONE = "13812345678"
_NO_TEXT = {"kind", "lang", "form", "code", "role", "shape", "holds", "unit", "made_on"}


def _planted(value: object, text: str) -> object:
    """A value of the model with a text after each of its texts."""
    if isinstance(value, str):
        return value + text
    if isinstance(value, tuple):
        return tuple(_planted(one, text) for one in value)
    if attrs.has(type(value)) and not (isinstance(value, Entry) and value.value is not None):
        fields = [one.name for one in attrs.fields(type(value)) if one.name not in _NO_TEXT]
        return attrs.evolve(value, **{name: _planted(getattr(value, name), text) for name in fields})
    return value


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"hostile"}))
def test_no_text_of_the_model_is_passed_over(name: str) -> None:
    """The phone is planted after every text that a document has, whatever it is."""
    sample = SAMPLES[name]()
    made = _planted(sample, "，电话" + PHONE)
    assert isinstance(made, Bulletin)
    planted = sum(PHONE in text for text in _texts(made))
    hidden = veiled(made, Veil(sample.lang))
    assert not [text for text in _texts(hidden) if PHONE in text]
    assert planted > 25
    assert hidden.masked is not None
    assert hidden.masked["phone"] >= planted


@pytest.mark.parametrize(("lang", "said"), [("zh", "未隐去，仅供内部使用"), ("en", "not hidden: for internal use only")])
def test_a_document_with_nothing_hidden_says_so(lang: Lang, said: str) -> None:
    made = veiled(notice(), Veil(lang, phones=["13812345678"], hides="nothing"))
    assert made.masked is None
    assert made.check.rows[-1][1] == said


def test_who_complained_is_hidden_even_where_all_else_is_shown() -> None:
    veil = Veil("zh", complainants=["张小明"], phones=["13900001111"], hides="complainants")
    assert veil.over("张小明13900001111，患者王五13812345678") == "［姓名］［电话］，患者王五13812345678"
    assert veil.said() == ("个人信息", "除投诉人外未隐去，仅供内部使用")


def _ids() -> st.SearchStrategy[str]:
    """Resident ids; their check character by the other formula of the standard, 2 to the place, modulo 11."""
    regions = st.sampled_from(("110105", "320102", "650102", "810000", "440305"))
    days = st.dates(date(1900, 1, 1), date(2029, 1, 1))
    numbers = st.builds(lambda region, day, n: f"{region}{day:%Y%m%d}{n:03}", regions, days, st.integers(0, 999))
    return numbers.map(lambda n: n + "10X98765432"[sum(int(c) * 2 ** (17 - i) for i, c in enumerate(n)) % 11])


@given(st.text(max_size=30), _ids(), st.text(max_size=30), st.sampled_from(("", " ", "-", "\n", "\u200b", " - ")), st.booleans())
def test_a_resident_id_is_hidden_in_any_text(before: str, number: str, after: str, parted: str, wide: bool) -> None:
    assert is_resident_id(number)
    written = parted.join((number[:6], number[6:14], number[14:]))
    if wide:
        written = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in written)
    hidden = Veil("zh").over(before + written + after)
    assert written not in hidden
    assert number not in "".join(c for c in hidden if c.isalnum())


@given(st.text(st.characters(categories=["P", "Zs", "S"]), max_size=60))
def test_a_text_without_letters_and_figures_is_left(text: str) -> None:
    assert Veil("zh").over(text) == text


@given(st.text(max_size=80) | st.lists(st.sampled_from([*HIDDEN, *INNOCENT]), max_size=4).map("，".join))
def test_hiding_again_changes_nothing_and_what_is_counted_is_what_is_marked(text: str) -> None:
    veil = Veil("zh")
    once = veil.over(text)
    counted = dict(veil.counts)
    marks = sum(once.count(veil.mark(kind)) - text.count(veil.mark(kind)) for kind in KINDS)
    assert sum(counted.values()) == marks
    assert veil.over(once) == once
    assert dict(veil.counts) == counted


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_neither_changed_nor_slow(name: str) -> None:
    assert Veil("zh", complainants=["章叁", "x y"], phones=["13900001111"]).over(HOSTILE[name]) == HOSTILE[name]


def test_the_checksums_are_those_of_the_standards() -> None:
    assert is_resident_id("11010519491231002X")  # the example of GB 11643
    assert not is_resident_id("110105194912310021")
    assert is_card("6222021234567890128")
    assert not is_card("6222021234567890129")
    assert is_old_resident_id("320102800101123")
    assert not is_old_resident_id("320102801301123")


INCIDENTS = (
    "incident,unit,kind,date,complainant,phone,text\n"
    "q1,D1,complaint,2024-03-04,张小明,139-0000-1111,张小明来访\n"
    "q2,D1,complaint,2024-03-05,内科,,无\n"
)


def test_the_ledger_tells_who_ever_complained_and_each_private_value(reception: Desk, tmp_path: Path) -> None:
    assert reception("init").status == 0
    units = reception.write("units.csv", "unit,name,kind\nD1,接待站,desk\nK1,内科,department\nK2,外科,department\n")
    assert reception("load", units, reception.write("incidents.csv", INCIDENTS)).status == 0
    corrected = INCIDENTS.replace("张小明,139-0000-1111", "张晓明,138-0000-2222")
    assert reception("load", reception.write("incidents.csv", corrected), "--correct", "his name").status == 0
    with Ledger.open(tmp_path / "conduct.db") as ledger:
        veil = veil_of(ledger, [HOSPITAL], "zh", stay=["接待站"])
    assert veil.over("张小明、张晓明，13900001111，138 0000 2222") == "［姓名］、［姓名］，［电话］，［电话］"
    assert (
        veil.over("外科、接待站、内科") == "外科、接待站、［姓名］"
    )  # a unit of which somebody's name is that of one who complained


@pytest.mark.parametrize(
    "text",
    [
        "../../etc/passwd",
        "CON",
        "con.docx",
        "a:b",
        "a\u202etxt",
        "x" * 400,
        "长" * 200,
        "",
        ".",
        "..",
        " a ",
        "a.",
        "\x00",
        "\ud800",
        "=1+1",
        "a/b",
    ],
)
def test_a_file_s_name_is_portable_and_its_own(text: str) -> None:
    made = safe_name(text)
    assert made
    assert len(made.encode()) <= 140
    assert made.isprintable()
    assert not set(made) & set('/\\:*?"<>|')
    assert made == made.strip("._ ") or made.startswith("_")
    assert made.split(".")[0].lower() not in ("con", "prn", "aux", "nul")
    assert made != text
    assert made != safe_name(text + "x")


def test_a_plain_name_stands_and_what_is_personal_is_hidden_in_it() -> None:
    assert safe_name("P01") == "P01"
    assert safe_name("一分局") == "一分局"
    assert "13812345678" not in safe_name("13812345678", Veil("zh"))
