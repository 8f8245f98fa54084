"""Makes the banking sample: a bank with ten branches in the four quarters of 2012, all of it made up from a fixed seed.

One closed in June, one opened then and is not assessed in that quarter, one was inspected by nobody in the third.
"""

from __future__ import annotations

import csv
import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import chinese_calendar

PLUGIN = Path(__file__).parent.parent / "conduct" / "plugins" / "banking"
SAMPLE = PLUGIN / "sample"

NOTE = """\
zh = "示例:行部、网点、满意率、业务量、检查及其发现、客户投诉和整改情况均为虚构,不代表任何银行或个人的实际情况"
en = "Sample: the branches, outlets, satisfaction, transactions, inspections, findings, complaints and rectifications are all \
made up and say nothing about any real bank or person"
"""

# branch, name, outlets, findings a quarter, transactions a quarter in 万, complaints per 万 and channel, satisfaction in ‰
BRANCHES = (
    ("B1", "市分行营业部", ("营业室", "人民广场分理处", "鼓楼储蓄所", "新华路储蓄所", "文化宫分理处"), 5, 46, 0.03, 931),
    ("B2", "城中支行", ("营业室", "解放路分理处", "百货大楼储蓄所", "中山路储蓄所", "青年路分理处"), 7, 38, 0.04, 912),
    ("B3", "城东支行", ("营业室", "东风路分理处", "火车站储蓄所", "朝阳里储蓄所"), 4, 31, 0.03, 944),
    ("B4", "城西支行", ("营业室", "西门分理处", "纺织路储蓄所", "菜市口储蓄所"), 9, 27, 0.05, 893),
    ("B5", "开发区支行", ("营业室", "创业路分理处", "科技园分理处"), 6, 21, 0.04, 925),
    ("B6", "临江支行", ("营业室", "码头分理处", "滨江花园储蓄所"), 7, 16, 0.06, 907),
    ("B7", "大学城支行", ("营业室", "学府路分理处", "师院储蓄所"), 10, 13, 0.09, 872),
    ("B8", "北郊支行", ("营业室", "北站分理处", "建材市场分理处"), 12, 9, 0.16, 836),
    ("B9", "老码头支行", ("营业室", "盐市口储蓄所"), 5, 7, 0.05, 918),
    ("B10", "滨湖支行", ("营业室", "会展中心分理处"), 4, 6, 0.04, 940),
)
STANDS = {"B9": (0, 1), "B10": (2, 3)}  # the quarters in which a branch is assessed, if not all
DAYS = {"B9": {"until": "2012-06-30"}, "B10": {"from": "2012-06-28"}}
UNSEEN = ("B6", 2)  # the branch and the quarter in which nobody inspected it
QUARTERS = ("2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4")
SEASON = (1.08, 0.97, 0.94, 1.04)
ROUNDS = (date(2012, 2, 13), date(2012, 5, 7), date(2012, 8, 6), date(2012, 11, 5))
FEEDBACKS = (date(2012, 3, 1), date(2012, 5, 25), date(2012, 8, 24), date(2012, 11, 23))
SPOTS = (
    ((date(2012, 1, 18), ("queue", "window-short", "machine-down", "no-diversion", "no-count-aloud")),
        (date(2012, 3, 15), ("no-risk-notice", "product-unknown", "no-complaint-channel", "cold-answer"))),
    ((date(2012, 4, 27), ("machine-down", "atm-area", "window-short", "outdated-notice")),
        (date(2012, 6, 20), ("mobile-phone", "left-post", "chatting", "no-greeting", "posture"))),
    ((date(2012, 7, 18), ("no-uniform", "hair", "late-opening", "amenities", "no-lobby-manager")),
        (date(2012, 9, 27), ("machine-down", "queue", "atm-area", "dirty"))),
    ((date(2012, 10, 17), ("early-closing", "mobile-phone", "no-lobby-manager", "cold-answer", "repeat-trip")),
        (date(2012, 12, 20), ("queue", "window-short", "outdated-notice", "no-risk-notice"))),
)  # fmt: skip
YEAR_END = date(2012, 12, 31)
OFFICE, TEAM = "市分行服务办", "考评组"

