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
        "“{value}”不是可登记的一类；应为：事项（incident）、办理动作（action）、单位（unit）、指标（measure）、任职（post）",
        "“{value}” is nothing that can be entered; it should be one of: incident, action, unit, measure, post",
    ),
    "record-what-kind": Words(
        "“{value}”是事项的类别；请写成：record 事项 类别={value} …",
        "“{value}” is a kind of incident; write: record incident kind={value} …",
    ),
    "record-what-step": Words(
        "“{value}”是办理步骤；请写成：record 动作 事项=编号 步骤={value} …",
        "“{value}” is a step; write: record action incident=ID step={value} …",
    ),
    "record-pair-twice": Words("“{value}”写了两次", "“{value}” is given twice"),
}
