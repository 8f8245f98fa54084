"""The words of what a load says of files as offices have them; ``{…}`` are the values that a problem names."""

from __future__ import annotations

from .words import Words

LOAD_MESSAGES: dict[str, Words] = {
    "row-no-rows": Words(
        "这里要的是若干行（每行是列到值的映射），不是 {value}",
        "rows are wanted here, each a mapping of columns to values, and no {value}",
    ),
    "row-no-mapping": Words(
        '每行应是列到值的映射（如“frame.to_dict("records")”所给），不是 {value}',
        'a row is a mapping of columns to values, as frame.to_dict("records") gives them, and no {value}',
    ),
    "row-value": Words(
        "值应为文字、数、日期、真假或 None，不是 {value}",
        "a value is a text, a number, a date, yes or no, or None, and no {value}",
    ),
    "file-not-ordinary": Words(
        "这不是普通文件（是设备或管道）；请指明一个文件",
        "this is a device or a pipe, not a file: name a file",
    ),
    "file-not-chinese": Words(
        "文件不是 UTF-8 编码，按 GB18030 读出的也不是中文；请另存为 UTF-8，或用 --encoding 写明编码（西欧 windows-1252，"
        "繁体 big5，日文 shift_jis，西里尔 windows-1251；确是 GB18030 的写 gb18030）",
        "the file is not UTF-8, and read as GB18030 it is no Chinese: save it as UTF-8, or say with --encoding which it "
        "is (Western windows-1252, traditional Chinese big5, Japanese shift_jis, Cyrillic windows-1251; gb18030 if it is "
        "that)",
    ),
    "file-not-encoded": Words(
        "文件不是 {encoding} 编码；请换一种 --encoding，或另存为 UTF-8",
        "the file is not in {encoding}: give another --encoding, or save it as UTF-8",
    ),
    "file-gb18030": Words(
        "按 GB18030 读入",
        "read as GB18030",
    ),
    "encoding-unknown": Words(
        "没有“{name}”这种编码；可用 utf-8、gb18030、big5、shift_jis、windows-1252、windows-1251 等",
        "there is no encoding “{name}”; known are utf-8, gb18030, big5, shift_jis, windows-1252, windows-1251 and others",
    ),
    "column-hidden": Words(
        "{table}表有此列，但 {origin} 的 [columns] 使它不读；要读它，请把该项移到 [columns.表名] 之下，只用于别的表",
        "the table {table} has this column, but it is not read, since [columns] in {origin} maps it to nothing; to read it, put "
        "that under [columns.TABLE], for another table alone",
    ),
    "header-late": Words(
        "“{table}”表的表头似在第{row}行；请在 conduct.toml 的 [header] 中写明 {of} = {row}，或删去其上各行",
        "the header of {table} seems to stand in row {row}: say so under [header] in conduct.toml ({of} = {row}), or "
        "delete the rows above it",
    ),
    "json-keys": Words(
        "各行共有{most}种以上的键；请检查文件",
        "its rows have more than {most} different keys: look at the file",
    ),
    "column-wide": Words(
        "“{column}”是一项指标；表中已有指标、数值两列，请去掉此列，或每项指标各占一列而不用那两列",
        "“{column}” is a measure, in a table that has the columns measure and value: leave it out, or give each measure "
        "a column instead",
    ),
    "split-column": Words(
        "conduct.toml 的 {key} 所指的“{column}”列，此表没有",
        "there is no column “{column}”, which {key} in conduct.toml names",
    ),
    "id-number": Words(
        "“{value}”是数，电子表格只保留15位数字，编号可能已被改变；请把此列设为文本格式，重新取得编号后再填",
        "“{value}” is a number, of which a spreadsheet keeps 15 digits: the id may be spoilt; fetch it again into a "
        "column of text",
    ),
    "id-date": Words(
        "“{value}”是日期，不是编号；电子表格会把 3-5 一类编号改成日期：请把此列设为文本格式，重新填写编号",
        "“{value}” is a date, not an id: a spreadsheet makes one of ids such as 3-5; enter the id again in a column of text",
    ),
    "id-truth": Words(
        "“{value}”是真假值，不是编号；请把此列设为文本格式，重新填写编号",
        "“{value}” is a truth value, not an id: enter the id again in a column of text",
    ),
    "cell-date-zone": Words(
        '“{value}”带有时区；请在 conduct.toml 的 [load] 中写明按哪个时区取日期，如 zone = "Asia/Shanghai"',
        '“{value}” has a time zone: say under [load] in conduct.toml whose day counts, as zone = "Asia/Shanghai"',
    ),
    "cell-date-order": Words(
        '“{value}”分不清月和日；请写成 2012-03-05，或在 conduct.toml 的 [load] 中写明 dates = "month-first" 或 "day-first"',
        "nobody can tell month and day of “{value}”: write 2012-03-05, or say under [load] in conduct.toml dates = "
        '"month-first" or "day-first"',
    ),
    "cell-date-serial": Words(
        "“{value}”是电子表格内部的日期序号；请把该列设为日期格式后再导出",
        "“{value}” is a spreadsheet's own number for a day: show that column as dates, and export it again",
    ),
    "unit-ambiguous": Words(
        "“{value}”是几个单位的名称（{units}）；请写编号",
        "several units are called “{value}” ({units}): give the id of one",
    ),
    "appeal-none": Words(
        "事项 {incident} 在 {date} 及以前没有申诉，此决定无所指；请先登记申诉，或核对日期和事项",
        "no appeal stands on incident {incident} by {date}, which this could decide: enter the appeal first, or see whether the "
        "day and the incident are right",
    ),
    "appeal-idle": Words(
        "不起作用：{action} 所争议的“{what}”不是 {incident} 现有的未履行事项；可争议的：{known}",
        "it changes nothing: {action} contests “{what}”, which does not stand against {incident}; what may be contested: {known}",
    ),
    "appeal-by-complainant": Words(
        "“{by}”就是事项 {incident} 的投诉人；申诉由被考核一方对认定提出，不能由投诉人提出{instead}",
        "“{by}” is the complainant of {incident}, and an appeal is the assessed side's, against what was found about it{instead}",
    ),
    "appeal-by-nobody": Words(
        "“{by}”不是任何单位、人员的编号、名称或别名；事项 {incident} 的申诉由被考核一方提出{instead}",
        "no unit is called “{by}”, and an appeal on {incident} is the assessed side's{instead}",
    ),
    "due-before-step": Words("期限 {due} 早于该步骤的日期 {date}", "it is due on {due}, before the step itself, on {date}"),
    "posts-none": Words(
        "{sector}没有规定职务，不能装入任职表；单位负责人填在单位表的“负责人”列",
        "{sector} declares no posts, so that none can be loaded; who heads a unit stands in the column head of the units",
    ),
    "problems-alike": Words("{n}行：{like}", "{n}: {like}"),
    "problems-other": Words("另有{n}行有其他此类问题", "{n} with others of this kind"),
    "problems-more": Words(
        "以上为此类问题的前{first}行及汇总（共{n}行）；全部见 --rejects 或 --marked 的文件",
        "above stand the first {first} of this kind, and how often each comes ({n} in all); --rejects and --marked give all",
    ),
    "row-hidden": Words(
        "此行是隐藏的，仍已读入；不应计入的请删除",
        "the row is hidden and was read all the same; delete it if it is not to count",
    ),
    "row-totals": Words(
        "此行是合计，未读入",
        "this is a row of totals and was left out",
    ),
    "book-sheet-hidden": Words(
        "工作表是隐藏的，仍已读入；不应计入的请删除，或在 conduct.toml 的 [sheets] 中对应到空值",
        "the sheet is hidden and was read all the same; delete it if it is not to count, or name it “” under [sheets] in "
        "conduct.toml",
    ),
    "id-noughts": Words(
        "编号 {id} 与 {other} 只差开头的零；电子表格会去掉开头的零，请核对是否同一个",
        "the ids {id} and {other} differ in leading noughts alone, which a spreadsheet takes away: see whether they are one",
    ),
    "measure-never-assessed": Words(
        "{sector}从不考核 {period} 这样的期间（只考核：{kinds}），此数据不会用到",
        "{sector} never assesses a period like {period} (it assesses: {kinds}); the measure is of no use",
    ),
    "date-after-today": Words(
        "{date} 在今天（{today}）之后",
        "{date} is after today ({today})",
    ),
    "date-due-late": Words(
        "{date} 在今天（{today}）之后，且距该步骤的日期 {day} 一年以上；请核对年份",
        "{date} is after today ({today}) and more than a year after the step itself, {day}: see whether the year is right",
    ),
    "date-long-ago": Words(
        "{date} 过早（早于 {first}）；请核对年份",
        "{date} is long ago (before {first}): see whether the year is right",
    ),
    "date-outside-unit": Words(
        "{date} 不在单位 {unit} 存续期间（{from} 至 {until}）",
        "{date} is outside the days of the unit {unit} ({from} to {until})",
    ),
    "presumes-step": Words(
        "事项 {incident}：{what}以“{step}”指定{least}至{most}个工作日的期限为前提（{clause}），而没有这样的“{step}”；仍按登记计",
        "the incident {incident} is entered as {what}, which presumes {step} with a deadline {least} to {most} working days on "
        "({clause}); there is none, and it counts as entered",
    ),
    "presume-step": Words(
        "{n}件事项：{what}以“{step}”指定{least}至{most}个工作日的期限为前提（{clause}），而没有这样的“{step}”；仍按登记计",
        "{n} incidents are entered as {what}, which presumes {step} with a deadline {least} to {most} working days on "
        "({clause}); they have none, and count as entered",
    ),
    "action-before-incident": Words(
        "日期 {date} 早于事项 {incident} 的日期 {day}",
        "its day, {date}, is before that of the incident {incident}, {day}",
    ),
    # decisions, posts, and incidents about others
    "decide-nothing-open": Words(
        "就事项 {incident}，条文没有留待决定的“{column}”；请核对事项、条款和所定内容",
        "the text leaves no {column} open for incident {incident}; check the incident, the clause and what was decided",
    ),
    "decide-before": Words(
        "决定日期 {date} 早于事项 {incident} 的日期 {day}；请核对日期",
        "the decision is dated {date}, before its incident {incident} of {day}; check the dates",
    ),
    "post-ends-early": Words("终止日期 {until} 早于启用日期 {from}", "it ends on {until}, before it begins on {from}"),
    "incident-other-unit": Words(
        "事项 {incident} 属于 {unit}，所填的“{value}”属于 {other}；只能填同一单位的事项",
        "incident {incident} is of {unit}, and “{value}”, which it is about, of {other}; both must be of one unit",
    ),
    "incident-cycle": Words(
        "事项相互指向成环：{loop}；请更正其中一件", "the incidents are about each other in a circle: {loop}; correct one"
    ),
}
