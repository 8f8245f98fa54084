"""What can happen in a power company: stations and people, complaints, inspections, and the steps of an investigation."""

from __future__ import annotations

from conduct.law import (
    Attribute,
    ClauseId,
    Finds,
    IncidentId,
    Kind,
    MeasureKind,
    Number,
    Options,
    Post,
    Step,
    Text,
    UnitId,
    UnitKind,
    Words,
    YesNo,
)

STATION = UnitKind("station", Words("二级单位", "station", also=("供电所", "单位")))
EMPLOYEE = UnitKind("employee", Words("公司内职工", "employee", also=("职工",)))
ELECTRICIAN = UnitKind("electrician", Words("农村电工", "rural electrician", also=("电工",)))

PARTY = Post("party", Words("党组织负责人", "head of the party organisation", also=("党组织书记", "书记")))
ADMINISTRATIVE = Post("administrative", Words("行政负责人", "administrative head", also=("所长", "站长")))
SERVICE = Post("service", Words("分管营销工作的领导", "leader in charge of marketing", also=("分管营销负责人",)))
POSTS = (PARTY, ADMINISTRATIVE, SERVICE)

satisfaction = MeasureKind(
    "satisfaction",
    Words("群众满意率", "satisfaction of the public", also=("满意率",)),
    type=Number(low=0, high=1),
    unit=Words("比率", "rate"),
)

venue = Attribute(
    "venue",
    Words("投诉受理单位", "venue", also=("投诉渠道", "受理单位")),
    type=Options(
        {
            "company": Words("公司行风办", "the company", also=("公司",)),
            "city-bureau": Words("通辽电业局", "the city bureau", also=("市局",)),
            "rural-bureau": Words("通辽市农电局", "the rural bureau", also=("农电局",)),
            "northeast-grid": Words("东北电网公司", "the northeast grid", also=("东北电网有限公司",)),
            "state-grid": Words("国家电网公司", "the state grid", also=("国电公司",)),
            "media": Words("媒体曝光", "the media", also=("媒体",)),
        }
    ),
    required=True,
)
verified = Attribute(
    "verified",
    Words("是否属实", "verified", also=("属实", "核实情况")),
    type=Options(
        {
            "yes": Words("是", "yes", also=("属实", "true", "1")),
            "no": Words("否", "no", also=("不属实", "false", "0")),
            "pending": Words("待核实", "pending", also=("调查中",)),
        }
    ),
    default="pending",
)
serious = Attribute("serious", Words("情节严重", "serious", also=("是否情节严重",)), YesNo())
person = Attribute(
    "person", Words("直接责任人", "person", also=("相关责任人", "有关人员", "责任人")), UnitId((EMPLOYEE.code, ELECTRICIAN.code))
)
about = Attribute(
    "about",
    Words("同一事项的投诉", "complaint on the same matter", also=("关联投诉", "同一事项")),
    IncidentId(("complaint", "window-complaint"), same_unit=True),
)

STATIONS = (STATION.code,)
complaint = Kind(
    "complaint",
    Words("行风和服务投诉", "complaint", also=("投诉",)),
    clause="art10",
    attributes=(venue, verified, serious, person, about),
    excused=verified.is_("no"),
    pending=verified.is_("pending"),
    units=STATIONS,
)
window_complaint = Kind(
    "window-complaint",
    Words("营业窗口投诉", "complaint about a service window", also=("窗口投诉",)),
    clause="art11",
    attributes=(venue, verified, person, about),
    excused=verified.is_("no"),
    pending=verified.is_("pending"),
    units=STATIONS,
)
window_slide = Kind(
    "window-slide", Words("达标窗口滑坡", "a window that slid back", also=("滑坡", "窗口滑坡")), clause="art12", units=STATIONS
)
improper_service = Kind(
    "improper-service",
    Words("服务不规范行为", "improper service", also=("服务不规范",)),
    clause="art13",
    attributes=(person,),
    units=STATIONS,
)
KINDS = (complaint, window_complaint, window_slide, improper_service)

result = Attribute("result", Words("核实结果", "result", also=("是否核实属实",)), type=YesNo(), required=True)
months = Attribute("months", Words("扣发奖金月数", "months", also=("责任人扣发月数",)), Number(low=0))
head_months = Attribute("head-months", Words("负责人扣发奖金月数", "head's months", also=("负责人扣发月数",)), Number(low=0))
percent = Attribute("percent", Words("扣发年终综合奖百分比", "percent", also=("扣发百分比",)), Number(low=0))
discipline = Attribute(
    "discipline",
    Words("处分", "discipline", also=("警告以上处分",)),
    Options(
        {
            "warning": Words("警告", "warning"),
            "demerit": Words("记过", "demerit"),
            "major-demerit": Words("记大过", "major demerit"),
            "demotion": Words("降级", "demotion"),
            "removal": Words("撤职", "removal from the post"),
            "dismissal-retained": Words("留用察看", "dismissed and retained on probation", also=("开除留用",)),
            "dismissal": Words("开除", "dismissal"),
        }
    ),
)
placement = Attribute(
    "placement",
    Words("去向", "placement", also=("调离或下岗", "安置")),
    Options({"transfer": Words("调离原岗位", "transferred from the post", also=("调离",)), "layoff": Words("下岗", "laid off")}),
)
administrative_action = Attribute(
    "administrative-action", Words("行政处理", "administrative action", also=("行政处理内容",)), Text()
)
of_clause = Attribute("clause", Words("条款", "clause"), ClauseId(("art10", "art11")))
checked_clause = Attribute(
    "clause", Words("条款", "clause"), type=ClauseId(("art3", "art4", "art5", "art6", "art7", "art8", "art9")), required=True
)
met = Attribute("met", Words("是否做到", "met", also=("做到", "达标")), type=YesNo(), required=True)

investigate = Step("investigate", Words("调查", "investigate"), kinds=(complaint, window_complaint))
verify = Step(
    "verify",
    Words("核实", "verify"),
    attributes=(result,),
    kinds=(complaint, window_complaint),
    finds=Finds(verified, result, {1: "yes", 0: "no"}),
)
decide = Step(
    "decide",
    Words("决定", "decide"),
    attributes=(months, head_months, percent, discipline, placement, administrative_action, of_clause),
    kinds=KINDS,
)
rectify = Step("rectify", Words("整改", "rectify", also=("整顿",)), kinds=KINDS)
check = Step("check", Words("检查", "check"), attributes=(checked_clause, met), by_unit=True)
STEPS = (investigate, verify, decide, rectify, check)
