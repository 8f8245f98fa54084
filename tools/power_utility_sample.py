"""Makes the power utility sample: a rural power company with ten stations in 2012, all of it made up from a fixed seed."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

SAMPLE = Path(__file__).parent.parent / "conduct" / "plugins" / "power_utility" / "sample"

NOTE = """\
zh = "示例：供电所、人员、任职、投诉、检查、满意率和处理决定均为虚构，不代表任何单位或个人的实际情况"
en = "Sample: the stations, the people and their posts, the complaints, inspections, satisfaction figures and decisions are all \
made up and say nothing about any real organisation or person"
"""

# station, name, employees beside the head, electricians, satisfaction
STATIONS = (
    ("S01", "白桦供电所", 3, 6, "0.968"),
    ("S02", "云杉供电所", 2, 5, "0.953"),
    ("S03", "山杏供电所", 3, 5, "0.917"),
    ("S04", "沙枣供电所", 3, 7, "0.872"),
    ("S05", "红柳供电所", 4, 5, "0.9"),
    ("S06", "胡杨供电所", 2, 4, "0.935"),
    ("S07", "黄榆供电所", 3, 6, "0.921"),
    ("S08", "枫林供电所", 2, 6, "0.894"),
    ("S09", "芍药供电所", 3, 4, "0.956"),
    ("S10", "柠条供电所", 2, 4, ""),
)
HEADLESS, NEW = "S06", "S10"
CHANGED, CHANGE = "S07", date(2012, 7, 1)  # its head goes in mid-year, and another comes
SECRETARY, BOTH = "S03", "S05"  # one has a party secretary beside its head, of another the head is secretary as well
SECOND = {CHANGED: "敖国权", SECRETARY: "丛培元"}
OPENED = date(2012, 7, 1)

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺郝顾龚邵覃武钱戴严莫孔向常"
)
MEN = (
    "建明", "德福", "永贵", "志成", "海峰", "长江", "立新", "占山", "晓东", "振华", "国栋", "文斌", "树林", "喜春",
    "宝山", "景山", "明亮", "庆丰", "少军", "会民", "广全", "连生", "洪涛", "玉柱", "继业", "铁军", "春生", "新民",
    "福海", "守田", "凤岗", "学义", "双喜", "万林", "殿臣", "化民", "玉田", "占军", "喜林", "青山", "井和", "光远",
    "世忠", "来福", "延河", "金锁", "志刚", "凤鸣", "长顺", "满仓", "运来", "成林", "德全", "有才", "洪亮", "春雨",
    "大勇", "云飞", "东升", "向前", "瑞林", "国兴", "秋实", "万山",
)  # fmt: skip
WOMEN = (
    "秀芬", "凤霞", "玉兰", "春梅", "桂芝", "丽娟", "淑珍", "艳红", "彩云", "雅琴", "金凤", "晓燕", "丽华", "佳慧",
    "海燕", "冬梅", "秋菊", "静怡", "亚男", "立春",
)  # fmt: skip
MONGOLIAN = ("巴特尔", "宝音", "那顺", "朝鲁", "布和", "特木尔", "青格乐", "吉日木图", "哈斯", "敖其尔")

OFFICE, PARTY = "公司行风办", "公司党委"

Act = tuple[str, int, dict[str, object]]  # step, working days after the one before, attributes


def look(days: int = 3) -> Act:
    return ("investigate", days, {"by": OFFICE})


def proved(days: int = 8) -> Act:
    return ("verify", days, {"by": OFFICE, "result": "yes"})


def refuted(days: int, reason: str) -> Act:
    return ("verify", days, {"by": OFFICE, "result": "no", "reason": reason})


def decided(days: int, **attributes: object) -> Act:
    return ("decide", days, {"by": PARTY} | {name.replace("_", "-"): value for name, value in attributes.items()})


def set_right(days: int, note: str) -> Act:
    return ("rectify", days, {"note": note})


# incident, station, day, venue, person, serious, complainant, source, text, what was done
Complaint = tuple[str, str, str, str, str, str, str, str, str, tuple[Act, ...]]
COMPLAINTS: tuple[Complaint, ...] = (
    ("c01", "S05", "01-11", "company", "elc2", "", "王先生", "来电",
        "连续两期估抄电表，电费比上期多出三百余元，上门询问时态度生硬",
        (look(), proved())),
    ("c02", "S06", "01-18", "company", "elc1", "yes", "刘**", "来访", "电工以跑腿费名义向三户村民各收50元，不给就拖着不送电",
        (look(2), proved(6), decided(7, placement="transfer"))),
    ("c03", "S03", "02-06", "state-grid", "emp2", "yes", "陈先生", "国家电网公司转办",
        "报装动力电，收费员收取开户费800元不开票据，三个月仍未装表",
        (look(2), proved(10), decided(6, head_months=9, percent=15, discipline="demerit"),
            set_right(5, "召开现场会，退还违规收费并重新办理报装"))),
    ("c04", "S01", "02-21", "company", "", "", "李女士", "来电", "反映村里停电半天没有提前通知，蔬菜大棚受冻",
        (look(2), refuted(4, "计划检修已提前七日张贴公告并逐户发放通知单"))),
    ("c05", "S04", "03-07", "city-bureau", "elc3", "", "赵先生", "市局转办", "电工酒后上门收电费，与用户发生争执并推搡老人",
        (look(1), proved(5), decided(4, head_months=8, percent=12, discipline="warning"),
            set_right(6, "召开现场会整顿，全体电工签订服务承诺书"))),
    ("c06", "S05", "03-20", "company", "elc1", "yes", "孙先生", "来信", "新建住宅接户，电工要求必须到其亲戚店里购买表箱和导线",
        (look(4), proved(9))),
    ("c07", "S07", "04-10", "company", "elc2", "", "马**", "来访", "春灌期间以变压器满载为由拒给两户机井送电，给别的户却送了",
        (look(1), proved(5))),
    ("c08", "S07", "04-11", "company", "elc2", "", "马**", "来电", "机井送不上电，误了春灌，要求供电所给个说法", ()),
    ("c09", "S08", "05-15", "media", "elc1", "", "", "县电视台", "新闻栏目曝光排灌站停电四天无人抢修，报修电话无人接听",
        (look(1), proved(4), decided(7, head_months=6, percent=10), set_right(5, "召开现场会，恢复二十四小时报修值班"))),
    ("c10", "S05", "05-28", "company", "", "", "周女士", "来电", "怀疑电表走字偏快，要求校验后一直没有回音",
        (look(3), refuted(7, "校验已在五个工作日内完成，表计合格，结果当面告知，有签字"))),
    ("c11", "S04", "06-13", "rural-bureau", "", "", "吴先生", "市农电局转办", "雷雨后线路断落，夜间打报修电话两小时无人接听",
        (look(1), proved(8), decided(6, head_months=12, percent=20, discipline="major-demerit"),
            set_right(8, "召开现场会，更换所内报修值班人员，夜间来电转公司客服"))),
    ("c12", "S07", "07-17", "company", "", "", "彭先生", "来电", "七月起执行阶梯电价，说抄表日推迟，多算进了第二档",
        (look(2), refuted(5, "抄表日为固定例日，核算与阶梯电价规定相符"))),
    ("c13", "S08", "08-16", "company", "emp1", "", "郑先生", "来访", "农网改造立杆砸坏院墙和菜地，多次找供电所没人答复",
        (look(3), proved(9))),
    ("c14", "S02", "08-28", "state-grid", "elc1", "", "许**", "国家电网公司转办", "匿名反映电工收了砖厂好处费，优先给其恢复送电",
        (look(1), refuted(8, "当日按抢修工单顺序送电，调度记录与用户证言一致"))),
    ("c15", "S06", "09-05", "company", "emp1", "", "冯女士", "来电", "打谷场临时用电交了押金，用完后两个月不退",
        (look(2), proved(7))),
    ("c16", "S06", "09-18", "company", "elc2", "", "郭先生", "来信", "电工催费时未下通知单就拉了闸，冰箱里的货全化了",
        (look(3),)),
    ("c17", "S03", "10-22", "city-bureau", "elc1", "", "梁先生", "市局转办", "查窃电时当场收取罚款2000元，没有开任何票据",
        (look(1), proved(9))),
    ("c18", "S04", "11-27", "company", "elc2", "", "田**", "来电", "换智能表后电量突然翻倍，电工说表没问题不给查",
        (look(4),)),
    ("c19", "S09", "12-05", "northeast-grid", "emp1", "", "罗先生", "东北电网公司转办",
        "反映养殖场专变增容，收费员暗示要请吃饭才给排期",
        (look(2),)),
    ("c20", "S07", "12-18", "company", "elc1", "", "宋女士", "来访", "报修三次未到，第四次来人要求付现金20元才肯换保险",
        (look(2), proved(6))),
    ("c22", "S07", "05-08", "rural-bureau", "", "", "马**", "市农电局转办",
        "机井四月送不上电误了春灌，供电所至今没有说法，又向市局反映",
        (look(1), proved(6), decided(8, head_months=8, percent=10), set_right(6, "召开现场会，两户机井当面致歉并送电"))),
    ("c23", "S02", "10-30", "company", "head", "", "石先生", "来信", "所长答应一周内移走院内电杆，三个月未办，去问时出言顶撞",
        (look(2), proved(6))),
    ("c21", "S10", "12-27", "company", "elc1", "", "何女士", "来电", "卡表充值后送不上电，电工让等到第二天下午才来",
        ()),
)  # fmt: skip
WINDOW: tuple[Complaint, ...] = (
    ("w01", "S05", "02-15", "company", "emp1", "", "韩女士", "来访", "办理更名过户，窗口让跑了三趟，每次要的材料都不一样",
        (look(2), proved(5), decided(5, months=4, head_months=2))),
    ("w02", "S04", "04-24", "rural-bureau", "emp2", "", "曹先生", "市农电局转办",
        "申请三相电三个月没有答复，窗口与线路班互相推诿",
        (look(2), proved(7), decided(5, clause="art10", head_months=7, percent=10, discipline="demerit"),
            decided(2, clause="art11", months=5, head_months=3), set_right(6, "召开现场会，积压报装全部限期办结"))),
    ("w03", "S02", "05-09", "company", "emp1", "", "董女士", "来电", "说窗口中午不开门，白跑一趟",
        (look(2), refuted(3, "监控显示午间值班窗口正常营业，用户到的是已撤销的旧收费点"))),
    ("w04", "S06", "07-11", "company", "emp2", "", "潘先生", "来访", "低压报装资料交齐二十天，窗口说没收到，要求重交",
        (look(2), proved(6), decided(6, months=3))),
    ("w05", "S07", "08-07", "city-bureau", "emp2", "", "蔡女士", "市局转办",
        "窗口把换表费按整箱收取，退费时又要用户自己去公司找人",
        (look(1), proved(7), decided(6, months=6, head_months=10, percent=15), set_right(6, "召开现场会，退还多收费用"))),
    ("w06", "S04", "09-11", "company", "", "", "杜女士", "来信", "临时用电报装，两个窗口都说不归自己管，耽误了收秋",
        (look(3), proved(8), decided(6, head_months=2))),
    ("w07", "S07", "10-09", "company", "emp3", "", "袁先生", "来电", "加装电采暖申请增容，窗口先说要一周，后说年底再来问",
        (look(2), proved(6), decided(7, months=3))),
    ("w08", "S05", "11-13", "company", "emp2", "", "邓先生", "来电", "交费时窗口人员只顾聊天，提醒后把单据扔出来",
        (look(2), proved(6))),
    ("w09", "S01", "12-20", "company", "emp2", "", "蒋先生", "来电", "过户当天未能办成，窗口说系统升级，没有告知何时再来",
        (look(3),)),
)  # fmt: skip
ABOUT = {"c22": "c07"}  # the same matter, taken to a higher venue
SLIDES = (
    (
        "s01",
        "S07",
        "06-27",
        "市农电局达标窗口检查",
        "意见簿缺失，公示电价未更新，达标窗口复查不合格",
        "意见簿、公示牌已补齐，窗口人员集中培训",
    ),
    ("s02", "S03", "11-15", "东北电网公司达标窗口检查", "客户休息区堆放器材，两个窗口未挂牌服务，较上年评分下滑", ""),
)
IMPROPER = (
    ("f01", "S07", "03-15", "emp1", "暗访", "暗访时未使用文明用语，对询问电价的用户说自己看墙上"),
    ("f02", "S08", "03-15", "emp1", "暗访", "接听咨询电话未报单位名称，未答完即挂断"),
    ("f03", "S04", "03-16", "", "暗访", "下午上班后十五分钟窗口仍无人值守"),
    ("f04", "S01", "06-07", "emp1", "行风检查", "首问未登记，用户二次询问时由他人重新受理"),
    ("f05", "S07", "06-07", "emp1", "行风检查", "营业时间未佩戴工号牌，未着工装"),
    ("f06", "S08", "06-07", "elc2", "行风检查", "入户换表未出示证件，未穿工装"),
    ("f07", "S04", "06-08", "", "暗访", "报修电话响铃一分钟无人接听"),
    ("f08", "S07", "09-20", "emp1", "暗访", "上班时间在窗口玩手机，用户等候五分钟无人理睬"),
    ("f09", "S08", "09-20", "emp2", "暗访", "收费时未做到唱收唱付，找零扔在台面上"),
    ("f10", "S09", "09-20", "elc1", "行风检查", "抄表时未按例日到户，未说明原因"),
    ("f11", "S04", "09-21", "", "行风检查", "窗口未挂牌，无法辨认当班人员"),
    ("f12", "S07", "09-21", "emp1", "行风检查", "次日复查，离岗未摆放暂停服务牌"),
    ("f13", "S01", "11-29", "emp1", "暗访", "办理过户时未一次性告知所需材料"),
)

CLAUSES = ("art3", "art4", "art5", "art6", "art7", "art8", "art9")
UNMET = {
    ("S03", "06", "art6"): "动力电报装未实行一口对外，用户需往返两个窗口",
    ("S04", "06", "art3"): "上半年未专题研究行风工作，无会议记录",
    ("S04", "06", "art4"): "发生酒后上门收费问题，职业纪律教育未覆盖农村电工",
    ("S05", "06", "art6"): "更名过户材料未一次性告知",
    ("S06", "06", "art9"): "所长空缺，未明确第一责任人",
    ("S07", "06", "art6"): "窗口人员未挂牌、着装不整",
    ("S08", "06", "art7"): "服务考核档案未建立",
    ("S03", "12", "art4"): "查窃电现场收费不开票，纪律教育流于形式",
    ("S04", "12", "art5"): "地方行风测评满意率87.2%",
    ("S04", "12", "art7"): "责任追究未落实到人",
    ("S06", "12", "art9"): "所长仍空缺，由职工临时主持",
    ("S07", "12", "art6"): "同一窗口人员四次被查出不规范",
    ("S08", "12", "art5"): "地方行风测评满意率89.4%",
    ("S10", "12", "art7"): "新设所，考核档案尚未建立",
}
VISITS = {"06": date(2012, 6, 18), "12": date(2012, 12, 10)}


def later(day: date, workdays: int) -> date:
    """The day so many working days after."""
    while workdays:
        day += timedelta(days=1)
        workdays -= chinese_calendar.is_workday(day)
    return day


def day_of(text: str) -> date:
    return date.fromisoformat(f"2012-{text}")


def write(name: str, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    with (SAMPLE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def people(draw: random.Random) -> list[dict[str, object]]:
    """The stations, each followed by its people."""
    surnames, mongolian = draw.sample(SURNAMES, len(SURNAMES)), draw.sample(MONGOLIAN, len(MONGOLIAN))
    men, women = draw.sample(MEN, len(MEN)), draw.sample(WOMEN, len(WOMEN))

    def name(woman: float) -> str:
        if mongolian and draw.random() < 0.12:
            return mongolian.pop()
        return surnames.pop() + (women if women and draw.random() < woman else men).pop()

    units: list[dict[str, object]] = []
    for station, title, employees, electricians, _ in STATIONS:
        since = OPENED if station == NEW else ""
        head = "" if station == HEADLESS else f"{station}-head"
        units.append({"unit": station, "name": title, "kind": "station", "head": head, "from": since})
        if head:
            units.append({"unit": head, "name": name(0.1), "kind": "employee", "parent": station})
        if station in SECOND:
            units.append({"unit": f"{station}-head2", "name": SECOND[station], "kind": "employee", "parent": station})
        for code, kind, number in (("emp", "employee", employees), ("elc", "electrician", electricians)):
            for n in range(1, number + 1):
                woman = 0.6 if kind == "employee" else 0
                units.append({"unit": f"{station}-{code}{n}", "name": name(woman), "kind": kind, "parent": station})
    return units


def posts() -> list[dict[str, object]]:
    """Who heads which station: each its own head, one station another from mid-year, one without any."""
    rows: list[dict[str, object]] = []

    def holds(station: str, person: str, post: str, since: date, until: date | str = "") -> None:
        rows.append({"unit": station, "person": f"{station}-{person}", "post": post, "from": since, "until": until})

    since = date(2010, 3, 1)
    for station, *_ in STATIONS:
        if station == CHANGED:
            holds(station, "head", "administrative", since, CHANGE - timedelta(days=1))
            holds(station, "head2", "administrative", CHANGE)
        elif station != HEADLESS:
            holds(station, "head", "administrative", OPENED if station == NEW else since)
        if station in (SECRETARY, BOTH):
            holds(station, "head2" if station == SECRETARY else "head", "party", date(2011, 9, 1))
    return rows


def main() -> None:
    units = people(random.Random(20081218))
    incidents: list[dict[str, object]] = []
    actions: list[dict[str, object]] = []

    def act(incident: str, step: str, day: date, **attributes: object) -> None:
        n = sum(row.get("incident") == incident for row in actions) + 1
        actions.append({"action": f"{incident}-{n}", "step": step, "date": day, "incident": incident, **attributes})

    for kind, rows in (("complaint", COMPLAINTS), ("window-complaint", WINDOW)):
        for incident, station, when, venue, person, serious, complainant, source, text, done in sorted(rows):
            day = day_of(when)
            incidents.append(
                {
                    "incident": incident, "unit": station, "kind": kind, "date": day, "venue": venue, "serious": serious,
                    "verified": "yes" if incident == "c16" else "", "person": f"{station}-{person}" if person else "",
                    "about": ABOUT.get(incident, ""), "complainant": complainant, "source": source, "text": text,
                }
            )  # fmt: skip
            for step, workdays, attributes in done:
                day = later(day, workdays)
                by = {"by": station} if step == "rectify" else {}
                act(incident, step, day, **by, **attributes)
                if step == "decide" and venue != "company" and person.startswith("elc"):
                    next(unit for unit in units if unit["unit"] == f"{station}-{person}")["until"] = day
    for incident, station, when, source, text, note in SLIDES:
        incidents.append(
            {"incident": incident, "unit": station, "kind": "window-slide", "date": day_of(when), "source": source, "text": text}
        )
        if note:
            act(incident, "rectify", later(day_of(when), 15), by=station, note=note)
            act(incident, "decide", later(day_of(when), 20), by=PARTY, **{"administrative-action": "诫勉谈话"})
    for incident, station, when, person, source, text in IMPROPER:
        incidents.append(
            {
                "incident": incident, "unit": station, "kind": "improper-service", "date": day_of(when), "source": source,
                "person": f"{station}-{person}" if person else "", "text": text,
            }
        )  # fmt: skip
    act("c08", "withdraw", day_of("04-13"), by=OFFICE, reason="与c07为同一人同一事项，来访后又来电，重复登记")
    act("c13", "appeal", day_of("09-12"), by="S08", reason="立杆由外委施工队承担，本所接访当日已书面转告并答复用户")
    upheld = "答复记录和转告单属实，责任在施工单位，由工程部另行处理"
    act("c13", "appeal-decided", day_of("09-24"), by=PARTY, upheld="yes", reason=upheld)
    for month, first in VISITS.items():
        for n, (station, *_) in enumerate(STATIONS):
            if station == NEW and month == "06":
                continue
            for clause in CLAUSES:
                unmet = UNMET.get((station, month, clause), "")
                actions.append(
                    {
                        "action": f"{station}-{month}-{clause}", "step": "check", "date": later(first, n // 3), "unit": station,
                        "by": OFFICE, "clause": clause, "met": "no" if unmet else "yes", "note": unmet,
                    }
                )  # fmt: skip
    measures: list[dict[str, object]] = [
        {"unit": station, "measure": "satisfaction", "period": "2012", "value": value} for station, *_, value in STATIONS if value
    ]
    write("units.csv", ("unit", "name", "kind", "parent", "head", "from", "until"), units)
    write("posts.csv", ("unit", "person", "post", "from", "until"), posts())
    write("measures.csv", ("unit", "measure", "period", "value"), measures)
    write(
        "incidents.csv",
        ("incident", "unit", "kind", "date", "venue", "verified", "serious", "person", "about", "complainant", "source", "text"),
        incidents,
    )
    write(
        "actions.csv",
        (
            "action", "step", "date", "incident", "unit", "by", "reason", "result", "months", "head-months", "percent",
            "discipline", "placement", "administrative-action", "clause", "met", "upheld", "note",
        ),
        actions,
    )  # fmt: skip
    (SAMPLE / "note.toml").write_text(NOTE, encoding="utf-8")


if __name__ == "__main__":
    main()