VIDEO, VISIT, LOOK, CALL, PAPERS, TALK = "录像回放", "暗访", "实地查看", "电话查访", "查阅资料", "座谈会"
# item: how often, how found, what was seen; {w} a window, {t} a time, {m} minutes, {n} a small number
OUTLET_ITEMS: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "no-greeting": (10, (VIDEO, VISIT), (
        "{t}，{w}号窗口柜员对到柜客户未问候，直接伸手要单据", "{w}号窗口连续{n}位客户到柜，柜员均未使用问候语",
        "{t}，{w}号窗口叫号后柜员低头录入，未抬头招呼客户")),
    "no-farewell": (8, (VIDEO, VISIT), (
        "{w}号窗口办结存款后未提示核对，未道别", "{t}，{w}号窗口柜员将存折推出后即按下一号",
        "抽看{w}号窗口{n}笔业务，办结时均未使用送别用语")),
    "no-count-aloud": (7, (VIDEO, VISIT), (
        "{w}号窗口付现未唱付，客户离柜后折返询问", "{t}，{w}号窗口柜员单手从槽口推出现金", "{w}号窗口收现{n}笔未唱收")),
    "phone-etiquette": (6, (CALL,), (
        "{t}拨打网点电话，响铃七声接听，未报行名", "{t}拨打网点电话咨询挂失，未答完即挂断",
        "{t}拨打网点电话，接听后第一句为“喂，哪个”")),
    "cold-answer": (5, (VISIT, VIDEO), (
        "暗访人员询问跨行汇款收费，{w}号窗口答“墙上有，自己看”", "{t}，老年客户询问存折换新，{w}号窗口柜员未抬头作答",
        "暗访人员咨询信用卡还款，保安答“不知道，问里面”，柜员未接话", "{t}，客户问余额变动，{w}号窗口柜员答“机器打的，没错”",
        "{t}，客户询问密码输错怎么办，{w}号窗口柜员三次未应答", "暗访人员询问贷款利率，{w}号窗口答“不归我管”，未指引")),
    "forbidden-words": (1, (VIDEO, VISIT), (
        "{w}号窗口柜员对填错单的客户说“这么简单都不会填”", "{t}，{w}号窗口柜员说“嫌慢到别家银行去”")),
    "quarrel": (1, (VIDEO,), ("{t}，{w}号窗口柜员因残币兑换与客户高声争执约{m}分钟",)),
    "no-uniform": (4, (LOOK, VIDEO), (
        "{w}号窗口柜员着便装上衣", "大堂值班人员未着行服", "{n}名柜员行服款式不统一", "{w}号窗口柜员行服上衣敞开未扣")),
    "no-badge": (7, (LOOK, VIDEO), (
        "{w}号窗口柜员未佩戴工号牌", "{w}号窗口摆放的工号牌与当班柜员不符", "大堂引导员工号牌被绶带遮住，客户无法辨认")),
    "no-scarf": (4, (LOOK, VIDEO), ("{w}号窗口男柜员未系领带", "两名女柜员未系领花", "{w}号窗口柜员领带松开，袖口挽起")),
    "hair": (4, (LOOK,), ("{w}号窗口女柜员长发未盘起", "{w}号窗口柜员染发颜色明显", "{w}号窗口男柜员头发过耳")),
    "jewellery": (3, (LOOK, VIDEO), ("{w}号窗口柜员涂红色指甲油", "{w}号窗口柜员佩戴大耳环", "{w}号窗口柜员留长指甲")),
    "posture": (6, (VIDEO, VISIT), (
        "{t}，{w}号窗口柜员托腮靠坐，有客户在柜前", "大堂人员背手倚靠填单台", "{w}号窗口柜员跷腿办理业务")),
    "queue": (6, (VISIT, VIDEO), (
        "{t}取号，等候{q}分钟，三个窗口中只开一个", "{t}大厅等候客户二十余人，最长等候{q}分钟，未增开窗口",
        "代发工资日，客户等候{q}分钟，弹性窗口未启用", "{t}取号，前面还有1{n}人，等候{q}分钟，柜员称“今天就两个人上班”",
        "叫号机显示平均等候{q}分钟，会计主管未顶岗")),
    "window-short": (5, (VIDEO, VISIT), (
        "{t}高峰时段，应开{n}个窗口，实开一个", "午间只留一个窗口，等候区站满客户", "{t}，两个现金窗口只开一个，等候客户1{n}人",
        "{t}，{w}号窗口柜员内部对账，未安排替补")),
    "no-diversion": (5, (VISIT,), (
        "小额取款客户排队{q}分钟，无人引导至自助设备", "{t}，交电费客户在柜台排队，缴费机空闲",
        "存折补登客户取号等候，大堂未告知可用补登机")),
    "repeat-trip": (3, (CALL,), (
        "回访客户反映密码重置跑了{n}趟，首次未告知须本人到场", "开立单位账户资料分{n}次告知，客户往返多次",
        "代理挂失客户回家取证件两次，首次未讲明所需证件",
        "补办存折先后要身份证原件、户口簿，客户往返{n}次")),
    "over-time": (3, (VIDEO,), (
        "{w}号窗口一笔个人开户办理{q}分钟", "{w}号窗口办理定期转存，其间离柜查找凭证，历时{q}分钟")),
    "machine-down": (5, (VISIT, LOOK), (
        "{n}号取款机缺钞，当日{t}报修，次日中午恢复", "存取款一体机吞钞故障停用两天，无告示", "门外取款机凭条用尽，屏幕无提示",
        "存折补登机卡纸，大堂称“报修一周了”", "查询机黑屏，未张贴停用告示")),
    "late-opening": (3, (VIDEO, VISIT), (
        "公示8:30营业，实际8:4{n}开门，门外有客户等候", "8:30开门，{m}分钟后{w}号窗口才签到受理")),
    "early-closing": (2, (VIDEO, VISIT), ("公示17:00停止营业，16:4{n}已停止叫号", "16:4{n}保安已在门口劝返客户")),
    "left-post": (6, (VIDEO, VISIT), (
        "{t}，{w}号窗口柜员离柜{m}分钟，未摆放暂停服务牌", "{w}号窗口柜员起身离开，柜前客户不知转往何窗口")),
    "mobile-phone": (7, (VIDEO,), (
        "{t}，{w}号窗口柜员在柜内看手机", "{t}，{w}号窗口柜员办理业务途中接听私人电话", "{t}，大堂经理在咨询台玩手机约{m}分钟",
        "{w}号窗口柜员手机放在键盘旁，{m}分钟内翻看{n}次")),
    "chatting": (5, (VIDEO, VISIT), ("{t}，{w}号窗口与邻柜聊天，柜前有客户", "{t}，三名员工在大堂围站闲谈约{m}分钟")),
    "eating": (2, (VIDEO,), ("{t}，{w}号窗口柜员在柜内吃早点", "{t}，{w}号窗口柜员翻看杂志")),
    "private-business": (2, (VIDEO,), (
        "{t}，{w}号窗口为熟人插号办理，等候客户有异议", "{t}，{w}号窗口柜员办理本人还款，{n}位客户在等候")),
    "dirty": (5, (LOOK,), (
        "大厅等候椅下有瓜子壳、纸屑", "门前台阶有积水和烟头，未及时清扫", "柜台玻璃有明显污渍", "绿植枯黄，花盆内有烟头",
        "大厅{n}处墙面张贴残留胶痕")),
    "clutter": (5, (LOOK, VIDEO), (
        "{w}号窗口柜面摆放私人水杯、挎包", "填单台下堆放宣传品纸箱", "便民服务台上摆放员工外卖餐盒")),
    "amenities": (5, (LOOK,), (
        "老花镜镜腿断裂未更换", "血压计、急救箱过期未检", "饮水机无水杯", "客户用验钞机不能通电", "雨天未放防滑提示和伞架")),
    "forms": (5, (LOOK,), ("填单台无汇款单填写样本", "填单台签字笔{n}支均写不出字", "个人开户申请书用完未补")),
    "outdated-notice": (5, (LOOK,), (
        "利率牌缺五年期一档", "收费公示栏为上一年度版本", "宣传架上{n}款理财产品已过募集期", "外汇牌价屏停在前一营业日")),
    "atm-area": (5, (LOOK, VISIT), (
        "自助区地面凭条散落，废纸箱已满", "自助区{n}盏照明灯不亮", "取款机密码防护罩缺失", "门禁刷卡器失灵，客户进不了自助区")),
    "no-complaint-channel": (2, (LOOK,), ("意见簿锁在大堂经理抽屉内", "未张贴投诉电话，客户询问后才告知")),
    "no-lobby-manager": (5, (VISIT, VIDEO), (
        "上午开门后四十分钟内大堂经理不在岗，无人替岗", "{t}，大堂经理在柜内帮助清点，大厅无人引导{m}分钟",
        "大堂经理外出送单{q}分钟，未指定替岗", "大堂经理当日休假，排班表无替岗人员")),
    "not-guided": (6, (VISIT,), (
        "暗访人员进厅{m}分钟无人询问", "客户在叫号机前犹豫，引导员未上前", "{t}，大堂经理坐在咨询台内未起身迎候")),
    "product-unknown": (5, (VISIT,), (
        "询问在售理财产品起点和期限，{w}号窗口答“差不多五万吧”", "抽问{n}名员工网银转账限额，无人答全",
        "询问国债提前兑取规则，大堂经理回答有误")),
    "no-risk-notice": (3, (VISIT, VIDEO), (
        "推荐非保本理财，未提示可能损失本金", "{t}向老年客户介绍基金，未做风险评估", "签约基金定投，未让客户抄录风险提示语句")),
    "misleading": (1, (VISIT, CALL), (
        "理财经理向暗访人员称某分红险“和存款一样，利息更高”", "回访投保客户，{n}人以为办的是定期存款")),
}  # fmt: skip
BRANCH_ITEMS: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "slow-support": (5, (TALK, PAPERS), (
        "网点报修叫号机，科技部门{n}个工作日后到场", "网点请示大额残损币兑换，运行部门当日未答复",
        "网点申请增配点钞机，{d}天无回音")),
    "passed-on": (2, (TALK,), ("门头灯箱损坏，保卫部门与办公室互相转单{n}次", "对公客户开户资料疑问，公司部门与运行部门互推")),
    "no-answer": (5, (CALL,), ("{t}拨打个人金融部咨询电话，三次无人接听", "{t}拨打科技部门值班电话无人接听")),
    "no-visit": (4, (PAPERS, TALK), ("{n}名部门负责人本季未到挂点网点", "挂点登记簿中本季只有一次记录，无解决问题内容")),
    "late-supplies": (4, (TALK,), (
        "零钞申领{n}天未配送，网点向邻行调换", "个人开户凭证断供{n}天",
        "工号牌更换申请一个月未办", "叫号纸断供{n}天，网点手写排号")),
    "no-group": (1, (PAPERS,), ("行部负责人调整后，服务工作领导小组名单未更新",)),
    "no-analysis": (3, (PAPERS,), ("本季未见服务工作分析会记录",)),
    "no-plan": (2, (PAPERS, TALK), ("年度服务工作计划无责任人和时限", "计划中的服务之星评选本季未开展")),
    "self-check": (5, (PAPERS,), (
        "本季应自查三次，实有记录一次", "自查记录只列问题，未见整改结果", "自查录像调阅记录缺{n}个网点")),
    "training": (4, (PAPERS, TALK), ("新入行柜员{n}人未参加服务礼仪培训", "晨会演练记录缺{n}个网点", "岗位练兵签到缺{n}名柜员")),
    "no-rules": (1, (PAPERS,), ("本行部服务考评办法修订后未报市分行备案",)),
    "no-bonus-link": (1, (PAPERS,), ("抽查本季绩效分配表，服务考核得分未计入",)),
    "ledger-gaps": (5, (PAPERS,), ("投诉台账漏记{n}件电话投诉", "培训台账缺{n}次签到", "设备报修台账未登记恢复时间")),
    "minutes": (4, (PAPERS,), ("服务例会记录无参会人签名", "分析会记录未载明议定事项", "{n}次晨会记录内容雷同")),
    "no-emergency-plan": (1, (PAPERS, TALK), ("系统停运应急预案未演练，抽问网点负责人不知流程",)),
    "not-registered": (2, (PAPERS,), ("大堂受理的{n}件口头投诉未登记",)),
    "reply-late": (3, (PAPERS, CALL), ("一件电话投诉超过规定时限{n}天才答复", "园地投诉转办后{n}天无人联系客户")),
    "passed-over": (2, (CALL,), ("投诉客户被告知“自己打客服热线”，未由首问人转办", "投诉取款机吞卡，网点让客户自行联系科技部门")),
    "no-return-call": (4, (PAPERS, CALL), ("办结的{n}件投诉未见回访记录", "回访栏填“满意”，客户称未接到电话")),
    "cause-unmended": (2, (PAPERS, TALK), ("上季投诉叫号机误号，本季仍有同类投诉{n}件",)),
}  # fmt: skip
TELLTALE = {"暗访人员": VISIT, "取号，": VISIT, "回访": CALL, "拨打": CALL}
ONCE_A_YEAR = ("no-group", "no-rules", "no-bonus-link", "no-emergency-plan")

