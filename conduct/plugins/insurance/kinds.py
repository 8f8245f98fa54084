"""What can happen in 保险业信访投诉: units, measures, kinds of incident and steps, in the order of the circular's clauses."""

from __future__ import annotations

from conduct.law import Attribute, Day, IncidentId, Kind, MeasureKind, Number, Options, PeriodId, Step, UnitKind, Words, YesNo

LIFE = UnitKind("life", Words("寿险公司", "life insurer", also=("寿险",)))
PROPERTY = UnitKind("property", Words("产险公司", "property insurer", also=("产险", "财产险", "财险")))

outlets = MeasureKind(
    "outlets",
    Words("分支机构数量", "outlets", also=("机构数", "机构数量", "网点数")),
    type=Number(low=1, whole=True),
    unit=Words("辖中支公司、支公司、营销服务部、营业部，期末数", "branches and service outlets at the period's end"),
)
premium = MeasureKind(
    "premium",
    Words("原保费收入", "premium", also=("保费收入", "保费")),
    type=Number(above=0),
    unit=Words("元，考核期内", "yuan, within the period"),
)

channel = Attribute(
    "channel",
    Words("渠道", "channel"),
    type=Options(
        {
            "written": Words("书面信访", "written", also=("书面", "信件", "来信")),
            "telephone": Words("电话投诉", "telephone", also=("电话", "电话信访")),
            "visit": Words("上门信访", "visit", also=("上门", "来访")),
            "online": Words("网络信访", "online", also=("网络",)),
        }
    ),
    required=True,
)
settled = Attribute("settled", Words("快速处理并撤回", "settled", also=("快速处理", "已撤回", "撤诉")), YesNo())
excused = Attribute("excused", Words("信访人不配合", "excused", also=("免责",)), YesNo())
about = Attribute("about", Words("所涉信访", "about", also=("所涉事项", "信访件")), IncidentId(("petition",)))

leadership_missing = Kind(
    "leadership-missing", Words("未成立领导小组或未明确分管负责人", "no leading group or responsible leader"), "2.1.1"
)
leadership_change_unreported = Kind(
    "leadership-change-unreported", Words("领导变化未及时报告", "leadership change not reported in time"), "2.1.1"
)
department_missing = Kind("department-missing", Words("未明确归口管理部门", "no responsible department"), "2.1.2")
contact_missing = Kind(
    "contact-missing", Words("未指定信访联系人或变更未及时报告", "no contact person, or a change not reported in time"), "2.1.3"
)
contact_change_harmful = Kind(
    "contact-change-harmful",
    Words("未及时报告联系人变更并影响信访处理", "unreported contact change that harmed the handling"),
    "2.1.3",
)
process_missing = Kind("process-missing", Words("未建立信访处理流程", "no petition procedure"), "2.1.4")
process_key_links_missing = Kind(
    "process-key-links-missing", Words("流程未规定关键环节", "procedure without the key links"), "2.1.4"
)
emergency_missing = Kind("emergency-missing", Words("未建立应急处理机制", "no emergency mechanism"), "2.1.5")
accountability_missing = Kind(
    "accountability-missing", Words("未建立或未实施目标责任制度", "no accountability system, or one not applied"), "2.1.6"
)
reception_day_missing = Kind(
    "reception-day-missing", Words("未建立总经理信访接待日制度", "no general manager's reception day"), "2.1.7"
)

petition = Kind(
    "petition", Words("信访件", "petition", also=("信访", "信访投诉", "投诉")), clause="2.2", attributes=(channel, settled)
)

late = Kind(
    "late",
    Words("逾期办理", "late handling", also=("超期", "逾期")),
    clause="2.3.1",
    attributes=(excused, about),
    excused=excused.is_(True),
)
improper_handling = Kind("improper-handling", Words("未按规定处理信访事项", "improper handling"), "2.3.2")
supervision_defied = Kind("supervision-defied", Words("不执行督办意见", "supervisory opinion defied"), "2.3.2")
feedback_form = Kind("feedback-form", Words("反馈形式不符", "feedback not in due form"), "2.3.3")
feedback_false = Kind("feedback-false", Words("谎报、瞒报办理结果", "false or concealed result"), "2.3.3")

