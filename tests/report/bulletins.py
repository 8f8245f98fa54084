"""Documents made by hand for the tests of what sets them: a long notice with every table and chart, a letter, a decision, the
tables alone, an English notice, and one made of hostile texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import cycle

from attrs import evolve

from conduct.core.base.words import Lang
from conduct.report.bulletin.document import (
    Annex,
    Bulletin,
    Chart,
    Entry,
    Grid,
    GridColumn,
    Heading,
    Paragraph,
    Series,
    Verification,
)
from tests.hostile import SHORT

HEAD = "3f1c9d0a7be24455c0de66aa91b2f8d4e7706b1d2c3a4f5968778695a4b3c2d1"
CODE = "C-Q7ZK2MXA4TBNR5WJY3HD"
_COMPANIES = (
    "中国人寿", "太平洋人寿", "平安人寿", "新华人寿", "泰康人寿", "人保财险", "太平洋财险", "平安财险", "中华联合", "大地财险",
    "阳光财险", "安邦财险", "天安财险", "华泰财险", "永安财险", "国泰财险", "紫金财险", "利安人寿", "东吴人寿", "信泰人寿",
    "合众人寿", "民生人寿", "生命人寿", "国华人寿", "幸福人寿", "光大永明", "中意人寿", "海尔纽约人寿", "恒安标准",
    "陆家嘴国泰人寿",
)  # fmt: skip
UNITS = tuple(f"{name}江苏分公司" for name in _COMPANIES)


def words(text: str) -> Entry:
    """A cell of text."""
    return Entry(text)


def number(value: str, places: int = 0) -> Entry:
    """A cell of a figure."""
    return Entry(f"{Decimal(value):.{places}f}", Decimal(value), places)


def count(n: int) -> Entry:
    """A cell of a count."""
    return Entry(str(n), n)


def percent(share: str, places: int = 1) -> Entry:
    """A cell of a share, printed as a percentage."""
    return Entry(f"{Decimal(share) * 100:.{places}f}%", Decimal(share), places)


def day(iso: str, lang: Lang = "zh") -> Entry:
    """A cell of a day."""
    when = date.fromisoformat(iso)
    return Entry(f"{when.year}年{when.month}月{when.day}日" if lang == "zh" else iso, when)


def verification(lang: Lang = "zh", code: str | None = CODE) -> Verification:
    """How a document is checked."""
    if lang == "en":
        rows = (
            ("regulation", "Measures for assessing how insurers handle complaints"),
            ("edition", "in force from 2012-02-29"),
            ("period", "2012 (2012-01-01 to 2012-12-31)"),
            ("as of", "2012-12-31"),
            ("readings", "premium-term: channel"),
            ("pending", "1 appeal"),
            ("replaces", "run 1"),
            ("run", "2"),
            ("head of the chain", HEAD),
        )
        how = "conduct verify with the code above says whether this document is the published one."
        return Verification("Verification", rows, code, how if code else "This run is not published and has no code.")
    rows = (
        ("考核办法", "苏保监发〔2012〕37号《江苏省保险公司信访工作考核办法》"),
        ("版本", "2012年2月29日起施行"),
        ("考核期", "2012年（2012年1月1日至2012年12月31日）"),
        ("数据截至", "2012年12月31日"),
        ("理解口径", "保费口径：按渠道"),
        ("未决事项", "申诉 1 件未决"),
        ("取代", "第 1 次公布的结果"),
        ("公布次序", "第 2 次"),
        ("台账校验值", HEAD),
    )
    how = "以上述核验码运行 conduct verify，即可核对本件是否为所公布的一份。"
    return Verification("核验信息", rows, code, how if code else "本次考核未公布，没有核验码，不能凭码核验。")


def standings(lang: Lang = "zh", units: tuple[str, ...] = UNITS) -> Grid:
    """The standings: ranked, one unranked at the end."""
    zh = lang == "zh"
    headings = (
        ("名次", "单位", "得分", "基本分", "加分", "办结率") if zh else ("rank", "unit", "score", "base", "bonus", "closed")
    )
    holds = ("number", "text", "number", "number", "number", "percent")
    rows = [
        (count(n), words(name), number(str(100 - n * 5 / 4), 2), number("90", 1), number("1.5", 1), percent(f"0.{999 - n}"))
        for n, name in enumerate(units[:-1], 1)
    ]
    none = words("—")
    rows.append((words("不排名" if zh else "unranked"), words(units[-1]), none, none, none, none))
    return Grid(
        "standings",
        tuple(GridColumn(h, k, w) for h, k, w in zip(headings, holds, (4, 16, 6, 6, 5, 7), strict=True)),
        tuple(rows),
        note="并列者名次相同，其后名次空缺。" if zh else "Equal scores share a rank, and the next rank skips.",
    )


def _grid(code: str, caption: str, columns: str, rows: Iterator[tuple[Entry, ...]] | list[tuple[Entry, ...]]) -> Grid:
    """``columns`` are written ``heading:holds:width`` and parted by blanks."""
    parts = [column.split(":") for column in columns.split()]
    return Grid(code, tuple(GridColumn(h, k, int(w)) for h, k, w in parts), tuple(rows), caption=caption)


def grids() -> tuple[Grid, ...]:
    """A table of every code but the standings, in Chinese."""
    lines = [
        (
            words(name),
            words("2.3.1"),
            words("超期办结"),
            count(n + 1),
            number(f"-{(n + 1) * 2}", 1),
            words(f"x{n:03}、x{n + 60:03}"),
        )
        for n, name in enumerate(UNITS[:24])
    ]
    reasons = cycle(("投诉人不配合，调查无法进行", "公司查无此保单，经复核属实", "因系统升级，答复延后一日"))
    incidents = [
        (
            words(f"X2012-{n:04}"), words(UNITS[n % 30]), words("超期办结"), day(f"2012-{n % 12 + 1:02}-{n % 27 + 1:02}"),
            words(f"第 {n} 号信访件反映销售时未说明退保损失，答复超过规定期限 {n % 20 + 1} 日。" + "情况较为复杂。" * (n % 5)),
        )
        for n in range(1, 61)
    ]  # fmt: skip
    return (
        _grid("lines", "扣分明细", "单位:text:14 条款:text:6 事项:text:10 件数:number:4 分值:number:6 编号:ids:12", lines),
        _grid(
            "sanctions",
            "处罚",
            "单位:text:14 责任人:text:8 处罚:text:14 条款:text:6 扣发月数:number:6 依据事项:ids:8",
            [
                (words(UNITS[3]), words("李堃"), words("扣发绩效奖金"), words("第十条"), count(6), words("c1")),
                (words(UNITS[7]), words("欧阳喆"), words("通报批评"), words("第十一条"), words("—"), words("c2、c3")),
                (words(UNITS[9]), words("阿卜杜拉·买买提"), words("调离岗位"), words("第十二条"), words("—"), words("c4")),
            ],
        ),
        _grid(
            "persons",
            "按责任人汇总",
            "责任人:text:8 单位:text:14 扣发月数:text:10",
            [(words("李堃"), words(UNITS[3]), words("6 至 12")), (words("欧阳喆"), words(UNITS[7]), words("0"))],
        ),
        _grid(
            "outcomes",
            "结果运用",
            "单位:text:16 结果:text:12 条款:text:6",
            [(words(UNITS[0]), words("年度先进单位"), words("4.2")), (words(UNITS[28]), words("重点监管"), words("4.3"))],
        ),
        _grid(
            "figures",
            "指标",
            "单位:text:16 指标:text:12 数值:number:8 比率:percent:8 件数:number:6",
            [(words(u), words("群众满意度"), number("4.25", 2), percent("0.968"), count(31)) for u in UNITS[:6]],
        ),
        _grid("incidents", "事项清单", "编号:ids:8 单位:text:12 事项:text:8 日期:date:8 内容:text:30", incidents),
        _grid(
            "excused",
            "不予计分的事项",
            "编号:ids:8 单位:text:12 原因:text:24 条款:text:6",
            [(words(f"X2012-{n:04}"), words(UNITS[n % 30]), words(next(reasons)), words("2.3.1")) for n in range(200, 206)],
        ),
        _grid("checks", "规范检查", "条款:text:8 检查数:number:6 符合:number:6", [(words("第二条"), count(12), count(11))]),
        _grid(
            "duties",
            "未履行的职责",
            "职责:text:14 责任主体:text:10 期限:date:8 状态:text:8",
            [(words("登记投诉"), words("接待站"), day("2012-03-05"), words("逾期"))],
        ),
        _grid(
            "objections",
            "对征求意见稿的异议",
            "单位:text:14 事项:ids:8 日期:date:8 理由:text:20 结果:text:8",
            [
                (words(UNITS[2]), words("X2012-0003"), day("2013-01-10"), words("投诉人已书面撤回"), words("采纳")),
                (words(UNITS[5]), words("X2012-0006"), day("2013-01-11"), words("期限计算有误，节假日应予扣除"), words("未决")),
            ],
        ),
        _grid(
            "changes",
            "与征求意见稿相比的变化",
            "单位:text:14 原得分:number:6 现得分:number:6 原名次:number:5 现名次:number:5 原因:text:20",
            [(words(UNITS[2]), number("92.25", 2), number("94.25", 2), count(4), count(3), words("异议采纳，撤销扣分 2 分"))],
        ),
    )


def charts() -> tuple[Chart, ...]:
    """A chart of every shape, with bands, gaps and a mark."""
    some = UNITS[:12]
    months = tuple(f"{n}月" for n in range(1, 13))
    return (
        Chart(
            "standings",
            "各公司得分构成",
            "中国人寿江苏分公司得分最高，为 98.75 分；安邦财险江苏分公司最低，为 85.00 分。",
            "bars",
            some,
            (
                Series("制度建设", tuple(Decimal(30) - n % 3 for n in range(12))),
                Series("信访处理", tuple(Decimal("48.75") - n for n in range(12))),
                Series("加分", tuple(Decimal(n % 2) if n != 4 else None for n in range(12))),
            ),
            axis="分",
            ends=tuple(f"{Decimal('98.75') - n * Decimal('1.25')} 分，第 {n + 1} 名" for n in range(12)),
            marked=3,
        ),
        Chart(
            "channels",
            "各月各渠道投诉件数",
            "全年投诉 234 件，7 月最多，为 31 件。",
            "columns",
            months,
            (
                Series("书面", tuple(Decimal(3 + n % 5) for n in range(12))),
                Series("电话", tuple(Decimal(9 + n % 7) for n in range(12))),
                Series("走访", tuple(Decimal(n % 3) for n in range(12))),
                Series("网络", tuple(None if n < 2 else Decimal(n) for n in range(12))),
            ),
            axis="件",
        ),
        Chart(
            "trend",
            "历年得分与同业区间",
            "本公司得分由 2008 年的 81.5 分升至 2012 年的 93.75 分，2010 年未考核。",
            "lines",
            ("2008年", "2009年", "2010年", "2011年", "2012年"),
            (Series("太平洋人寿江苏分公司", (Decimal("81.5"), Decimal(84), None, Decimal("90.25"), Decimal("93.75"))),),
            axis="分",
            band=(
                (Decimal(60), Decimal(95)),
                (Decimal(62), Decimal(96)),
                (None, None),
                (Decimal("70.5"), Decimal(98)),
                (Decimal(75), Decimal("98.75")),
            ),
            band_name="同业最低至最高",
        ),
    )


def _body() -> tuple[Heading | Paragraph, ...]:
    long = (
        "各公司要认真对照本办法查找不足，健全信访工作责任制，落实首问负责，做到件件有着落、事事有回音；"
        "对逾期未办结的事项，应于2013年3月31日前全部办结并书面报告。"
    )
    return (
        Paragraph("根据《江苏省保险公司信访工作考核办法》，我局对各保险公司2012年度信访工作进行了考核。现将有关情况通报如下："),
        Heading("基本情况"),
        Paragraph("2012年，全省30家保险公司参加考核，29家排名，1家不排名。" + long),
        Heading("考核结果", 1),
        Heading("表扬", 2),
        Paragraph(f"对{UNITS[0]}、{UNITS[1]}、{UNITS[2]}予以通报表扬。" + long),
        Heading("批评", 2),
        Paragraph(f"对{UNITS[27]}、{UNITS[28]}予以通报批评。"),
        Heading("超期办结", 3),
        Paragraph("超期办结信访件的，每件扣2分，扣完为止。", "law"),
        Paragraph("另有1件申诉未决，其结果可能改变名次，见附件。", "note"),
        Heading("工作要求"),
        *(Paragraph(long) for _ in range(6)),
    )


def notice() -> Bulletin:
    """A long notice in Chinese: six annexes, every table, every chart."""
    tables = grids()
    return Bulletin(
        kind="notice",
        lang="zh",
        form="general",
        office="中国保险监督管理委员会江苏监管局",
        number="苏保监发〔2013〕7号",
        title="关于2012年度江苏省保险公司信访工作考核情况的通报",
        to="各保险公司省级分公司",
        body=_body(),
        annexes=(
            Annex("2012年度信访工作考核名次表", (standings(),)),
            Annex("扣分明细及不予计分的事项", (tables[0], tables[6])),
            Annex("处罚及结果运用", tables[1:4]),
            Annex("指标与图示", (tables[4], *charts(), *tables[7:9])),
            Annex("异议及其处理", (Paragraph("征求意见稿于2013年1月4日送各公司，收到异议2件。"), *tables[9:])),
            Annex("事项清单", (tables[5],)),
        ),
        check=verification(),
        signatory="中国保险监督管理委员会江苏监管局",
        day="2013年2月4日",
        distribution="中国保险监督管理委员会，江苏省人民政府办公厅，江苏省信访局",
        printing=("中国保险监督管理委员会江苏监管局办公室", "2013年2月5日"),
        subject="2012年度信访工作考核",
        made_on="2013-01-31T08:00:00Z",
        masked={"id": 2, "phone": 3},
    )


def gapped() -> Bulletin:
    """A short notice of which the office said nothing, not published, of a joint office without a seal."""
    return evolve(
        notice(),
        office="〔发文机关〕",
        number="〔发文字号〕",
        to="〔主送机关〕",
        signatory="〔发文机关〕",
        day="〔成文日期〕",
        sealed=False,
        distribution="",
        printing=None,
        body=_body()[:3],
        annexes=(Annex("2012年度信访工作考核名次表", (standings(),)),),
        check=verification(code=None),
        gaps=("发文机关", "发文字号", "主送机关", "成文日期"),
        masked=None,
    )


def letter() -> Bulletin:
    """A letter to one unit, in Chinese."""
    tables = grids()
    return evolve(
        notice(),
        kind="letter",
        form="letter",
        number="苏保监函〔2013〕12号",
        title=f"关于{UNITS[3]}2012年度信访工作考核结果的函",
        to=UNITS[3],
        body=(
            Paragraph("现将你公司2012年度信访工作考核结果函告如下："),
            Heading("得分与名次"),
            Paragraph("你公司得95.00分，列第4名。"),
            Paragraph("超期办结信访件的，每件扣2分，扣完为止。", "law"),
            evolve(tables[0], rows=tables[0].rows[3:4], caption=""),
            Heading("异议"),
            Paragraph("如有异议，请于2013年3月1日前书面提出。"),
        ),
        annexes=(Annex("不予计分的事项", (tables[6],)), Annex("历年得分", (charts()[2],))),
        unit="P03",
        distribution="",
        printing=None,
    )


def decision() -> Bulletin:
    """A decision on one person, in Chinese, signed by two offices."""
    return evolve(
        notice(),
        kind="decision",
        number="苏保监决〔2013〕3号",
        title="关于对李堃同志的处理决定",
        to="",
        body=(
            Paragraph("经查，李堃于2012年3月5日经办的事项超期办结。"),
            Paragraph("造成恶劣影响的，扣发六个月绩效奖金。", "law"),
            Paragraph("经局长办公会决定，扣发李堃同志6个月绩效奖金。不服本决定的，可自收到之日起15日内申诉。"),
        ),
        annexes=(),
        signatory="中国保险监督管理委员会江苏监管局、江苏省保险行业协会",
        unit="e7",
        distribution="",
        printing=None,
    )


def data() -> Bulletin:
    """The tables alone."""
    return evolve(
        notice(),
        kind="data",
        form="tables",
        body=(standings(), *grids()),
        annexes=(Annex("图示", charts()),),
        to="",
        printing=None,
    )


def english() -> Bulletin:
    """A notice in English, as a plain letter."""
    return evolve(
        notice(),
        lang="en",
        form="plain",
        office="Jiangsu Bureau of the Insurance Regulator",
        number="JIB 2013/7",
        title="How insurers handled complaints in 2012",
        to="All insurers in the province",
        body=(
            Paragraph("We have assessed how the insurers of the province handled complaints in 2012. The result follows."),
            Heading("Result"),
            Paragraph(f"Commended: {UNITS[0]} and {UNITS[1]}."),
            Paragraph("超期办结信访件的，每件扣2分，扣完为止。", "law"),
            Heading("What is asked", 2),
            Paragraph("Each insurer answers what is overdue by 2013-03-31 and reports it in writing. " * 4),
        ),
        annexes=(Annex("Standings", (standings("en"),)), Annex("Chart", (evolve(charts()[0], title="Scores", axis="points"),))),
        check=verification("en"),
        signatory="Jiangsu Bureau of the Insurance Regulator",
        day="4 February 2013",
        distribution="Ministry of Finance",
        printing=("the bureau's office", "5 February 2013"),
        subject="Assessment of 2012",
    )


def made_of(texts: dict[str, str]) -> Bulletin:
    """A notice whose every string is one of some texts; each stands in every kind of place at least once."""
    all_of = list(texts.values())
    turn = cycle(all_of)
    columns = tuple(GridColumn(text) for text in all_of[:4])
    rows = tuple(tuple(Entry(text) for _ in columns) for text in all_of)
    small = [text for text in all_of if len(text) < 1000]
    chart = tuple(
        Chart(
            "standings",
            title,
            title,
            shape,
            tuple(small),
            (Series(small[0], tuple(Decimal(n) for n in range(len(small)))), Series(small[1], tuple(None for _ in small))),
            axis=small[2],
            ends=tuple(small),
            band=tuple((Decimal(0), Decimal(n)) for n in range(len(small))) if shape == "lines" else (),
            band_name=small[3],
        )
        for shape, title in zip(("bars", "columns", "lines"), small, strict=False)
    )
    return Bulletin(
        kind="notice",
        lang="zh",
        form="general",
        office=next(turn),
        number=next(turn),
        title=next(turn),
        to=next(turn),
        body=tuple(
            block
            for n, text in enumerate(all_of)
            for block in (Heading(text, n % 3 + 1), Paragraph(text), Paragraph(text, "law"))
        ),
        annexes=(Annex(next(turn), (Grid("incidents", columns, rows, next(turn), next(turn)), *chart)),),
        check=Verification(next(turn), tuple((text, text) for text in all_of), CODE, next(turn)),
        signatory=next(turn),
        day=next(turn),
        distribution=next(turn),
        printing=(next(turn), next(turn)),
        unit=next(turn),
        subject=next(turn),
        made_on="2013-01-31T08:00:00Z",
        gaps=(next(turn),),
        notes=(next(turn),),
    )


def hostile() -> Bulletin:
    """A notice made of every hostile text but the line of 1 MB."""
    return made_of(SHORT)


SAMPLES: dict[str, Callable[[], Bulletin]] = {
    "notice": notice,
    "gapped": gapped,
    "letter": letter,
    "decision": decision,
    "data": data,
    "english": english,
    "hostile": hostile,
}
