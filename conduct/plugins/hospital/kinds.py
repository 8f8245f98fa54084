"""What can happen at a reception desk: complaints, what is done about them, and the breaches that the duties find."""

from __future__ import annotations

from conduct.law import Attribute, Day, Kind, Number, Options, Step, Text, UnitId, UnitKind, Words, YesNo

DESK = UnitKind("desk", Words("接待站", "reception desk", also=("行风投诉接待站",)))
DEPARTMENT = UnitKind("department", Words("科室", "department", also=("部门",)))
PERSON = UnitKind("person", Words("人员", "person", also=("个人", "职工")))

nature = Attribute(
    "nature",
    Words("投诉性质", "nature", also=("性质", "事件性质")),
    Options(
        {
            "medical": Words("医患", "between doctors and patients", also=("医患事件", "医患纠纷")),
            "conduct": Words("行风", "of professional conduct", also=("行风事件", "行风问题")),
        }
    ),
)
major = Attribute("major", Words("重大医患和行风事件", "major", also=("重大", "是否重大")), YesNo())
on_the_spot = Attribute(
    "on-the-spot",
    Words("能当面解释、解决", "can be settled on the spot", also=("当面解决", "能当面解决", "当面")),
    YesNo(),
)
against = Attribute("against", Words("被投诉对象", "against", also=("被投诉人", "被投诉科室", "对象")), UnitId())
channel = Attribute(
    "channel",
    Words("投诉渠道", "channel", also=("渠道", "投诉方式")),
    Options(
        {
            "visit": Words("来访", "visit", also=("走访", "当面来访")),
            "telephone": Words("来电", "telephone", also=("电话",)),
            "letter": Words("来信", "letter", also=("信件", "书面")),
            "online": Words("网络", "online", also=("网上",)),
        }
    ),
)
recorded = Attribute("recorded", Words("接待站当日录入", "recorded by the desk that day", also=("当日录入",)), YesNo())
phone = Attribute("phone", Words("联系电话", "phone", also=("投诉人电话", "手机")), type=Text(), private=True)

complaint = Kind(
    "complaint",
    Words("投诉", "complaint", also=("行风投诉",)),
    clause="duty1",
    attributes=(major, on_the_spot, nature, against, channel, recorded, phone),
    case=True,
    units=(DESK.code,),
    entered=recorded,
)


def _breach(code: str, zh: str, en: str, clause: str) -> Kind:
    return Kind(code, Words(zh, en), clause=clause, recorded=False)


unrecorded = _breach("unrecorded", "未当日登记", "not recorded on the day", "duty1")
no_basis = _breach("no-basis", "答复无依据", "answered without a basis", "duty2")
not_escalated = _breach("not-escalated", "重大事件未按程序汇报", "major matter not reported upwards", "duty3")
out_of_order = _breach("out-of-order", "未按会商、拟订方案、报批的顺序办理", "steps out of order", "duty3")
handled_without_approval = _breach("handled-without-approval", "未经批准处理", "handled without approval", "duty3")
not_settled = _breach("not-settled", "重大事件未按程序处理完毕", "major matter not settled", "duty3")
conflict_of_interest = _breach("conflict-of-interest", "被投诉者经办", "handled by the one complained about", "duty4")
not_answered_at_once = _breach("not-answered-at-once", "未立即答复", "not answered at once", "duty5")
no_promise = _breach("no-promise", "未给准信", "no promise given", "duty5")
promise_broken = _breach("promise-broken", "未按承诺期限答复", "promise broken", "duty5")
not_archived = _breach("not-archived", "未及时归档", "not archived in time", "duty6")
not_reported = _breach("not-reported", "未及时上报", "not reported in time", "duty6")
not_published = _breach("not-published", "未及时公示", "not published in time", "duty6")
not_fed_back = _breach("not-fed-back", "未及时反馈", "not fed back in time", "duty6")
not_notified = _breach("not-notified", "未及时通报", "not notified in time", "duty6")
not_surveyed = _breach("not-surveyed", "未及时调查满意度", "satisfaction not surveyed in time", "duty6")

KINDS = (
    complaint,
    unrecorded,
    no_basis,
    not_escalated,
    out_of_order,
    handled_without_approval,
    not_settled,
    conflict_of_interest,
    not_answered_at_once,
    no_promise,
    promise_broken,
    not_archived,
    not_reported,
    not_published,
    not_fed_back,
    not_notified,
    not_surveyed,
)

basis = Attribute("basis", Words("依据", "basis", also=("答复依据",)), Text())
due = Attribute("due", Words("承诺期限", "due", also=("期限", "答复期限")), type=Day(), required=True)
TO = Words("汇报或转办对象", "to", also=("汇报对象", "转办对象", "向谁汇报", "转给"))
to = Attribute(
    "to",
    TO,
    type=Options(
        {
            "superior": Words("上级", "the superior authority", also=("上级主管部门",)),
            "leaders": Words("医院领导", "the hospital's leaders", also=("领导", "院领导")),
        }
    ),
    required=True,
)
referred_to = Attribute("to", TO, type=UnitId((DEPARTMENT.code, PERSON.code)), required=True)
present = Attribute("with", Words("会同人员", "with", also=("参加人员", "参会人员")), Text())
satisfaction = Attribute("satisfaction", Words("满意度", "satisfaction", also=("满意度评分",)), Number(low=1, high=5))


def _step(code: str, zh: str, en: str, *attributes: Attribute, also: tuple[str, ...] = ()) -> Step:
    return Step(code, Words(zh, en, also=also), attributes=attributes, kinds=(complaint,))


record = _step("record", "登记", "record", also=("记录",))
refer = _step("refer", "转办", "refer", referred_to, also=("转交",))
escalate = _step("escalate", "汇报", "escalate", to)
convene = _step("convene", "会同", "convene", present, also=("会商",))
plan = _step("plan", "方案", "plan", also=("解决方案", "拟订方案"))
approve = _step("approve", "批准", "approve", also=("报批",))
handle = _step("handle", "处理", "handle", also=("协调处理",))
promise = _step("promise", "准信", "promise", due, also=("承诺",))
answer = _step("answer", "答复", "answer", basis)
archive = _step("archive", "归档", "archive")
report = _step("report", "上报", "report", also=("信息上报",))
publish = _step("publish", "公示", "publish")
feed_back = _step("feed-back", "反馈", "feed back")
notify = _step("notify", "通报", "notify")
survey = _step("survey", "满意度调查", "survey", satisfaction)
review_requested = Step(
    "review-requested", Words("复核申请", "review requested", also=("申请复核",)), kinds=(complaint,), outside=True
)

STEPS = (
    record,
    refer,
    escalate,
    convene,
    plan,
    approve,
    handle,
    promise,
    answer,
    archive,
    report,
    publish,
    feed_back,
    notify,
    survey,
    review_requested,
)
