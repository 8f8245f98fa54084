"""The words of every error, in Chinese and English; ``{…}`` are the values that a problem names."""

from __future__ import annotations

from .messages_config import CONFIG_MESSAGES
from .messages_entry import ENTRY_MESSAGES
from .messages_ledger import LEDGER_MESSAGES
from .messages_load import LOAD_MESSAGES
from .messages_report import REPORT_MESSAGES
from .messages_web import WEB_MESSAGES
from .words import Words

MESSAGES: dict[str, Words] = {
    **LOAD_MESSAGES,
    **REPORT_MESSAGES,
    **LEDGER_MESSAGES,
    **ENTRY_MESSAGES,
    **CONFIG_MESSAGES,
    **WEB_MESSAGES,
    # periods, readings
    "period-form": Words(
        "“{value}”不是考核期；请写成 2012、2012-H1、2012-Q3 或 2012-07",
        "“{value}” is no period; write 2012, 2012-H1, 2012-Q3 or 2012-07",
    ),
    "period-kind": Words(
        "{sector}不以 {value} 为考核期；可考核：{kinds}", "{sector} does not assess {value}; it assesses: {kinds}"
    ),
    "as-of-form": Words("“{value}”不是日期；请写成 2012-03-05", "“{value}” is no date; write 2012-03-05"),
    "period-none": Words(
        "{sector}没有一个已经结束、有事项且指标数据齐全的考核期；请用 --period 指定，或补充数据",
        "{sector} has no period that has ended, has facts and has the measures it needs; name one with --period, or load what is missing",
    ),
    "no-edition": Words(
        "{day} 尚无有效的{sector}办法；最早的版本自 {first} 起施行",
        "no edition of the {sector} regulation was in force on {day}; the first is in force from {first}",
    ),
    "reading-unknown": Words(
        "{origin}：没有名为“{name}”的理解口径；已有：{known}", "{origin}: there is no reading “{name}”; known: {known}"
    ),
    "reading-value": Words(
        "{origin}：理解口径 {name} 不能取“{value}”；可取：{options}",
        "{origin}: the reading {name} cannot be “{value}”; it takes: {options}",
    ),
    "reading-number": Words(
        "{origin}：理解口径 {name} 不能取“{value}”；应为{bounds}",
        "{origin}: the reading {name} cannot be “{value}”; it takes {bounds}",
    ),
    # sectors
    "sector-unknown": Words("没有安装名为“{name}”的行业；已安装：{known}", "no sector “{name}” is installed; installed: {known}"),
    "sector-disabled": Words(
        "{origin} 没有启用行业“{name}”；已启用：{known}", "the sector “{name}” is not enabled in {origin}; enabled: {known}"
    ),
    "sector-unnamed": Words("请用 --sector 指定行业；已安装：{known}", "name a sector with --sector; installed: {known}"),
    "sector-broken": Words(
        "行业“{name}”（来自 {package}）无法载入：{why}；请更新或卸载该软件包",
        "the sector “{name}” (from {package}) cannot be loaded: {why}; update or remove that package",
    ),
    "package-broken": Words(
        "软件包 {package} 的 entry_points.txt 无法读取：{why}；它提供的行业（如有）未列入",
        "entry_points.txt of the package {package} cannot be read: {why}; sectors that it may bring are not known",
    ),
    "plugin-failed": Words(
        "行业软件包 {package} 出错：{what}：{why}；请向该软件包的作者报告",
        "the sector's package {package} fails: {what}: {why}; report it to that package's author",
    ),
    "sector-failed": Words(
        "行业“{name}”（来自 {package}）的程序出错：{why}；台账未受影响；请向该软件包的作者报告",
        "the code of the sector “{name}” (from {package}) fails: {why}; the ledger is as it was; report it to that package's author",
    ),
    "thread-failed": Words(
        "行业“{name}”（来自 {package}）另起的线程或收尾的代码出错：{why}；请向该软件包的作者报告",
        "code that the sector “{name}” (from {package}) runs beside the command fails: {why}; report it to that package's author",
    ),
    "sector-unsound": Words(
        "行业“{name}”（来自 {package}）的声明有误，无法据以计算：{why}；请向该软件包的作者报告",
        "what the sector “{name}” (from {package}) declares does not hold together: {why}; report it to that package's author",
    ),
    "sector-left-out": Words("以下不含行业“{name}”的内容：{why}", "what follows leaves out the sector “{name}”: {why}"),
    "sector-gone": Words(
        "台账中另有行业“{name}”的数据，该行业没有安装，此处不含其内容",
        "the ledger also holds facts of the sector “{name}”, which is not installed; they are left out here",
    ),
    "sector-twice": Words(
        "几个软件包都提供行业“{name}”：{packages}；请只保留一个，卸载其余的",
        "several packages provide the sector “{name}”: {packages}; keep one and uninstall the others",
    ),
    "text-unread": Words(
        "条文文件 {path} 无法读取{package}：{why}；请重新安装该行业的软件包",
        "the text {path} cannot be read{package}: {why}; install the sector's package again",
    ),
    "sector-says": Words("行业软件包提示：{what}", "the sector's package says: {what}"),
    "sample-note": Words(
        "{sector}示例的 note.toml 有误（{why}）；应有 zh 和 en 两项文字",
        "note.toml of the sample of {sector} is wrong ({why}): it takes two texts, zh and en",
    ),
    "sample-not-for": Words(
        "{sector}的示例与本单位提供的{what}不符（{n}处）；要装入示例，请另用一个没有 {keys} 的配置文件（--config），台账也另建。第一处：",
        "the sample of {sector} does not go with the {what} of this deployment ({n} faults); for the sample take a configuration "
        "without {keys} (--config), and a ledger of its own. The first:",
    ),
    "sector-no-sample": Words("{sector}没有示例", "{sector} has no sample"),
    # the ledger
    "measures-exceed": Words(
        "{unit} {name}：{period} 的{measures}合计超过1；请核对这些指标",
        "{unit} {name}: {measures} of {period} come to more than 1; check these measures",
    ),
    "formula-failed": Words(
        "{clause} {figure}：{unit} 的公式算不出结果（{why}）；请核对该单位的数据，数据无误则请向软件包 {package} 的作者报告",
        "{clause} {figure}: the formula gives no result for {unit} ({why}); check that unit's data, and if they are right report it to the author of the package {package}",
    ),
    "kind-gone": Words(
        "事项 {incident} 的类别“{kind}”已不在{sector}中；请更正该事项的类别，或改用有此类别的版本",
        "the kind “{kind}” of incident {incident} is no longer declared by {sector}; correct that incident's kind, or use a version of the sector that has it",
    ),
    "lookup-missing": Words(
        "事项 {incident}：{attribute} 为“{value}”，现用的评分表中没有此项；请换用有此项的评分表，或更正该事项",
        "incident {incident}: its {attribute} is “{value}”, which the score sheet in use does not have; use a sheet that has it, or correct the incident",
    ),
    "decide-no-range": Words(
        "“{value}”不在事项 {incident} 的任何可决定幅度内（可决定：{ranges}）",
        "“{value}” lies in no range that is open for incident {incident} (open: {ranges})",
    ),
    "conflict-decides": Words(
        "事项 {incident} 正是针对“{by}”的，“{step}”不能由其本人办理；请由他人办理",
        "incident {incident} is against “{by}”, who cannot take the step “{step}” on it; let somebody else do so",
    ),
    "sheet-key": Words("评分表的 {key}：{what}", "{key} of the score sheet: {what}"),
    "case-unknown": Words("{sector}没有编号为“{id}”的事项", "there is no incident “{id}” in {sector}"),
    "id-unknown": Words("台账中没有编号为“{id}”的单位、事项或办理动作", "the ledger holds no unit, incident or action “{id}”"),
    "id-in-several": Words(
        "“{id}”在几个行业中都有（{sectors}）；请用 --sector 指定",
        "“{id}” stands in several sectors ({sectors}); name one with --sector",
    ),
    "extra-missing": Words(
        "这一功能需要软件包 {package}；请在程序目录中安装：pip install -e '.[{extra}]'",
        "this needs the package {package}; install it inside the checkout with: pip install -e '.[{extra}]'",
    ),
    "correction-breaks": Words(
        "更正 {id} 后，已登记的 {action}（{step}）不再适用于{kind}；请先更正或撤销它",
        "with {id} corrected, {action} ({step}), which stands, does not fit {kind} any more; correct or withdraw it first",
    ),
    "correct-blank": Words("--correct 须写明更正的原因", "--correct needs the reason of the correction"),
    "rejects-ending": Words(
        "{path}：退回的行须写入以 {known} 结尾的文件", "{path}: rejected rows go to a file that ends in one of {known}"
    ),
    "rejects-name": Words(
        "{path}：退回的行属于 {tables}；请用以该表命名的文件（如 {example}）或 .xlsx，未装入任何行",
        "{path}: the rejected rows are of {tables}; name the file after that table, like {example}, or use .xlsx; nothing was loaded",
    ),
    "rejects-cannot-hold": Words(
        "此格不能写入 {ending} 文件（{why}），未装入任何行；请改用以 {other} 结尾的退回文件",
        "a file that ends in {ending} cannot hold this cell ({why}); nothing was loaded: name a rejects file that ends in {other}",
    ),
    "rejects-formula": Words(
        "此格是公式（{formula}）；请到 {file} 第{row}行取其数值填入",
        "the cell holds a formula ({formula}): take its value from {file}, row {row}",
    ),
    "draft-key": Words("{key} 有误：{what}", "{key}: {what}"),
    "whatif-pair": Words(
        "“{value}”应写作 类别=分值 或 口径=取值", "“{value}” should be KIND=POINTS, or NAME=VALUE for a reading"
    ),
    "whatif-pair-twice": Words("“{name}”写了两次；请只写一次", "“{name}” is given twice; give it once"),
    "whatif-id-taken": Words(
        "台账中已有 {id}，内容不同（{columns}）；whatif 只加数据，不作更正：请换一个编号（它所代替的事项可用 --without 除去）",
        "{id} stands in the ledger with other content ({columns}); whatif adds facts and corrects none: use another id (an incident that "
        "it replaces can be left out with --without)",
    ),
    "run-as-of": Words(
        "--as-of 用于以期间写出的考核；已公布的考核有自己的截至日，now 用另一次的截至日",
        "--as-of is for a run given as a period; a published run has its own day, and now takes that of the other",
    ),
    "run-unknown": Words(
        "没有编号为 {value} 的考核；用 conduct runs 查看", "no run is sealed as number {value}; conduct runs lists them"
    ),
    "run-form": Words(
        "“{value}”不是考核；请写已公布的编号、征求意见稿的编号（d1）、期间或 now",
        "“{value}” is no run; write a published number, a draft's (d1), a period, or now",
    ),
    "argument-kind": Words("{name} 须为{wanted}，给出的却是 {given}", "{name} takes {wanted}, not {given}"),
    "lang-unknown": Words("没有语言“{value}”；可用：{known}", "there is no language “{value}”; it is one of {known}"),
    "run-values-alone": Words(
        "这不是 assess 在本进程中给出的结果（经 pickle 的结果只有数值）；请重新调用 assess，再保存所得的结果",
        "this is no result that assess() gave in this process (one that was pickled is its values alone): assess() again and keep that",
    ),
    "run-of-another-ledger": Words(
        "{sector} {period} 的考核依据另一台账的数据，不能存入 {path}；请存入它自己的台账",
        "the run of {sector} for {period} rests on the facts of another ledger and cannot be kept in {path}; keep it in its own",
    ),
    "run-other-sector": Words(
        "第 {first} 号与第 {second} 号属于不同行业，不能比较",
        "runs {first} and {second} are of different sectors and cannot be compared",
    ),
    "template-ending": Words("{path}：模板须以 .xlsx 结尾", "{path}: a template ends in .xlsx"),
    "unit-not-assessed": Words(
        "{sector}在 {period} 不考核单位 {id} {name}（{kind}）：它不是考核对象，或当时不存在",
        "{sector} does not assess {id} {name} ({kind}) in {period}: it is none of those who are assessed, or did not exist then",
    ),
    "unit-not-known": Words("{sector}没有编号为“{id}”的单位", "there is no unit “{id}” in {sector}"),
    "marked-ending": Words("{path}：标错的工作簿须以 .xlsx 结尾", "{path}: the marked workbook ends in .xlsx"),
    "whatif-nothing": Words(
        "请写出要改变什么：类别=分值、--reading、--draft、--without 或 --with",
        "say what to change: KIND=POINTS, --reading, --draft, --without or --with",
    ),
    "run-now-twice": Words(
        "只有一次考核可以是 now；另一次请写编号", "only one of the two can be now; write the number of the other"
    ),
    "measure-missing": Words(
        "{unit}（{name}）缺少 {missing}；请补报后再考核，或登记该单位在 {periods} “不予考核”（not-assessed）",
        "{unit} ({name}) has {missing}: load what is missing, then assess, or enter that the unit is not assessed "
        "(not-assessed) in {periods}",
    ),
    # files
    "file-missing": Words("没有文件 {path}", "there is no file {path}"),
    "file-is-folder": Words("这是文件夹，不是文件", "this is a folder, not a file"),
    "file-ending": Words("不认识的文件类型；可读：{known}", "unknown kind of file; readable are: {known}"),
    "file-table": Words(
        "文件名应为数据表之名：{known}，或其中文名（后面可加“-”和任意文字），或在 conduct.toml 的 [sheets] 中写明它是哪个表",
        "the file's name must be that of a table: {known} (a “-” and more may follow); or say under [sheets] in conduct.toml which it is",
    ),
    "file-unreadable": Words("无法读取：{why}", "cannot be read: {why}"),
    "file-utf16": Words("文件是 UTF-16 编码；请另存为 UTF-8", "the file is in UTF-16; save it as UTF-8"),
    "file-encoding": Words(
        "文件既不是 UTF-8 也不是 GB18030 编码；请另存为 UTF-8，或用 --encoding 写明编码（如 windows-1252、big5、shift_jis、windows-1251）",
        "the file is neither UTF-8 nor GB18030: save it as UTF-8, or say with --encoding which it is (windows-1252, big5, shift_jis, windows-1251, …)",
    ),
    "file-empty": Words("文件是空的；第一行应为表头", "the file is empty; its first row must be the header"),
    "file-header-late": Words(
        "表头应在第1行；如在别处，请在 conduct.toml 的 [header] 中写明 {of} = 行号",
        "the header must stand in row 1; where it stands elsewhere, say so under [header] in conduct.toml: {of} = its row",
    ),
    "file-csv": Words(
        "不是完整的 CSV（常因引号未闭合）：{why}", "this is no well-formed CSV (often a quote that is not closed): {why}"
    ),
    "json-broken": Words("不是完整的 JSON：{why}", "this is no well-formed JSON: {why}"),
    "json-no-object": Words("每行应是一个 JSON 对象", "each line must be a JSON object"),
    "json-nested": Words("值应为文字、数、真假或空", "the value must be a text, a number, true, false or null"),
    "json-key-twice": Words("“{key}”出现了两次", "“{key}” stands twice"),
    "header-none": Words(
        "这不是“{table}”表的表头（须有 {known}）；本单位自己的表头请在 conduct.toml 的 [columns.{of}] 中对应，表头不在此行的在 [header] 中写明",
        "this is not the header of the table of {table} (it needs {known}); name an office's own headers under [columns.{of}] in conduct.toml, and under [header] the row in which the header stands, if it is another",
    ),
    "cell-no-header": Words(
        "此格所在的列没有表头；请补上表头，或清空此列", "the column of this cell has no header: give it one, or empty it"
    ),
    "column-unknown": Words(
        "“{table}”没有“{column}”列；可用：{known}。本单位自己的表头请在 conduct.toml 的 [columns.{of}] 中对应到某列，或对应到空值而不读",
        "{table} has no column “{column}”; it has: {known}. Under [columns.{of}] in conduct.toml, an office's own header stands for one of them, or for nothing",
    ),
    "column-twice": Words("“{column}”与“{first}”是同一列", "“{column}” is the same column as “{first}”"),
    "column-missing": Words(
        "缺少必需的列“{words}”（{column}）；各行都一样的，可写在 conduct.toml 的 [constants.{of}] 中",
        "the required column {column} is missing; what is the same in every row can stand under [constants.{of}] in conduct.toml",
    ),
    "row-long": Words("有{cells}格，表头只有{width}列", "the row has {cells} cells, the header only {width}"),
    # cells
    "cell-blank": Words("此格必填", "this cell must be filled"),
    "cell-required": Words("{owner}必须填写此格", "{owner} needs this cell filled"),
    "cell-not-taken": Words(
        "{owner}没有“{column}”这一属性；请清空此格", "{owner} takes no attribute {column}; leave the cell empty"
    ),
    "cell-nul": Words("含有 NUL 字符", "the cell holds a NUL character"),
    "cell-not-text": Words("含有无法编码的字符", "the cell holds a character that cannot be encoded"),
    "cell-id": Words(
        "“{value}”不能作编号：第{place}个字符不可见或是换行（{which}）；请重新输入",
        "“{value}” cannot be an id: its character {place} is invisible or a line break ({which}); type it anew",
    ),
    "cell-id-long": Words("编号超过{most}个字符", "the id is longer than {most} characters"),
    "cell-date": Words(
        "“{value}”不是日期；请写成 2012-03-05、2012/3/5 或 2012年3月5日",
        "“{value}” is no date; write 2012-03-05, 2012/3/5 or 2012年3月5日",
    ),
    "cell-date-none": Words("没有“{value}”这一天", "there is no day “{value}”"),
    "cell-date-range": Words("“{value}”的年份不在{low}至{high}之间", "the year of “{value}” is not between {low} and {high}"),
    "cell-yes-no": Words("“{value}”应为是或否", "“{value}” should be yes or no"),
    "cell-number": Words(
        "“{value}”不是数（请用半角数字，不加千分位）", "“{value}” is no number (plain digits, without separators)"
    ),
    "cell-number-percent": Words(
        "“{value}”不是数；百分比请写成小数，如 90% 写作 0.9",
        "“{value}” is no number; write a percentage as a decimal, 90% as 0.9",
    ),
    "cell-number-range": Words("“{value}”超出范围；应为{bounds}", "“{value}” is out of range; it should be {bounds}"),
    "cell-option": Words("“{value}”不可用；可填：{options}", "“{value}” is not possible; it takes: {options}"),
    "cell-kind": Words("没有事项类别“{value}”；可填：{options}", "there is no kind of incident “{value}”; known: {options}"),
    "cell-unit-kind": Words("没有单位类别“{value}”；可填：{options}", "there is no kind of unit “{value}”; known: {options}"),
    "cell-post": Words("没有职务“{value}”；可填：{options}", "there is no post “{value}”; known: {options}"),
    "cell-step": Words("没有步骤“{value}”；可填：{options}", "there is no step “{value}”; known: {options}"),
    "sector-no-measures": Words("{sector}没有指标数据，不能填“{value}”", "{sector} takes no measures, “{value}” or any other"),
    "cell-measure": Words("没有指标“{value}”；可填：{options}", "there is no measure “{value}”; known: {options}"),
    "cell-period": Words(
        "“{value}”不是考核期；请写成 2012、2012-H1、2012-Q3 或 2012-07",
        "“{value}” is no period; write 2012, 2012-H1, 2012-Q3 or 2012-07",
    ),
    "cell-period-kind": Words("“{value}”应为：{kinds}", "“{value}” should be a {kinds}"),
    # rows against each other
    "id-twice": Words("编号 {id} 重复，先见于 {file} 第{row}行", "the id {id} is used twice, first in {file}, row {row}"),
    "id-other-content": Words(
        "台账中已有 {id}，内容不同（{columns}）；未作改动。若是更正，请加 --correct 原因",
        "{id} stands in the ledger with other content ({columns}); nothing was changed. For a correction, add --correct REASON",
    ),
    "unit-unknown": Words("没有单位“{value}”", "there is no unit “{value}”"),
    "unit-wrong-kind": Words(
        "单位“{value}”的类别不符；应为：{kinds}", "the unit “{value}” is of the wrong kind; it should be: {kinds}"
    ),
    "unit-cycle": Words("上级单位成环：{loop}", "the parents form a circle: {loop}"),
    "unit-closes-early": Words("终止日期 {until} 早于启用日期 {from}", "it closes on {until}, before it opens on {from}"),
    "incident-unknown": Words("没有事项“{value}”", "there is no incident “{value}”"),
    "incident-wrong-kind": Words(
        "事项“{value}”的类别不符；应为：{kinds}", "the incident “{value}” is of the wrong kind; it should be: {kinds}"
    ),
    "action-unknown": Words("没有办理动作“{value}”", "there is no action “{value}”"),
    "mistaken-elsewhere": Words(
        "办理动作“{value}”不是这一事项（或单位）的；请在它自己的事项上撤销",
        "the action “{value}” was taken on another incident or by another unit: withdraw it where it was taken",
    ),
    "withdraw-what": Words(
        "“{step}”要么填事项，要么填单位和“误登的动作”",
        "“{step}” is on an incident, or on a unit with the mistaken action",
    ),
    "action-of-one": Words("事项与单位须填且只填一个", "exactly one of incident and unit must be given"),
    "action-by-unit": Words(
        "步骤“{step}”是单位的动作；请填单位，不填事项", "the step “{step}” is a unit's own: give the unit, not an incident"
    ),
    "action-on-incident": Words(
        "步骤“{step}”针对事项；请填事项，不填单位", "the step “{step}” is taken on an incident: give the incident, not a unit"
    ),
    "step-wrong-kind": Words("步骤“{step}”不适用于{kind}", "the step “{step}” is not taken on {kind}"),
    # workbooks
    "book-none": Words(
        "这不是 Excel 工作簿；请用 Excel 或 WPS 打开后另存为 .xlsx",
        "this is no Excel workbook; open it in a spreadsheet and save it as .xlsx",
    ),
    "book-locked": Words(
        "文件已加密，或是旧版 .xls；请去掉密码后另存为 .xlsx",
        "this is encrypted or an old .xls: save it as .xlsx without a password",
    ),
    "book-damaged": Words(
        "工作簿已损坏（{why}）；请重新另存或重新取得该文件", "the workbook is damaged ({why}): save or fetch it again"
    ),
    "book-strict": Words(
        "这是“严格 Open XML”格式；请另存为普通的“Excel 工作簿（.xlsx）”",
        "this is in the format “Strict Open XML”; save it as an ordinary “Excel Workbook (.xlsx)”",
    ),
    "book-large": Words(
        "工作簿过大（{what}）；请拆成几个文件", "the workbook is too large ({what}): split it into several files"
    ),
    "book-doctype": Words(
        "{part} 中有文档类型声明，Excel 从不写这种声明；为安全起见不读取",
        "{part} holds a document type declaration, which no spreadsheet writes; it is not read, for safety",
    ),
    "book-far": Words(
        "有单元格在 {cell}，超出表格范围；请删除表格之外的行和列",
        "a cell stands at {cell}: delete what lies far outside the table",
    ),
    "book-path": Words("其中一部分的名称“{name}”不安全；不读取", "a part of it bears the unsafe name “{name}”; it is not read"),
    "book-empty": Words("工作簿是空的；请填写以下工作表：{known}", "the workbook holds no table; fill one of the sheets {known}"),
    "book-sheet": Words(
        "工作表名应为数据表之名：{known}（后面可加“-”和任意文字）；本单位自己的名称请在 conduct.toml 的 [sheets] 中对应，不需要的对应到空值",
        "the sheet's name must be that of a table: {known} (a “-” and more may follow); under [sheets] in conduct.toml, an office's own name stands for one, or for nothing",
    ),
    "book-sheet-lost": Words("工作簿中缺少此工作表的内容；请重新另存", "the workbook lacks this sheet's content; save it again"),
    "book-merged-header": Words(
        "表头中有合并单元格（{range}）；请取消合并", "cells of the header are merged ({range}): unmerge them"
    ),
    "book-merged": Words(
        "此行有合并单元格（{range}）；请取消合并并逐行填写",
        "cells of this row are merged ({range}): unmerge them and fill every row",
    ),
    "cell-formula": Words("此格是公式；请复制后“选择性粘贴”为数值", "the cell holds a formula: paste its value in its place"),
    "cell-error": Words("此格是错误值 {value}；请改正或清空", "the cell holds the error {value}: correct it or leave it empty"),
    "cell-time": Words("此格只有时间（{value}），没有日期", "the cell holds a time ({value}) without a date"),
    "cell-no-date": Words(
        "此格设为日期，但数值 {value} 不是日期；请改正，或改为数字格式",
        "the cell is shown as a date, but its number {value} is none: correct it, or show it as a number",
    ),
    "cell-unreadable": Words(
        "此格的内容“{value}”无法读取；请重新输入", "the content of the cell, “{value}”, cannot be read: enter it again"
    ),
}
