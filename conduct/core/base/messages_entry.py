"""What can be wrong with what a clerk enters, at the desk or by `record`."""

from __future__ import annotations

from .words import Words

ENTRY_MESSAGES: dict[str, Words] = {
    "record-pair": Words("“{value}”应写成 列=值", "“{value}” should be COLUMN=VALUE"),
    "record-id-several": Words(
        "一次办理几个步骤时不能指定办理动作的编号；请留空，编号自动给出",
        "several steps at once cannot bear one action's id; leave it out, and each is given its own",
    ),
    "desk-quote": Words("引号没有合上；本行未登记", "a quotation mark is open; nothing of the line is entered"),
    "desk-word": Words(
        "“{value}”不是步骤，也不是 列=值；值里有空格的请加引号，写法见“帮助”",
        "“{value}” is no step and no COLUMN=VALUE; a value with blanks stands within quotation marks, and “help” lists what can be written",
    ),
    "desk-case-unknown": Words(
        "没有编号为“{value}”的事项，它也不是步骤；本行未登记。“待办”列出未办结的，“帮助”列出写法",
        "there is no incident “{value}”, and it is no step; nothing of the line is entered. “due” lists what is open, “help” what can be written",
    ),
    "desk-no-case": Words(
        "还没有选定事项；请先开立一件，或在行首写上事项编号",
        "there is no case at hand; open one, or begin the line with the id of one",
    ),
    "record-column": Words("还须写明“{column}”：{column}=…", "say its {column} as well: {column}=…"),
    "record-unit-none": Words(
        "还没有可登记的考核对象；请先登记：{example}，再登记此项",
        "there is no unit yet that it could be about; enter one first: {example}",
    ),
    "record-unit-several": Words(
        "考核对象不止一个（{units}）；请写明是哪一个：单位=编号，或在 conduct.toml 的 [office] 中设定 unit",
        "there are several units ({units}); name one: unit=ID, or set unit under [office] in conduct.toml",
    ),
    "record-what": Words(
        "“{value}”不是可登记的一类；应为：事项（incident）、办理动作（action）、单位（unit）、指标（measure）、任职（post）、附件（attachment）、公开（release）、取下（removal）、公文要素（letterhead）",
        "“{value}” is nothing that can be entered; it should be one of: incident, action, unit, measure, post, attachment, release, removal, letterhead",
    ),
    "record-what-kind": Words(
        "“{value}”是事项的类别；请写成：record 事项 类别={value} …",
        "“{value}” is a kind of incident; write: record incident kind={value} …",
    ),
    "record-what-step": Words(
        "“{value}”是办理步骤；请写成：record 动作 事项=编号 步骤={value} …",
        "“{value}” is a step; write: record action incident=ID step={value} …",
    ),
    "attached-key": Words("“{value}”不能在此写；可写：{known}", "“{value}” does not go here; what goes: {known}"),
    "attached-to": Words(
        "请写明文件，以及附于哪一件：record 附件 文件名 事项=编号，或 动作=编号（二者择一）",
        "name the file and what it is evidence of: record attachment FILE incident=ID, or action=ID, one of the two",
    ),
    "attached-unit": Words(
        "办理动作 {action} 不是就某一事项办理的，不能附件；请附于事项",
        "the action {action} is on no incident, so nothing is attached to it; attach it to an incident",
    ),
    "attached-correct": Words(
        "附件和公开不作更正：附件不改，误附的可取下（record 取下），公开可收回（released=no）",
        "attachments and releases are not corrected: one attached by mistake is removed (record removal), a release is taken back "
        "with released=no",
    ),
    "attachment-missing": Words("不能读取 {path}：{why}", "{path} cannot be read: {why}"),
    "attachment-empty": Words("{path}：文件是空的，未收", "{path}: the file is empty, and was not taken"),
    "attachment-large": Words(
        "{path} 超过{most}兆字节，未收；请压缩或分拆，或在 conduct.toml 的 [attachments] 中设定 most",
        "{path} is larger than {most} megabytes and was not taken; make it smaller, or set most under [attachments] in conduct.toml",
    ),
    "attachment-kind": Words(
        "按其内容，{path} 不是可收的文件，未收；可收：{known}。带宏的文件不收；可在 conduct.toml 的 [attachments] 中设定 types",
        "by its content {path} is no file that is taken; taken are: {known}, none that holds macros. Set types under [attachments] in conduct.toml",
    ),
    "attachment-changed": Words(
        "{path} 在读取中被改动，未收；请再试一次", "{path} was changed while it was read, and was not taken: try again"
    ),
    "attachment-memory": Words("内存中的台账没有存放附件的地方", "a ledger in memory has no place for attachments"),
    "attachment-lost": Words(
        "{sector} 附件{number}（{name}）：{why}；请从备份恢复台账旁的 .files 文件夹",
        "{sector} attachment {number} ({name}): {why}; restore the folder .files beside the ledger from a backup",
    ),
    "removal-what": Words(
        "请写明取下哪个误附的附件，以及原因：record 取下 附件=编号 原因=…",
        "say which attachment was attached by mistake, and why: record removal attachment=NUMBER reason=…",
    ),
    "attachment-removed": Words(
        "附件{number}已作为误附取下，不能公开", "attachment {number} was removed as attached by mistake, and cannot be released"
    ),
    "release-what": Words(
        "请写明公开什么：record 公开 附件=编号，或 事项=编号（公开其内容），二者择一；收回的加 公开=否",
        "say what is released: record release attachment=NUMBER, or incident=ID for its text, one of the two; released=no takes it back",
    ),
    "record-pair-twice": Words("“{value}”写了两次", "“{value}” is given twice"),
}
