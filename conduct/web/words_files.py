"""What the pages say of files: attachments, and files of facts."""

from __future__ import annotations

from conduct.core.base.words import Words

FILE_WORDS: dict[str, Words] = {
    "attachments": Words("附件", "Attachments"),
    "attach": Words("附上文件", "Attach a file"),
    "file": Words("文件", "File"),
    "attached-is": Words("已收下附件：{name}（{size}字节）", "The file was taken: {name} ({size} bytes)"),
    "file-from": Words("来源", "From"),
    "file-date": Words("收到日期", "Received on"),
    "file-attached": Words("附上时间、经手人", "Attached"),
    "file-mine": Words("本人于 {at} 提交，未公开", "handed in by yourself at {at}, not released"),
    "file-kind": Words("类型", "Type"),
    "file-size": Words("字节", "Bytes"),
    "released-is": Words("已公开给被考核单位", "released to the unit"),
    "released-not": Words("未公开", "not released"),
    "remove-file": Words("误附，取下", "Attached by mistake: remove it"),
    "remove-why": Words(
        "取下后任何人都不能再取得该文件；文件和取下的原因都留在台账中。",
        "Nobody has the file any more; the ledger keeps it, and why it was removed.",
    ),
    "removed-is": Words("误附，已于 {at} 由 {by} 取下：{why}", "removed on {at} by {by} as attached by mistake: {why}"),
    "release-file": Words("公开给被考核单位", "Release to the unit"),
    "release-text": Words("公开本事项的内容", "Release this case's text"),
    "release-back": Words("收回", "Take back"),
    "text-released": Words("本事项的内容已公开给被考核单位。", "The text of this case is released to its unit."),
    "evidence": Words("事项内容和附件", "What is released to you"),
    "withheld": Words("另有{n}份附件，未公开", "{n} further attached, not released"),
    "too-large": Words("文件过大", "The file is too large"),
    "too-large-why": Words("未收。请压缩或分拆后再传。", "It was not taken. Make it smaller, or send it in parts."),
    # files of facts
    "load": Words("装入文件", "Load a file"),
    "load-why": Words(
        "一个 .xlsx、.csv 或 .jsonl 文件，整份装入；有一处错误就全部不装入，并在此逐格列出。",
        "One .xlsx, .csv or .jsonl file, taken whole; with anything wrong in it nothing is taken, and each cell is listed here.",
    ),
    "load-send": Words("装入", "Load"),
    "load-correct": Words("更正的原因（编号相同的，以此文件为准）", "Reason for correcting (rows of the same id are replaced)"),
    "load-who": Words(
        "新的行由经办人装入，事项和办理动作也由其更正；台账中已有的单位、任职和指标数据由负责人更正。",
        "A clerk adds rows, and corrects incidents and actions; the head of office corrects units, posts and measures.",
    ),
    "load-blank": Words("下载空白工作簿", "Download an empty workbook"),
    "load-wrong": Words("共{n}处错误，未装入任何内容", "{n} wrong, and nothing was taken"),
    "load-mend": Words("在此改正后再装入", "Mend them here and load again"),
    "load-marked": Words("下载标有错误的工作簿", "Download the workbook with its errors marked"),
    "load-other": Words("其他问题", "What is wrong besides"),
    "load-done": Words("已装入", "Taken"),
    "load-nothing": Words("没有新的数据行", "There was nothing new"),
    "load-warned": Words("提示", "Warnings"),
    "no-file": Words("请选择文件。", "Choose a file."),
    "row": Words("行", "Row"),
    "column": Words("列", "Column"),
    "value": Words("内容", "Value"),
    "what-is-wrong": Words("问题", "What is wrong"),
    "marked-name": Words("标注", "marked"),
    "unchanged": Words("已在台账中，未作改动", "stood already, unchanged"),
    **{
        f"{how}-{of}": Words(f"{zh_how}{zh}", f"{en}{en_how}")
        for how, zh_how, en_how in (("table", "新增", " added"), ("corrected", "更正", " corrected"))
        for of, zh, en in (
            ("units", "单位", "units"),
            ("posts", "任职", "posts"),
            ("measures", "指标", "measures"),
            ("incidents", "事项", "incidents"),
            ("actions", "办理动作", "actions"),
        )
    },
}