COMPLAINTS = (
    "取号后等了{q}分钟，四个窗口只开一个", "午间办业务，窗口关着，保安让下午再来", "取款机吞卡后打电话，三天没人处理",
    "柜员嫌零钱多，让去别的网点兑换", "存单到期没有提醒，柜员说自己不会看日子吗", "办网银跑了{n}趟，每次缺的材料都不一样",
    "理财经理说保本，到期少了{n}百多元", "拿号过了没叫到，让重新排队", "柜员一边办业务一边和旁边人聊天",
    "给老人办存折挂失，不肯上门核实也不说怎么办", "转账手续费和墙上公示的不一样", "大堂没人管，插队的先办了",
    "自助区晚上灯不亮，门也锁不上", "信用卡还款入错账户，网点让自己打热线", "打网点电话{n}次都没人接",
    "柜员把存折扔出来，态度很差", "存款时被推荐买保险，事后才知道不是定期", "取款机取出残币，柜台不给换",
    "短信提醒费没同意就扣了{n}个月", "开立结算账户资料交了{d}天没有消息", "叫号机坏了，全靠喊，排得很乱",
    "公示五点停业，四点四十就不给办了", "对账单连续{n}期没有收到，地址早就改过", "兑换硬币说没有，其实里面有人在领",
    "预约取大额现金，到了说没有准备", "一张小额假币收缴没有给凭证", "贵宾室空着，普通客户站着等{q}分钟",
    "改密码要本人来，老人卧床，问怎么办没人理", "存取款机存入{n}千元没到账，当天没人给说法", "营业厅没有座位，饮水机没水",
    "汇款单填错两次，柜员说不会填就别汇", "询问提前还贷，三个部门来回推", "代发工资卡被冻结，没人通知原因",
    "大堂经理一直在打私人电话", "停车场被员工车占满，保安不让停", "柜员找错钱，追回时说话难听",
    "社保卡激活排了{q}分钟，轮到时说系统停了", "办销户，柜员劝存反复拖延", "基金赎回款晚到{n}天，问不到原因",
    "水费代扣失败没有通知，产生滞纳金", "网点搬迁没有告示，白跑一趟", "残疾人坡道被自行车堵住，没人管",
)  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
PEOPLE = ("已对当班人员批评教育并扣减绩效", "组织全员学习并现场演练", "责任到人，纳入晨会和日检")
THINGS = ("已整改，拍照留存", "物品已补齐，指定专人每日检查", "责任到人，纳入日检")
OFFICES = ("已补齐资料并落实责任人", "责任部门已办结并书面回复", "已修订流程并下发各网点")
MENDED = {
    "courtesy": PEOPLE, "appearance": PEOPLE, "discipline": PEOPLE, "recommendation": PEOPLE, "environment": THINGS,
    "efficiency": ("调整弹性排班，高峰时段增开窗口", "大堂增设引导岗，按业务分流", "会计主管现场督导，列入日检"),
    "machine-down": ("设备已修复，落实巡检登记", "与维护公司重新约定到场时限"),
}  # fmt: skip
NORMS = ("post", "dress", "bearing", "language", "telephone")
NORM_OF_ITEM = {"phone-etiquette": "telephone", "no-uniform": "dress", "no-badge": "dress", "no-scarf": "dress"}
NORM_OF_INDICATOR = {"courtesy": "language", "appearance": "bearing", "discipline": "post"}

