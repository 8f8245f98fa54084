"""Makes the hospital sample: one complaint desk in the third quarter of 2012, all of it made up from a fixed seed."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

SAMPLE = Path(__file__).parent.parent / "conduct" / "plugins" / "hospital" / "sample"

NOTE = """\
zh = "示例：接待站、科室、人员、投诉、答复和满意度均为虚构，不代表任何医院、医务人员或患者的实际情况"
en = "Sample: the desk, the departments, the people, the complaints, the answers and the satisfaction are all made up and say \
nothing about any real hospital, member of staff or patient"
"""

DESK = "D1"
STAFF = ("D1-1", "D1-2", "D1-3")
# unit, name, the people in it
UNITS = (
    (DESK, "行风投诉接待站", ("顾慧敏", "施永明", "陆小芸")),
    ("K01", "内科", ("邵文远", "沈佳怡", "俞国平")),
    ("K02", "外科", ("乔振邦", "倪志远", "汤晓莉")),
    ("K03", "妇产科", ("蒋月琴", "严素梅")),
    ("K04", "儿科", ("滕秋月", "卞春燕")),
    ("K05", "急诊科", ("武立伟", "翟明", "葛红霞")),
    ("K06", "骨科", ("戚大鹏", "柏松林")),
    ("K07", "检验科", ("房秀兰", "车宏")),
    ("K08", "放射科", ("祁建峰", "霍雨晴")),
    ("K09", "药剂科", ("单桂香", "荣海")),
    ("K10", "收费处", ("芦秀梅", "解春华", "杭雪")),
    ("K11", "门诊部", ("糜小红", "权志强")),
    ("K12", "新农合办公室", ("时文亮",)),
    ("K13", "后勤保障科", ("印长根", "季连喜")),
    ("K14", "超声科", ("储晓岚",)),
    ("K15", "体检中心", ("计雅文",)),
    ("K16", "病案室", ("窦淑英",)),
)

PRICE, FEES = "医疗服务价格项目规范及本院收费公示", "住院费用一日清单制度"
CODE, NURSE = "医疗机构从业人员行为规范", "护士条例"
RECORD, COPY = "病历书写基本规范", "医疗机构病历管理规定"
PILLS, DRUGS = "处方管理办法", "抗菌药物临床应用管理办法"
INSURE, FIRST = "新型农村合作医疗补偿实施细则", "首诊负责制度"
GROUND, LAB = "医院后勤服务管理制度", "医疗机构临床实验室管理办法"
DISPUTE, TORT = "医疗事故处理条例", "侵权责任法第七章"
WARD, ORDER = "病区陪护探视制度", "门诊预约挂号与候诊管理办法"
CHECKUP = "健康体检管理暂行规定"


@dataclass
class Case:
    """One complaint: `s` explained on the spot, `q` answered the next day, `p` promised, `m` major, `r` reviewed."""

    when: str
    way: str
    against: str
    who: str
    text: str
    basis: str
    missed: tuple[str, ...] = ()


C = Case
CASES = (
    C("07-02", "s", "K10", "王女士", "出院结算排了一个小时，三个窗口只开一个", ORDER),
    C("07-03", "p", "K01", "李先生", "住院费用清单里有两天没做过的雾化，要求退费", FEES),
    C("07-04", "s", "K11", "张**", "专家停诊没有公告，从乡下赶来白跑一趟", ORDER),
    C("07-05", "q", "K07-2", "刘先生", "抽血窗口工作人员态度差，扎了三针还嫌血管细", CODE),
    C("07-06", "p", "K09", "陈女士", "取回的药与处方规格不一样，问窗口说差不多", PILLS, ("unrecorded",)),
    C("07-09", "s", "K13", "赵先生", "病房空调坏了两天，报修没人来", GROUND),
    C("07-10", "m", "K02-1", "孙**", "反映主刀医生术前收受家属红包2000元", CODE),
    C("07-11", "s", "K04", "周女士", "孩子发烧排队一小时，有人从后门插队先看", ORDER),
    C("07-12", "p", "K12", "吴先生", "跨乡镇住院报销被退件，两次说的理由不同", INSURE),
    C("07-13", "s", "K08", "郑女士", "拍片等了三个小时，没人说明机器在检修", ORDER, ("not-answered-at-once",)),
    C("07-16", "q", "K05", "冯先生", "夜间急诊缝合，医生打电话十几分钟才过来", FIRST),
    C("07-17", "s", "K03", "何女士", "产科病房探视人太多，夜里十点还有人说话", WARD),
    C("07-18", "p", "K06", "马先生", "钢板取出后说要再付材料费，入院时没讲过", PRICE, ("no-promise",)),
    C("07-19", "s", "K16", "朱女士", "复印病历要跑三个窗口，没人讲清要带什么证件", COPY),
    C("07-20", "q", "K11-1", "胡先生", "导诊员指错楼层，问第二遍就不耐烦", CODE),
    C("07-23", "p", "K01-2", "林**", "医生开了一大包药，怀疑与自己的病没有关系", PILLS, ("promise-broken",)),
    C("07-24", "s", "K10-2", "郭女士", "收费员少找20元，回来问说离柜概不负责", PRICE),
    C("07-25", "s", "K14", "高女士", "做彩超要空腹，等到十一点半才轮到", ORDER),
    C("07-26", "p", "K05-3", "罗先生", "输液肿了按铃二十分钟没有护士来", NURSE, ("no-basis-first",)),
    C("07-30", "m", "K03", "梁先生", "产妇产后大出血转院抢救，家属质疑处置迟缓", DISPUTE, ("not-escalated",)),
    C("07-31", "s", "K09", "宋女士", "药房窗口把排队号叫重了，两边吵起来", ORDER),
    C("08-01", "q", "K13", "唐先生", "门口停车被收十元没有票，说是承包的", GROUND),
    C("08-02", "s", "K02", "许女士", "换药室没有帘子，换药时有人进出", CODE, ("no-basis",)),
    C("08-03", "p", "K07", "韩女士", "化验单写的是别人的名字，重抽一次血还要交费", LAB),
    C("08-06", "s", "K01", "邓先生", "早上查房没有看到主管医生，问护士说不清楚", "三级医师查房制度"),
    C("08-07", "s", "K05-2", "曹先生", "急诊医生一边看病一边吃早饭", CODE, ("conflict-answer",)),
    C("08-08", "p", "K08", "彭先生", "CT报告写左侧，实际骨折在右侧", "放射科报告审核制度"),
    C("08-09", "s", "K15", "曾女士", "单位体检报告过了三周还没出来", CHECKUP),
    C("08-10", "q", "K12", "肖先生", "慢性病门诊登记本丢失，不给补办", INSURE),
    C("08-13", "s", "K13", "田女士", "开水间每天只烧两次水，晚上没有热水", GROUND),
    C("08-13", "p", "K02-2", "董先生", "胆囊手术改期三次，每次都说没有床位", "择期手术安排制度", ("not-archived-late",)),
    C("08-14", "s", "K10", "潘女士", "退号费不退现金，要求充到卡里", PRICE),
    C("08-15", "m", "K06", "袁先生", "骨折内固定断裂，二次手术后要求赔偿", TORT),
    C("08-16", "q", "K04-2", "蔡女士", "小儿头皮针打偏肿起，护士说是孩子乱动", NURSE),
    C("08-17", "s", "K11", "蒋女士", "叫号屏坏了一周，听不清喊名字", ORDER),
    C("08-20", "p", "K01", "余先生", "自费药没有签字就用了，出院才知道八百多元", "自费药品和材料知情同意制度"),
    C("08-21", "s", "D1-2", "杜先生", "上次来投诉时接待人员边听边玩手机", CODE, ("conflict-record",)),
    C("08-22", "s", "K09-1", "叶女士", "药师没有讲清一天几次，回家吃错了", PILLS),
    C("08-23", "p", "K06-2", "程先生", "护工费每天80元没有收据，护士让直接给现金", PRICE, ("not-reported", "not-notified")),
    C("08-27", "s", "K16", "魏女士", "死亡证明上的出生年月写错，来改要等领导签字", "死亡医学证明书填写与更正规定"),
    C("08-28", "q", "K05", "苏先生", "救护车到镇上四十分钟，收费却按两趟算", PRICE),
    C("08-29", "m", "K01-1", "吕**", "反映医生与药品推销员来往，开药有回扣", CODE, ("out-of-order",)),
    C("08-31", "s", "K03-2", "丁女士", "孕检时助产士语气生硬，说这点疼都忍不了", CODE),
    C("09-03", "p", "K07", "任先生", "乙肝复查两次结果不同，要求解释", LAB, ("promises-two",)),
    C("09-04", "s", "K14", "沈**", "彩超室门没关，外面能看到里面", CODE),
    C("09-05", "p", "K02", "姚女士", "病床床垫受潮发霉，要求更换三天没人理", GROUND, ("not-published",)),
    C("09-06", "s", "K10-3", "卢先生", "窗口用胶带贴着暂停，里面的人在聊天", CODE),
    C("09-07", "q", "K12", "傅女士", "外伤住院不给报销，要求看政策原文", INSURE),
    C("09-10", "s", "K08-2", "钟女士", "拍片时没有给孩子遮挡防护，问了才拿铅围裙", "放射诊疗管理规定"),
    C("09-11", "p", "K04", "汪先生", "抗生素用了五天不退烧，怀疑多开药", DRUGS, ("not-fed-back", "not-surveyed")),
    C("09-12", "m", "K05-1", "范先生", "胸痛患者急诊留观时死亡，二十余名亲属聚集", DISPUTE, ("handled-without-approval",)),
    C("09-14", "p", "K13", "石先生", "太平间搬运收费300元，说是外包公司定的", PRICE, ("survey-appealed",)),
    C("09-17", "s", "K11-2", "廖女士", "办健康证多收了5元工本费", PRICE),
    C("09-18", "p", "K15", "贾先生", "体检漏做一项心电图，报告却写着正常", CHECKUP, ("survey-early",)),
    C("09-19", "s", "K09", "韦女士", "中药代煎说好当天，隔天才拿到", "医院中药饮片管理规范"),
    C("09-20", "s", "K09", "韦女士", "中药代煎没有按时，来问进度", "医院中药饮片管理规范", ("withdrawn",)),
    C("09-21", "p", "K06-1", "夏先生", "术前谈话只让签字没解释，术后瘸了才说有风险", TORT),
    C("09-26", "m", "K02", "方先生", "腹腔镜术后胆漏，家属要求封存病历并鉴定", DISPUTE, ("open",)),
    C("09-28", "p", "K01-3", "邹女士", "住院期间查血九次，要求说明哪些必要", "合理检查管理制度", ("holiday",)),
    C("09-29", "q", "K10", "付先生", "医保卡刷不出，窗口让先付现金不说怎么退", "城镇职工基本医疗保险就医结算办法"),
    # what was open when the quarter began, and what was opened again
    C("06-20", "r", "K10-1", "龚女士", "补开发票排了两次队，窗口说系统坏了", ORDER, ("reviewed-later",)),
    C("06-27", "p", "K05", "柴先生", "留观一夜没人查房，问护士说医生在手术", FIRST, ("carried",)),
    C("06-28", "m", "K06", "路先生", "术后钢钉松动，要求复印全部病历并赔偿", TORT),
    C("08-24", "r", "K11", "晏女士", "专家号加价转卖，保安就在旁边", ORDER),
    C("09-03", "r", "K14", "毕先生", "彩超报告写错性别，改了一次还是错", CODE, ("review-open",)),
    # promises moved, and who may take part
    C("08-06", "p", "K09", "郝女士", "代煎中药一周没取到，说锅炉检修", "医院中药饮片管理规范", ("moved",)),
    C("08-21", "s", "K10-2", "安女士", "窗口退费多扣手续费，争了半天才改", PRICE, ("conflict-name",)),
    C("09-04", "m", "K04", "常先生", "患儿输液后皮疹抽搐，家属要求封存药品", DISPUTE, ("convened-by-against",)),
)  # fmt: skip

# what the papers say of the major ones, by their dates
MAJOR = {
    "07-10": {"plan": "核实收款时间和金额，当事人停职配合", "handle": "退还红包2000元，停处方权三个月，取消当年评先资格"},
    "07-30": {"convene": "医务科、妇产科、检验科参加", "handle": "院方与家属协商，减免住院费用，修订产后出血处置流程"},
    "08-15": {"plan": "封存病历和断裂钢板，请上级医院会诊", "handle": "经调解达成协议，二次手术费用由医院承担"},
    "08-29": {"plan": "调取半年处方统计，约谈有关人员", "handle": "停用涉事药品，当事人调离门诊，线索移送纪检监察"},
    "09-12": {"plan": "疏导家属，告知尸检和鉴定途径", "handle": "为平息聚集先行垫付丧葬费，事后补报"},
    "09-26": {"plan": "委托医学会作医疗事故技术鉴定，结论出具后再行协商，报批中"},
    "06-28": {"plan": "请上级医院会诊，复印并封存病历", "handle": "免费再次手术，另行协商补偿"},
    "09-04": {
        "convene": "儿科、药剂科、护理部参加",
        "plan": "封存药品和输液器送检",
        "handle": "检验无异常，减免费用，加强用药告知",
    },
}
WORK = {  # step: who does it, what its breach is called
    "archive": ("D1-3", "not-archived"),
    "report": ("D1-1", "not-reported"),
    "publish": ("D1-3", "not-published"),
    "feed-back": ("D1-2", "not-fed-back"),
    "notify": ("D1-1", "not-notified"),
    "survey": ("D1-3", "not-surveyed"),
}
GROUP, BUREAU = "行风建设领导小组", "县卫生局"


def later(day: date, workdays: int) -> date:
    """The day so many working days after."""
    while workdays:
        day += timedelta(days=1)
        workdays -= chinese_calendar.is_workday(day)
    return day


def write(name: str, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    with (SAMPLE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class Handling:
    """What was done about one complaint."""

    def __init__(self, draw: random.Random, case: Case) -> None:
        self.draw, self.case = draw, case
        self.day = date.fromisoformat(f"2012-{case.when}")
        self.by = draw.choice([name for name in STAFF if name != case.against])
        self.actions: list[dict[str, object]] = []
        assert chinese_calendar.is_workday(self.day), self.day

    def act(self, step: str, day: date, by: str = "", **attributes: object) -> None:
        self.actions.append({"step": step, "date": day, "by": by or self.by, **attributes})

    def run(self) -> list[dict[str, object]]:
        if "withdrawn" in self.case.missed:
            self.act("record", self.day)
            reason = "与前一日登记的代煎投诉为同一事项，来电询问进度，误登为新投诉"
            self.act("withdraw", later(self.day, 1), DESK, reason=reason)
        elif self.case.way == "m":
            self.major()
        elif self.case.way == "p":
            self.promised()
        elif self.case.way == "r":
            self.reviewed()
        else:
            self.simple()
        return sorted(self.actions, key=lambda action: str(action["date"]))

    def simple(self) -> None:
        """Explained on the spot, or answered the next working day."""
        case, day = self.case, self.day
        self.act("record", day, case.against if "conflict-record" in case.missed else "")
        answered = later(day, 1) if case.way == "q" or "not-answered-at-once" in case.missed else day
        basis = "" if "no-basis" in case.missed else case.basis
        by = {"conflict-answer": case.against, "conflict-name": NAMES.get(case.against, "")}
        self.act("answer", answered, next((by[m] for m in case.missed if m in by), ""), basis=basis)
        self.close(answered, answered)

    def reviewed(self) -> None:
        """Answered at once; the complainant asks for a review, is promised, and answered again."""
        case, day = self.case, self.day
        self.act("record", day)
        self.act("answer", day, basis=case.basis)
        self.close(day, day)
        asked = later(day, 13 if "reviewed-later" in case.missed else 17 if "review-open" in case.missed else 3)
        self.act("review-requested", asked, case.who)
        promised = later(asked, 1)
        self.act("promise", promised, due=later(promised, 8))
        if "review-open" not in case.missed:
            self.act("refer", promised, to=department(case.against))
            self.act("answer", later(promised, self.draw.randint(2, 6)), basis=case.basis)

    def promised(self) -> None:
        """A promise, an inquiry, an answer by the promised day."""
        case, day = self.case, self.day
        self.act("record", later(day, 1) if "unrecorded" in case.missed else day)
        given = later(day, 3 if "no-promise" in case.missed else self.draw.randint(0, 1))
        due = later(given, self.draw.choice((3, 5, 5, 7)))
        answered = later(given, self.draw.randint(2, 3))
        if "holiday" in case.missed:
            given, due, answered = day, later(day, 4), later(day, 1)
        if "carried" in case.missed:
            given, due, answered = later(day, 1), later(day, 7), later(day, 6)
        if "moved" in case.missed:
            given, due, answered = later(day, 1), later(day, 4), later(day, 9)
            self.act("refer", given, to=department(case.against))
        self.act("promise", given, due=due)
        if "moved" in case.missed:
            self.act("promise", later(day, 3), due=later(day, 10), note="锅炉配件未到，另约日期")
        if "promise-broken" in case.missed:
            return
        if "promises-two" in case.missed:
            again = later(due, 2)
            self.act("promise", again, due=later(again, 5), note="参考实验室复核结果未到，再次约定")
            answered = later(again, 4)
        first = answered
        if "no-basis-first" in case.missed:
            first = later(given, 1)
            self.act("answer", first, note="先口头答复，称护士当时在抢救")
        if "survey-early" in case.missed:
            self.act("survey", later(given, 1), satisfaction=2)
        self.act("answer", answered, basis=case.basis)
        self.close(first, answered)

    def major(self) -> None:
        """Reported up, met on, planned, approved, handled, answered."""
        case, day, notes = self.case, self.day, MAJOR[self.case.when]
        self.act("record", day)
        self.act("escalate", day, "D1-1", to="leaders")
        self.act("escalate", later(day, 3 if "not-escalated" in case.missed else 1), "D1-1", to="superior")
        self.act("promise", later(day, 1), due=date(2013, 1, 15) if "open" in case.missed else later(day, 20))
        met = later(day, 2)
        planned = later(met, self.draw.randint(1, 3))
        last = planned
        if "out-of-order" in case.missed:
            met, planned = planned, met
        convener = case.against if "convened-by-against" in case.missed else GROUP
        self.act("convene", met, convener, note=notes.get("convene", ""))
        self.act("plan", planned, GROUP, note=notes.get("plan", ""))
        if "open" in case.missed:
            return
        if "handled-without-approval" not in case.missed:
            last = later(last, self.draw.randint(2, 4))
            self.act("approve", last, BUREAU)
        handled = later(last, self.draw.randint(1, 2))
        self.act("handle", handled, "医务科", note=notes["handle"])
        self.act("answer", later(handled, 1), basis=case.basis)
        self.close(handled, later(handled, 1))

    def close(self, closed: date, earliest: date) -> None:
        """The six steps of duty6, each in time but those that are missed."""
        case = self.case
        days = [day for day in (later(closed, n) for n in range(6)) if day >= earliest]
        for step, (usual, breach) in WORK.items():
            if breach in case.missed or (step == "survey" and {"survey-early", "survey-appealed"} & set(case.missed)):
                continue
            by = next(name for name in (usual, *STAFF) if name != case.against)
            if step == "survey":
                self.act(step, self.draw.choice(days[2:] or days), by, satisfaction=self.satisfaction())
            elif step == "archive":
                usually = days[-1] if "holiday" in case.missed else self.draw.choice(days[3:] or days)
                self.act(step, later(closed, 6) if "not-archived-late" in case.missed else usually, by)
            else:
                self.act(step, self.draw.choice(days), by)
        if "survey-appealed" in case.missed:
            reason = "投诉人外出务工，所留电话停机，三次回访未接通，有通话记录"
            self.act("appeal", later(closed, 8), DESK, kind="not-surveyed", reason=reason)
            reason = "通话记录属实，反馈已当面签收，满意度调查客观上无法进行"
            self.act("appeal-decided", later(closed, 12), GROUP, upheld="yes", reason=reason)

    def satisfaction(self) -> int:
        if self.case.way == "m":
            return self.draw.choice((2, 3, 3, 4))
        bad = self.case.missed and "holiday" not in self.case.missed
        return self.draw.choice((1, 2, 2, 3) if bad else (3, 4, 4, 4, 5, 5, 5))


NAMES = {f"{unit}-{n}": person for unit, _, people in UNITS for n, person in enumerate(people, 1)}
MEDICAL = {RECORD, PILLS, DRUGS, LAB, DISPUTE, TORT, CHECKUP, "三级医师查房制度", "放射科报告审核制度", "择期手术安排制度"}
CHANNELS = ("visit", "visit", "telephone", "visit", "letter", "visit", "online")


def department(unit: str) -> str:
    """The department of a unit."""
    return unit.partition("-")[0]


def main() -> None:
    draw = random.Random(20120702)
    units: list[dict[str, object]] = []
    incidents: list[dict[str, object]] = []
    actions: list[dict[str, object]] = []
    for unit, name, people in UNITS:
        units.append({"unit": unit, "name": name, "kind": "desk" if unit == DESK else "department"})
        for n, person in enumerate(people, 1):
            units.append({"unit": f"{unit}-{n}", "name": person, "kind": "person", "parent": unit})
    for n, case in enumerate(CASES, 1):
        incident = f"c{n:02}"
        incidents.append(
            {
                "incident": incident, "unit": DESK, "kind": "complaint", "date": f"2012-{case.when}",
                "major": "yes" if case.way == "m" else "", "on-the-spot": "yes" if case.way in ("s", "r") else "",
                "against": case.against, "complainant": case.who, "text": case.text,
                "nature": "medical" if case.basis in MEDICAL else "conduct", "channel": CHANNELS[n % len(CHANNELS)],
                "phone": f"000-0000{n:04}" if n % 3 else "",
            }
        )  # fmt: skip
        for m, action in enumerate(Handling(draw, case).run(), 1):
            actions.append({"action": f"{incident}-{m:02}", "incident": incident, **action})
    write("units.csv", ("unit", "name", "kind", "parent"), units)
    write(
        "incidents.csv",
        (
            "incident",
            "unit",
            "kind",
            "date",
            "nature",
            "major",
            "on-the-spot",
            "against",
            "channel",
            "complainant",
            "phone",
            "text",
        ),
        incidents,
    )
    write(
        "actions.csv",
        ("action", "step", "date", "incident", "by", "basis", "due", "to", "satisfaction", "kind", "upheld", "reason", "note"),
        actions,
    )
    (SAMPLE / "note.toml").write_text(NOTE, encoding="utf-8")


if __name__ == "__main__":
    main()
