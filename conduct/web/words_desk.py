"""What the pages of a desk say, in both languages."""

from __future__ import annotations

from conduct.core.base.words import Words

DESK_WORDS: dict[str, Words] = {
    # the start page
    "mine": Words("我经手的", "Mine"),
    "contested": Words("新申诉", "Newly contested"),
    "all-due": Words("全部待办", "All that is due"),
    "choose": Words("选择", "Choose"),
    # a unit's own
    "neighbours": Words("前后名次", "Its neighbours"),
    "neighbours-why": Words("按已公开的通报，同类单位中：", "As it was published, among units of its kind:"),
    "own-unit": Words("本单位", "this unit"),
    "how-far-more": Words("另有{n}条", "{n} more"),
    "own-not-yet": Words(
        "{period} 的结果尚未公布，公布或印发征求意见稿之后可在此查看；以下事项、待办和申诉随时可看。",
        "The result of {period} is not published yet: it is here once it is, or once a draft is issued. Cases, what is due and "
        "appeals are always here.",
    ),
    "own-not-in": Words("本单位不在 {period} 的结果中。", "The unit is not in the result of {period}."),
    "own-result": Words("考核结果", "The result"),
    "own-draft": Words("征求意见稿，{day} 印发", "A draft for objections, issued on {day}"),
    "own-published": Words("第{n}号，{day} 公布", "Number {n}, published on {day}"),
    "own-now": Words(
        "以上为封存时的结果；此后的申诉和更正，待再次公布后体现。",
        "This is the result as it was sealed; what was appealed or corrected since shows once it is published again.",
    ),
    "appealed": Words("申诉和决定", "Objections, and how they were decided"),
    "appeal-made": Words("对 {incident} 的申诉已提交。", "The objection to {incident} is handed in."),
    "appeal-about": Words("所争议的扣分", "What is contested"),
    "appeal-whole": Words("整个事项", "the whole case"),
    "appeal-hint": Words(
        "选“整个事项”，采纳后该事项一概不计；只争议其中一项（如逾期办理），请选该项。",
        "The whole case: if it is upheld, nothing of the case counts. Choose one breach to contest that alone.",
    ),
    "costly": Words("已扣分的事项", "Cases that cost points"),
    "other-cases": Words("其他事项", "Other cases"),
    "decision": Words("决定", "Decision"),
    "upheld-is": Words("采纳", "upheld"),
    "upheld-not": Words("不予采纳", "not upheld"),
    "how-far": Words("距下一档还差多少", "How far to the next thing"),
    # keys
    "keys-help": Words("按键", "Keys"),
    "keys-move": Words("在列表中上下移动", "move in the list"),
    "keys-open": Words("打开", "open"),
    "keys-choose": Words("选择", "choose"),
    "keys-search": Words("查找", "search"),
    "keys-save": Words("提交表单", "send the form"),
    # views
    "views": Words("我的视图", "My views"),
    "view-keep": Words("保存为视图", "Keep this as a view"),
    "view-called": Words("名称", "Its name"),
    "view-drop": Words("删去视图", "Drop the view"),
    # many cases at once
    "together": Words("所选一并办理", "Take steps on the chosen"),
    "cases-n": Words("{n}件", "{n} cases"),
    "steps-n": Words("{n}个动作", "{n} steps"),
    "no-step": Words("所选事项没有共同可办的动作。", "There is no step that all of these may take."),
    "blank-is-no": Words("未填（即为否）", "blank (no)"),
    "version-loaded": Words("导入", "loaded"),
    "kind-text": Words("文字", "text"),
    "kind-image": Words("图片", "image"),
    "kind-audio": Words("录音", "sound"),
    "kind-video": Words("录像", "film"),
    "blank-meant": Words("空着也登记", "a blank is meant"),
    "scale": Words("{low}至{high}", "{low} to {high}"),
    "fill-in": Words("补填{column}", "fill in: {column}"),
    "done-early": Words("已办，期限未到", "done, not yet due"),
    "take-back": Words("撤回", "Take it back"),
    "take-back-why": Words(
        "作为误登撤回；原登记与撤回的理由都留在记录中。",
        "It is withdrawn as mistaken; what was entered stays in the history, with the reason.",
    ),
    "taken-back": Words("撤回“{step}”", "“{step}” taken back"),
    "was-taken-back": Words("已撤回", "taken back"),
    "undo": Words("全部撤回", "Take it all back"),
    "undo-why": Words(
        "作为误登撤回，一次撤回全部；原登记与撤回的理由都留在记录中。",
        "All of it is withdrawn as mistaken, at once; what was entered stays in the history, with the reason.",
    ),
    # what was changed
    "history": Words("变更记录", "History"),
    "correct": Words("更正", "Correct"),
    "correct-why": Words("更正理由", "Why it is corrected"),
    "correct-hint": Words(
        "更正后原内容留在变更记录中，可以恢复。", "What stood before stays in the history, and can be put back."
    ),
    "corrected-since": Words(
        "打开本页之后，别人已更正过；您填写的内容尚未登记，请核对后再次提交。",
        "Since you opened this page somebody corrected it; what you filled in is not entered yet. Look, and send it again.",
    ),
    "put-back": Words("恢复为此内容", "Put this back"),
    "version-new": Words("登记", "entered"),
    "version-changed": Words("更正", "corrected"),
    "version-now": Words("现在的内容", "as it stands"),
    "who": Words("谁", "Who"),
    "when": Words("何时", "When"),
    "what-changed": Words("内容", "What"),
    "from-value": Words("原为", "From"),
    "to-value": Words("改为", "To"),
    "why-changed": Words("理由", "Why"),
    "sort-by": Words("排序", "Sort by"),
    "sort-entered": Words("登记或更正先后，新的在前", "entered or corrected last first"),
    "sort-date": Words("日期，新的在前", "latest date first"),
    "sort-oldest": Words("日期，旧的在前", "earliest date first"),
    "sort-unit": Words("单位", "unit"),
    "sort-id": Words("编号", "id"),
}