Row = dict[str, object]


def later(day: date, workdays: int) -> date:
    """The day so many working days after."""
    while workdays:
        day += timedelta(days=1)
        workdays -= chinese_calendar.is_workday(day)
    return day


def write(name: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    with (SAMPLE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def indicators() -> dict[str, str]:
    """The indicator of each item of the sheet, which must add up."""
    sheet = tomllib.loads((PLUGIN / "sheet.toml").read_text(encoding="utf-8"), parse_float=Decimal)["indicators"]
    points = [indicator["points"] for indicator in sheet.values()]
    assert sum(points[:8]) == 70, points
    assert sum(points[8:]) == 30, points
    return {item: name for name, indicator in sheet.items() for item in indicator.get("items", ())}


class Maker:
    def __init__(self) -> None:
        self.draw = random.Random(20120148)
        self.indicator = indicators()
        self.findings: list[tuple[Row, list[Row]]] = []
        self.said: Counter[str] = Counter()
        self.visited: dict[tuple[str, int], date] = {}

    def sentence(self, texts: tuple[str, ...], windows: int) -> str:
        """One of the texts, the least used first."""
        fewest = min(self.said[text] for text in texts)
        text = self.draw.choice([text for text in texts if self.said[text] == fewest])
        self.said[text] += 1
        return text.format(
            w=self.draw.randint(1, windows),
            t=f"{self.draw.choice((9, 9, 10, 10, 11, 14, 15, 15, 16))}:{self.draw.randrange(5, 60):02}",
            q=self.draw.randint(22, 48),
            m=self.draw.randint(5, 15),
            d=self.draw.randint(7, 20),
            n=self.draw.randint(2, 4),
        )

    def finding(self, unit: str, item: str, day: date, source: str, text: str, **attributes: object) -> Row:
        row: Row = {"unit": unit, "kind": "finding", "date": day, "item": item, "source": source, "text": text, **attributes}
        self.findings.append((row, []))
        return row

    def drawn(self, unit: str, items: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]], only: list[str], day: date) -> Row:
        item = self.draw.choices(only, [items[name][0] for name in only])[0]
        _, sources, texts = items[item]
        text = self.sentence(texts, 5 if unit.endswith("-1") else 3)
        told = next((source for word, source in TELLTALE.items() if word in text), "")
        return self.finding(unit, item, day, told or self.draw.choice(sources), text)

    def handled(self, told: date, due: date, weakness: float) -> None:
        """Feedback, rectification and recheck, as well as the branch does them."""
        row, actions = self.findings[-1]
        item = str(row["item"])
        notes = MENDED.get(item) or MENDED.get(self.indicator[item], OFFICES)

        def act(step: str, day: date, **attributes: object) -> None:
            if day <= YEAR_END:
                actions.append({"step": step, "date": day, **attributes})

        act("feedback", told, due=due, by=TEAM)
        luck = self.draw.random()
        if luck < weakness / 3:
            return
        done = later(due, self.draw.randint(1, 6)) if luck < weakness else self.within(told, due)
        act("rectify", done, note=self.draw.choice(notes))
        if self.draw.random() < 0.35:
            return
        seen = later(max(done, due), self.draw.randint(2, 12))
        if self.draw.random() >= weakness * 0.8:
            act("recheck", seen, passed="yes", by=TEAM)
            return
        act("recheck", seen, passed="no", by=TEAM, note="同一问题复查时仍然存在")
        if self.draw.random() < 0.5:
            again = later(seen, 1)
            act("feedback", again, due=later(again, 5), by=TEAM, note="再次限期整改")
            act("rectify", later(again, 3), note="行部负责人到网点督办")
            act("recheck", later(again, 7), passed="yes", by=TEAM)

    def within(self, told: date, due: date) -> date:
        days = [told]
        while days[-1] < due:
            days.append(later(days[-1], 1))
        return self.draw.choice(days[2:] or days)

    def quarter(self, q: int) -> None:
        n = 0
        inspected = [b for b in BRANCHES if q in STANDS.get(b[0], range(4)) and (b[0], q) != UNSEEN]
        for branch, _, outlets, *_ in inspected:
            for m in range(1, len(outlets) + 1):
                self.visited[f"{branch}-{m}", q] = later(ROUNDS[q], n // 3)
                n += 1
        for branch, _, outlets, often, *_ in inspected:
            units = [f"{branch}-{m}" for m in range(1, len(outlets) + 1)]
            weakness = 0.02 + often * 0.02
            taken: set[tuple[str, str]] = set()
            for _ in range(max(2, often + self.draw.randint(-2, 2))):
                fate = self.draw.random()
                if fate < 0.2:
                    day, themes = self.draw.choice(SPOTS[q])
                    unit = self.draw.choice(units)
                    row = self.drawn(unit, OUTLET_ITEMS, [name for name in themes if (unit, name) not in taken], day)
                    row["round"] = "spot"
                    taken.add((unit, str(row["item"])))
                    told = later(day, 2)
                    if self.draw.random() < 0.75:
                        self.handled(told, later(told, 8), weakness)
                    continue
                if fate < 0.45:
                    before = {str(found["item"]) for found, _ in self.findings if found["unit"] == branch}
                    only = [
                        name
                        for name in BRANCH_ITEMS
                        if (branch, name) not in taken and not (name in ONCE_A_YEAR and (name in before or often < 7))
                    ]
                    row = self.drawn(branch, BRANCH_ITEMS, only, self.visited[units[-1], q])
                else:
                    unit = self.draw.choice(units)
                    only = [name for name in OUTLET_ITEMS if (unit, name) not in taken]
                    row = self.drawn(unit, OUTLET_ITEMS, only, self.visited[unit, q])
                taken.add((str(row["unit"]), str(row["item"])))
                due = later(FEEDBACKS[q], 15 if row["item"] in ("amenities", "machine-down", "training") else 10)
                self.handled(FEEDBACKS[q], due, weakness)

    def told(self, *actions: tuple[str, str, Row]) -> None:
        """What was done about the last finding."""
        for step, day, attributes in actions:
            self.findings[-1][1].append({"step": step, "date": date.fromisoformat(f"2012-{day}"), **attributes})

    def singular(self) -> None:
        """Two frauds, two false recommendations, a duplicate that was withdrawn, an appeal that was upheld."""
        text = "3月服务礼仪培训签到表系事后补签，签到者中2人当日在休假"
        self.finding("B8", "ledger-untrue", self.visited["B8-3", 1], PAPERS, text, fraud="yes")
        self.told(
            ("feedback", "05-25", {"due": date(2012, 6, 8), "by": TEAM}),
            ("rectify", "06-15", {"note": "重新组织培训，对经办人通报"}),
            ("recheck", "06-26", {"passed": "yes", "by": TEAM}),
        )
        text = "晨会演练签到表9处笔迹相同，录像显示当日未开晨会"
        self.finding("B3-3", "ledger-untrue", self.visited["B3-3", 2], VIDEO, text, fraud="yes")
        self.told(
            ("feedback", "08-24", {"due": date(2012, 9, 7), "by": TEAM}),
            ("rectify", "09-03", {"note": "签到表作废，责任人书面检查"}),
            ("recheck", "09-18", {"passed": "yes", "by": TEAM}),
        )
        sold = ("理财经理称五年期分红险“就是高息存款，随时能取”", "投保客户回访时称柜员说“送一份保险，本金在银行”")
        for text, source, step in zip(sold, (VISIT, CALL), ("03-27", "04-13"), strict=True):
            self.finding("B8-2" if step == "03-27" else "B8-1", "misleading", date(2012, 3, 15), source, text, round="spot")
            self.told(
                ("feedback", "03-19", {"due": date(2012, 3, 29), "by": TEAM}),
                ("rectify", step, {"note": "停止销售资格，逐户回访更正"}),
            )
        twice = "取款机旁废纸箱已满，凭条散落一地"
        for source, actions in (
            (LOOK, (("feedback", "05-25", {"due": date(2012, 6, 8), "by": TEAM}), ("rectify", "06-01", {"note": THINGS[0]}))),
            (VISIT, (("withdraw", "05-29", {"by": OFFICE, "reason": "两个小组同日到同一网点，同一问题重复登记"}),)),
        ):
            self.finding("B4-2", "atm-area", self.visited["B4-2", 1], source, twice)
            self.told(*actions)
        self.finding("B5-2", "queue", self.visited["B5-2", 2], VISIT, "10:20取号，等候34分钟，三个窗口停一个，未增开")
        self.told(
            ("feedback", "08-24", {"due": date(2012, 9, 7), "by": TEAM}),
            ("appeal", "08-28", {"by": "B5", "reason": "停窗柜员当日突发急病送医，录像和病历可证，会计主管二十分钟内顶岗"}),
            ("appeal-decided", "09-05", {"by": OFFICE, "upheld": "yes", "reason": "调阅录像属实，应急处置及时，不予扣分"}),
        )

    def inspections(self) -> Iterator[Row]:
        """Where the group was: every visit of a round, and the spot checks at which it found something."""
        spots = sorted({(row["date"], str(row["unit"])) for row, _ in self.findings if row.get("round") == "spot"}, key=str)
        for (unit, q), day in self.visited.items():
            yield {"action": f"Q{q + 1}-{unit}", "step": "inspected", "date": day, "unit": unit, "by": TEAM, "round": "periodic"}
        for n, (day, unit) in enumerate(spots, 1):
            yield {"action": f"s{n:02}", "step": "inspected", "date": day, "unit": unit, "by": TEAM, "round": "spot"}

    def complaints(self) -> Iterator[tuple[str, Row]]:
        texts: dict[str, list[str]] = {}
        for channel in ("complaint-forum", "complaint-telephone"):
            for q in range(4):
                for branch, _, outlets, _, volume, rate, _ in BRANCHES:
                    if q not in STANDS.get(branch, range(4)):
                        continue
                    expected = volume * rate
                    for _ in range(sum(self.draw.random() < expected / 6 for _ in range(6))):
                        pool = texts.setdefault(channel, [])
                        if not pool:
                            pool.extend(self.draw.sample(COMPLAINTS, len(COMPLAINTS)))
                        surname = self.draw.choice(SURNAMES)
                        text = self.sentence((pool.pop(),), 3)
                        refuted = self.draw.random() < 0.15
                        yield (
                            channel,
                            {
                                "unit": f"{branch}-{self.draw.randint(1, len(outlets))}",
                                "kind": channel,
                                "date": date(2012, 3 * q + 1, 1) + timedelta(days=self.draw.randrange(90)),
                                "complainant": surname + ("**" if "forum" in channel else self.draw.choice(("先生", "女士"))),
                                "source": "客户园地" if "forum" in channel else "客服电话",
                                "text": text,
                                "verified": "no" if refuted else self.draw.choice(("", "yes")),
                            },
                        )


def main() -> None:
    made = Maker()
    units: list[Row] = []
    measures: list[Row] = []
    for branch, name, outlets, _, volume, _, satisfied in BRANCHES:
        units.append({"unit": branch, "name": name, "kind": "branch", **DAYS.get(branch, {})})
        for m, outlet in enumerate(outlets, 1):
            units.append(
                {"unit": f"{branch}-{m}", "name": name + outlet, "kind": "outlet", "parent": branch, **DAYS.get(branch, {})}
            )
        for q, period in enumerate(QUARTERS):
            if q not in STANDS.get(branch, range(4)):
                continue
            happy = satisfied + 4 * q + made.draw.randint(-9, 9)
            partly = int((1000 - happy) * made.draw.uniform(0.55, 0.85))
            count = int(volume * 10_000 * SEASON[q] * made.draw.uniform(0.96, 1.04))
            measures.append({"unit": branch, "measure": "satisfied", "period": period, "value": Decimal(happy) / 1000})
            measures.append({"unit": branch, "measure": "basically-satisfied", "period": period, "value": Decimal(partly) / 1000})
            measures.append({"unit": branch, "measure": "transactions", "period": period, "value": count})
    for q in range(4):
        made.quarter(q)
    made.singular()

    incidents: list[Row] = []
    actions: list[Row] = []
    unmet: dict[tuple[str, int, str], str] = {}
    for n, (row, done) in enumerate(sorted(made.findings, key=lambda pair: (str(pair[0]["date"]), str(pair[0]["unit"]))), 1):
        incident = f"f{n:03}"
        incidents.append({"incident": incident, **row})
        for m, action in enumerate(done, 1):
            by = row["unit"] if action["step"] == "rectify" else ""
            actions.append({"action": f"{incident}-{m}", "incident": incident, "by": by, **action})
        item, unit, day = str(row["item"]), str(row["unit"]), row["date"]
        norm = NORM_OF_ITEM.get(item) or NORM_OF_INDICATOR.get(made.indicator[item], "")
        for q in range(4):
            if norm and made.visited.get((unit, q)) == day:
                unmet.setdefault((unit, q, norm), incident)
    spoken = sorted(made.complaints(), key=lambda pair: (pair[0], str(pair[1]["date"]), str(pair[1]["unit"])))
    numbers = {"complaint-forum": 0, "complaint-telephone": 0}
    for channel, row in spoken:
        numbers[channel] += 1
        incident = f"{'y' if channel == 'complaint-forum' else 't'}{numbers[channel]:02}"
        incidents.append({"incident": incident, **row})
    actions.append(
        {
            "action": "n1", "step": "not-assessed", "date": date(2012, 6, 29), "unit": "B10", "period": QUARTERS[1], "by": OFFICE,
            "reason": "6月28日开业，本季度不予考核",
        }
    )  # fmt: skip
    actions += made.inspections()
    for (unit, q), day in made.visited.items():
        for norm in NORMS:
            seen = unmet.get((unit, q, norm), "")
            actions.append(
                {
                    "action": f"Q{q + 1}-{unit}-{norm}", "step": "check", "date": day, "unit": unit, "by": TEAM, "norm": norm,
                    "met": "no" if seen else "yes", "note": f"见{seen}" if seen else "",
                }
            )  # fmt: skip
    write("units.csv", ("unit", "name", "kind", "parent", "from", "until"), units)
    write("measures.csv", ("unit", "measure", "period", "value"), measures)
    write(
        "incidents.csv",
        ("incident", "unit", "kind", "date", "item", "round", "fraud", "verified", "complainant", "source", "text"),
        incidents,
    )
    write(
        "actions.csv",
        (
            "action",
            "step",
            "date",
            "incident",
            "unit",
            "by",
            "reason",
            "due",
            "passed",
            "norm",
            "met",
            "upheld",
            "round",
            "period",
            "note",
        ),
        actions,
    )
    (SAMPLE / "note.toml").write_text(NOTE, encoding="utf-8")


if __name__ == "__main__":
    main()