major_report_failure = Kind(
    "major-report-failure", Words("重大事项迟报、漏报、瞒报", "major matter reported late, not at all or falsely"), "2.4.1"
)
major_report_failure_grave = Kind(
    "major-report-failure-grave",
    Words("重大事项迟报、漏报、瞒报并造成严重后果", "major matter reported late, not at all or falsely, with grave consequences"),
    "2.4.1",
)
semiannual_report_missed = Kind("semiannual-report-missed", Words("半年报告漏报", "half-year report missed"), "2.4.2")
abnormal_petition = Kind("abnormal-petition", Words("非正常上访", "abnormal petition"), "2.4.3")
sensitive_period_petition = Kind(
    "sensitive-period-petition", Words("敏感期间上访或群体性事件", "petition or mass incident in a sensitive period"), "2.4.3"
)
repeat_settlement = Kind(
    "repeat-settlement",
    Words("和解协议或承诺未履行致重复信访", "repeated petition over an unkept settlement or promise"),
    "2.4.4",
)
repeat_unresolved = Kind(
    "repeat-unresolved",
    Words("承保理赔投诉未妥善处理致继续投诉", "underwriting or claims complaint unresolved and taken further"),
    "2.4.4",
)
reception_day_not_held = Kind("reception-day-not-held", Words("未执行接待日", "reception day not held"), "2.4.5")
reception_day_unannounced = Kind("reception-day-unannounced", Words("接待日未提前公告", "reception day not announced"), "2.4.5")
reception_day_no_prior_report = Kind(
    "reception-day-no-prior-report", Words("接待日未事前报告", "reception day without prior report"), "2.4.5"
)
reception_day_no_after_report = Kind(
    "reception-day-no-after-report", Words("接待日未事后报告", "reception day without report afterwards"), "2.4.5"
)
media_exposure = Kind("media-exposure", Words("媒体曝光", "media exposure"), "2.4.6")
media_exposure_industry = Kind(
    "media-exposure-industry", Words("媒体曝光并影响行业", "media exposure that harmed the industry"), "2.4.6"
)
media_exposure_grave = Kind(
    "media-exposure-grave", Words("媒体曝光并产生其他严重后果", "media exposure with other grave consequences"), "2.4.6"
)

commendation_provincial = Kind("commendation-provincial", Words("省级表彰", "provincial commendation"), "3.1")
commendation_national = Kind("commendation-national", Words("国家级表彰", "national commendation"), "3.1")
media_praise = Kind("media-praise", Words("媒体正面报道", "media praise"), "3.2")

KINDS = (
    leadership_missing,
    leadership_change_unreported,
    department_missing,
    contact_missing,
    contact_change_harmful,
    process_missing,
    process_key_links_missing,
    emergency_missing,
    accountability_missing,
    reception_day_missing,
    petition,
    late,
    improper_handling,
    supervision_defied,
    feedback_form,
    feedback_false,
    major_report_failure,
    major_report_failure_grave,
    semiannual_report_missed,
    abnormal_petition,
    sensitive_period_petition,
    repeat_settlement,
    repeat_unresolved,
    reception_day_not_held,
    reception_day_unannounced,
    reception_day_no_prior_report,
    reception_day_no_after_report,
    media_exposure,
    media_exposure_industry,
    media_exposure_grave,
    commendation_provincial,
    commendation_national,
    media_praise,
)

due = Attribute("due", Words("办理期限", "due", also=("期限",)), Day())
workdays = Attribute("workdays", Words("工作日数", "working days", also=("办理工作日",)), Number(low=1, high=366, whole=True))
on = Attribute("on", Words("接待日期", "reception day", also=("接待日",)), type=Day(), required=True)
announced = Attribute("announced", Words("公告日期", "announced", also=("公告",)), Day())
prior_report = Attribute("prior-report", Words("事前报告日期", "prior report", also=("事前报告",)), Day())
held_by_management = Attribute("held-by-management", Words("总经理室成员接访", "held by management"), type=YesNo(), required=True)
after_report = Attribute("after-report", Words("事后报告日期", "report afterwards", also=("事后报告",)), Day())
for_half = Attribute("for", Words("报告期", "for", also=("所属半年",)), type=PeriodId(), required=True)
points = Attribute("points", Words("分值", "points", also=("加分",)), type=Number(low=2, high=10), required=True)

transfer = Step("transfer", Words("转办", "transfer"), attributes=(due, workdays), kinds=(petition,))
reply = Step("reply", Words("办结上报", "reply", also=("办结", "上报")), attributes=(excused,), kinds=(petition,))
leadership_changed = Step("leadership-changed", Words("领导小组或分管负责人变化", "leadership changed"), by_unit=True)
leadership_reported = Step("leadership-reported", Words("领导变化报告", "leadership reported"), by_unit=True)
contact_changed = Step("contact-changed", Words("联系人变更", "contact changed"), by_unit=True)
contact_reported = Step("contact-reported", Words("联系人变更报告", "contact reported"), by_unit=True)
reception_day = Step(
    "reception-day",
    Words("接待日", "reception day", also=("总经理信访接待日",)),
    attributes=(on, announced, prior_report, held_by_management, after_report),
    by_unit=True,
)
semiannual_report = Step("semiannual-report", Words("半年报告", "half-year report"), attributes=(for_half,), by_unit=True)
decide = Step("decide", Words("决定", "decide"), attributes=(points,), kinds=(media_praise,))

STEPS = (
    transfer,
    reply,
    leadership_changed,
    leadership_reported,
    contact_changed,
    contact_reported,
    reception_day,
    semiannual_report,
    decide,
)
