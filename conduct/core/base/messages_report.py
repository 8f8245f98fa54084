"""The words of errors about what an office signs, and about checking it."""

from __future__ import annotations

from .words import Words

REPORT_MESSAGES: dict[str, Words] = {
    "told-run-period": Words(
        "--run 指定的考核有自己的考核期和截至日，不能再用 --period 或 --as-of",
        "the run that --run names has its own period and day: leave out --period and --as-of",
    ),
    "run-not-again": Words(
        "编号为 {run} 的考核不能照封存时再作出：{what}；请用当时的程序、办法、评分表和配置，或重新公布",
        "run {run} cannot be made again as it was sealed: {what}; use the program, the regulation, the sheet and the "
        "configuration of then, or publish the period anew",
    ),
    "run-not-again-facts": Words(
        "编号为 {run} 的考核依据相同，结果却与封存的不同；请用 conduct verify 检查台账 {path}",
        "run {run} rests on the same as when it was sealed, and yet comes to something else; check the ledger {path} with: "
        "conduct verify",
    ),
    "verify-form": Words(
        "“{value}”既不是校验值（64位十六进制数），也不是核验码（C-加20个字符），也没有这个文件",
        "“{value}” is no head (64 hexadecimal digits), no verification code (C- and 20 characters), and no file",
    ),
    "bulletin-unknown": Words(
        "{path} 有编号为 {run} 的考核的核验码，但不像其任何一种文件；请用收到的原件",
        "{path} bears the code of run {run}, but is like no document of it; take it as it was sent",
    ),
    "code-form": Words(
        "“{value}”不是核验码：应为 C- 加20个字符，只用字母 A 至 Z 和数字 2 至 7；请对照文件重新输入",
        "“{value}” is no verification code: C- and 20 characters, of the letters A to Z and the digits 2 to 7; look at the "
        "document again",
    ),
    "code-unknown": Words(
        "台账 {path} 自身相符，但没有以核验码 {given} 封存的考核：文件不是由本台账公布的，或台账是更早的副本",
        "the ledger {path} agrees with itself, but nothing was sealed in it with the code {given}: the document was not "
        "published from it, or it is an earlier copy",
    ),
    "bulletin-ending": Words(
        "{path} 不是能核对的文件；可核对：{known}", "{path} is no file that can be checked; these can: {known}"
    ),
    "bulletin-none": Words(
        "{path} 不是 {ending} 文件，或已损坏{why}；请用收到的原件",
        "{path} is no {ending} file, or it is damaged{why}; take it as it was sent",
    ),
    "bulletin-locked": Words("{path} 设有密码；请先取消密码", "{path} is locked by a password: take it off first"),
    "bulletin-large": Words(
        "{path} 解开后过大，不予核对；请用收到的原件", "{path} unpacks to far too much and is not checked; take it as it was sent"
    ),
    "bulletin-slow": Words(
        "{path} 读了{seconds}秒仍未读完，不予核对；请用收到的原件，或凭核验码核对",
        "{path} was not read within {seconds} seconds and is not checked; take it as it was sent, or verify by its code",
    ),
    "bulletin-unread": Words("{path} 读不出：{why}", "{path} cannot be read: {why}"),
    "letterhead-long": Words("过长：最多{most}字", "too long: {most} characters at most"),
    "letterhead-number": Words(
        "发文字号“{value}”已用于编号为 {run} 的通报；一个文号只用于一份公文",
        "the number “{value}” is that of the notice of run {run}: a number belongs to one document",
    ),
    "dated-before-facts": Words(
        "成文日期 {day} 早于事实截止日 {as_of}：请核对",
        "dated {day}, before {as_of}, up to which its facts are: look at it again",
    ),
    "dated-before-decision": Words(
        "成文日期 {day} 早于所据的最后一项决定（{decided}）：请核对",
        "dated {day}, before {decided}, the day of the last decision in it: look at it again",
    ),
    "dated-ahead": Words("成文日期 {day} 晚于今天（{today}）：请核对", "dated {day}, after today ({today}): look at it again"),
    "printed-before": Words(
        "印发日期 {day} 早于成文日期 {signed}：请核对", "printed on {day}, before {signed}, its date: look at it again"
    ),
    "letterhead-run": Words(
        "请写明是哪次考核的公文要素：record 公文要素 编号=1 发文字号=…（征求意见稿为 d1）；“{value}”不是已封存的考核，"
        "或没有写要素",
        "say whose letterhead it is and what it says: record letterhead run=1 number=… (d1 is a draft); “{value}” is no sealed "
        "run, or nothing is said of it",
    ),
    "draft-despite": Words(
        "征求意见稿可以有未了结的事项，不用 --despite；正式公布时再写明理由",
        "a draft may have things open and takes no --despite; give the reason when the run is published",
    ),
    "letter-unit": Words(
        "{id} 不在{sector}本期（{period}）的考核结果中，没有可发的函；考核结果中有哪些单位见 run",
        "{id} is not in the result of {sector} for {period}, so that there is no letter to it; run lists the units that are",
    ),
    "decision-none": Words(
        "{sector}的条文没有对个人的处罚，不作处理决定；可用 --kind letter 给单位发函",
        "no rule of {sector} sanctions a person, so that there is no decision to make; --kind letter writes to a unit",
    ),
    "decision-unit": Words(
        "{id}（{name}）是考核对象，不是个人，不作处理决定；请用 --kind letter 发函",
        "{id} ({name}) is an assessed unit and no person, so that there is no decision on it; write to it with --kind letter",
    ),
    "decision-nobody": Words(
        "{period} 没有对 {id}{name}的处罚，不作处理决定；有哪些处罚见 run",
        "no sanction of {period} falls on {id}{name}, so that there is no decision on them; run lists the sanctions",
    ),
    "report-face-missing": Words(
        "没有可用于{role}的字体；请安装 Debian 软件包 texlive-lang-chinese 或 fonts-noto-cjk，"
        "或以 [report] fonts 指明字体所在的文件夹",
        "there is no face for {role}; install the Debian package texlive-lang-chinese or fonts-noto-cjk, "
        "or name a folder of faces by [report] fonts",
    ),
    "decision-open": Words(
        "对{name}的处罚尚未决定：事项 {incident} 的{sanction}（{clause}）；请先登记决定，再出具处理决定",
        "the sanction on {name} is not decided yet: {sanction} for {incident} ({clause}); enter the decision first",
    ),
    "template-cannot-read": Words("模板 {path} 无法读取：{why}", "the template {path} cannot be read: {why}"),
    "template-no-docx": Words(
        "模板 {path} 不是 .docx 文件；请用文字处理软件另存为 .docx",
        "the template {path} is no .docx file; save it as .docx in a word processor",
    ),
    "template-too-large": Words(
        "模板 {path} 过大，或展开后过大；请去掉用不着的图片等内容",
        "the template {path} is too large, or unpacks to too much; take out what it does not need",
    ),
    "template-holds": Words(
        "模板 {path} 含有{what}（在 {part} 中）；模板只能有文字、表格、样式、页眉页脚、图片和页码，请删去后再用",
        "the template {path} holds {what} (in {part}); a template may hold text, tables, styles, heads and feet, pictures and "
        "page numbers: take it out first",
    ),
    "template-unknown": Words(
        "模板 {path} 要填写“{name}”，没有这一项；可以填写：{known}",
        "the template {path} asks for “{name}”, which there is not; it can name: {known}",
    ),
    "template-forbidden": Words(
        "模板 {path} 中的代码要做不允许的事（{why}）；模板只能填写、判断和列举所给的内容",
        "the code in the template {path} wants to do what is not allowed ({why}); it may print, test and list what it is given",
    ),
    "template-syntax": Words(
        "模板 {path} 中 {{{{ }}}} 或 {{% %}} 之间的代码读不懂（{why}）；请检查括号是否成对",
        "the code between {{{{ }}}} or {{% %}} in the template {path} cannot be read ({why}); check that all brackets are closed",
    ),
    "template-slow": Words(
        "模板 {path} 在 {seconds} 秒内没有填写完，或占用的内存过多，已中止；请简化其中的代码",
        "filling the template {path} took more than {seconds} seconds or too much memory and was stopped; make its code simpler",
    ),
    "template-fails": Words(
        "模板 {path} 填写失败：{why}；请检查其中的代码",
        "the template {path} could not be filled: {why}; check its code",
    ),
    "template-misplaced": Words(
        "模板 {path} 中，正文、附件和核验信息须各自独占一段（{{{{p body }}}}、{{{{p annexes }}}}、{{{{p check }}}}），"
        "二维码（{{{{ qr }}}}）须在正文部分",
        "in the template {path} the text, the annexes and the check each need a paragraph to themselves ({{{{p body }}}}, "
        "{{{{p annexes }}}}, {{{{p check }}}}), and the QR code ({{{{ qr }}}}) a place in the text, not in a head or foot",
    ),
    "template-lacks": Words(
        "模板 {path} 中没有 {name}；请在要放置的地方单独写一段 {name}",
        "the template {path} has no {name}; write {name} in a paragraph of its own where it is to stand",
    ),
    "report-ending": Words(
        "{path}：文件类型应为 .docx、.pdf、.xlsx 或 .html", "{path}: the ending says the format: .docx, .pdf, .xlsx or .html"
    ),
    "report-unit-kind": Words(
        "{kind}针对全部考核对象，不能指定单位；请去掉 --unit，或改用 --kind letter",
        "the {kind} is about all units: leave --unit out, or ask for --kind letter",
    ),
    "report-unit-missing": Words(
        "{kind}须指明对象：请用 --unit 给出编号或名称，或用 --unit all 为每个对象各写一份",
        "the {kind} is for one: name it with --unit, or write one for each with --unit all",
    ),
    "report-unit-unknown": Words(
        "{value} 不是本次考核的对象，也不是其中受处理的人员", "{value} is none of the run's units, nor a person sanctioned in it"
    ),
    "report-kind": Words("没有“{value}”这种文书；可用 {known}", "there is no kind of document “{value}”: it is one of {known}"),
    "report-nobody": Words("{period} 没有可写{kind}的对象", "there is nobody to write a {kind} to in {period}"),
}
