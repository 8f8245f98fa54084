"""What can be wrong with accounts and with serving the pages."""

from __future__ import annotations

from .words import Words

WEB_MESSAGES: dict[str, Words] = {
    "account-name": Words(
        "“{value}”不能作账号或姓名：须为1至100个可见字符",
        "“{value}” cannot be an account or its name: it takes 1 to 100 visible characters",
    ),
    "account-blank": Words("“{value}”不能作账号：账号里不能有空格", "“{value}” cannot be an account: there is no blank in one"),
    "password-wrong": Words("原密码不对，密码未改动", "the password so far is another: it was not changed"),
    "account-slash": Words("“{value}”不能作账号：账号里不能有“/”", "“{value}” cannot be an account: there is no “/” in one"),
    "account-taken": Words("账号“{value}”已有", "there is an account “{value}” already"),
    "called-taken": Words(
        "已有别的账号现用或曾用姓名“{value}”，所登记的内容会分不清是谁的；请加以区别",
        "another account is or was called “{value}”, and nobody could tell their entries apart: call it otherwise",
    ),
    "account-unknown": Words("没有账号“{value}”", "there is no account “{value}”"),
    "account-ended": Words("账号“{value}”已停用", "the account “{value}” ended"),
    "role-unknown": Words("没有角色“{value}”；可取：{known}", "there is no role “{value}”; it is one of {known}"),
    "role-of-all": Words("角色“{role}”不分行业和单位", "the role “{role}” is for no sector and no unit"),
    "role-needs-unit": Words("角色“{role}”须写明是哪个单位的", "the role “{role}” takes the unit that it is for"),
    "grant-sector": Words("没有行业“{value}”；可取：{known}", "“{value}” is no sector here; it is one of {known}"),
    "grant-stands": Words("账号“{value}”已有这项权限：{role}", "the account “{value}” has this already: {role}"),
    "grant-none": Words("账号“{value}”没有这项权限：{role}", "the account “{value}” was not given this: {role}"),
    "password-length": Words("密码须为{least}至{most}个字符", "a password has {least} to {most} characters"),
    "link-used": Words("链接已用过或已过期", "the link was used, or is too old"),
    "sign-in-often": Words("登录失败次数过多，请{minutes}分钟后再试", "too many failed sign-ins: try again in {minutes} minutes"),
    "own-none": Words(
        "此期尚无结果；可改看其他考核期，或向主管部门查询",
        "there is no result of this period yet: look at another period, or ask the office",
    ),
    "appeal-open": Words(
        "对 {incident} 已于 {day} 提出申诉（{about}），尚未决定；待决定后可再申诉",
        "there is an appeal on {incident} already, of {day} ({about}), that nobody has decided: wait for the decision",
    ),
    "appeal-not-there": Words(
        "{incident} 没有“{what}”这一项扣分；可争议的：{known}",
        "nothing stands against {incident} as “{what}”; what may be contested: {known}",
    ),
    "appeal-other": Words(
        "日期为 {day} 的决定，答复的不是 {since} 提出的申诉（{about}），未作决定；决定日期须不早于该申诉，并请核对本页所列各件申诉",
        "a decision of {day} would not answer the appeal of {since} ({about}), so nothing was decided: its day is that of the appeal "
        "or later; see which appeals the page lists",
    ),
    "appeal-out": Words(
        "{incident} 已一概不计，无须申诉", "nothing of {incident} counts any more: there is nothing to object to"
    ),
    "appeal-long": Words(
        "理由过长（{n}字，至多{most}字）：请写要点，其余作为附件提交",
        "the reason is too long ({n} characters, {most} at most): say what matters, and attach the rest as a file",
    ),
    "letterhead-public": Words(
        "通报已对外公开，{what}不能清空；请先收回公开",
        "the public may read the notice, so the {what} cannot be left blank: take it back from the public first",
    ),
    "letterhead-reason": Words("已写明的要素有改动，请写明原因", "what was said already is changed: say why"),
    "letterhead-same": Words("与已写明的相同，未作改动", "it is said so already; nothing is changed"),
    "draft-gaps": Words(
        "征求意见稿还有待填之处：{gaps}；请填好再印发，确要先印发的，勾选“有待填之处，仍照此印发”",
        "the draft still has gaps: {gaps}; fill them in before it is issued, or tick that it is to be issued so",
    ),
    "issue-asked": Words(
        "印发后各单位即可阅读并提出异议，不能撤回，只能由另一份取代：请核对；确要印发 {period} 征求意见稿的，勾选“确认印发”再提交",
        "once it is issued every unit reads it and may object, and it cannot be taken back, only replaced by another: look at it "
        "again; where the draft for {period} is to be issued, tick that it is, and send it again",
    ),
    "seal-asked": Words(
        "封存后编号长期有效，各单位即可阅读本单位结果，不能撤回，只能由另一次公布取代：请核对；确要封存公布 {period} 结果的，"
        "勾选“确认封存公布”再提交",
        "once it is sealed it keeps its number for good, every unit reads its own result, and it cannot be taken back, only replaced "
        "by another: look at it again; where {period} is to be sealed and published, tick that it is, and send it again",
    ),
    "release-asked": Words(
        "公开后任何人都可阅读第{run}号通报，读过的收不回来：请核对；确要公开的，勾选“确认对外公开”再提交",
        "once it is released anybody reads the notice of number {run}, and what was read cannot be taken back: look at it again; where "
        "the public is to read it, tick that it is, and send it again",
    ),
    "withhold-asked": Words(
        "收回后公众打不开第{run}号通报，已引用其地址的也打不开：请核对；确要收回的，勾选“确认收回”再提交",
        "once it is taken back nobody of the public opens the notice of number {run}, nor from where its address was cited: look at it "
        "again; where it is to be taken back, tick that it is, and send it again",
    ),
    "points-number": Words("分值“{value}”应为数字，如 3 或 0.5", "the points “{value}” should be a number, as 3 or 0.5"),
    "own-no-case": Words("本单位没有此事项", "the unit has no such case"),
    "sent-kind": Words(
        "按其内容，{path} 不是可收的文件，未收；可收：{known}，带宏的文件除外",
        "by its content {path} is no file that is taken; taken are: {known}, none that holds macros",
    ),
    "sent-large": Words(
        "{path} 超过{most}兆字节，未收；请压缩或分拆",
        "{path} is larger than {most} megabytes and was not taken; make it smaller, or send it in parts",
    ),
    "sent-other-content": Words(
        "台账中已有 {id}，内容不同（{columns}）；未作改动。若是更正，请在“更正的原因”一栏写明原因后再装入；若是另一条，请改用别的编号",
        "{id} stands in the ledger with other content ({columns}); nothing was changed. For a correction, fill in the reason for "
        "correcting, and load it again; where it is another, give it another id",
    ),
    "sent-table": Words(
        "文件名应为其中之一：{known}（后面可加“-”和任意文字）；要用别的名称，请管理员在设置中对应",
        "the file's name must be one of {known} (a “-” and more may follow); for another name ask the administrator to set it",
    ),
    "sent-header-late": Words(
        "“{table}”表的表头似在第{row}行；请删去其上各行，或请管理员在设置中写明表头所在的行",
        "the header of {table} seems to stand in row {row}: delete the rows above it, or ask the administrator to set it",
    ),
    "sent-header-row": Words(
        "表头应在第1行；请删去其上各行，或请管理员在设置中写明表头所在的行",
        "the header must stand in row 1: delete the rows above it, or ask the administrator to set where it stands",
    ),
    "sent-header-none": Words(
        "这不是“{table}”表的表头（须有 {known}）；请改为这些名称（可下载空白工作簿对照），或请管理员在设置中对应本单位自己的表头",
        "this is not the header of the table of {table} (it needs {known}): name its columns so, as the empty workbook does, or ask "
        "the administrator to set an office's own names",
    ),
    "sent-column": Words(
        "“{table}”没有“{column}”列；可用：{known}。请改名或删去此列，或请管理员在设置中对应",
        "{table} has no column “{column}”; it has: {known}. Name it so, leave it out, or ask the administrator to set what it is",
    ),
    "sent-column-missing": Words(
        "缺少必需的列“{words}”（{column}）；请补上此列，各行都一样的，也可请管理员写在设置中",
        "the required column {column} is missing: add it, or ask the administrator to set what is the same in every row",
    ),
    "sent-split-column": Words(
        "没有“{column}”列，而本单位的设置要用它；请补上此列，或请管理员改正设置",
        "there is no column “{column}”, which the office's settings use: add it, or ask the administrator to mend the settings",
    ),
    "sent-sheet": Words(
        "工作表名应为其中之一：{known}（后面可加“-”和任意文字）；请改名，不需要的请删去，或请管理员在设置中对应",
        "the sheet's name must be one of {known} (a “-” and more may follow): name it so, delete one that is not needed, or ask the "
        "administrator to set what it is",
    ),
    "sent-sheet-hidden": Words(
        "工作表是隐藏的，仍已读入；不应计入的，请在工作簿中删除，或请管理员在设置中写明不读",
        "the sheet is hidden and was read all the same; delete it if it is not to count, or ask the administrator to set that it is "
        "left out",
    ),
    "sent-encoding": Words(
        "文件的编码不能识别，不是 UTF-8 的中文；请另存为 UTF-8（在电子表格中选“CSV UTF-8”），或改用 .xlsx",
        "the file's encoding is not known, and it is no UTF-8: save it as UTF-8 (“CSV UTF-8” in a spreadsheet), or as .xlsx",
    ),
    "sent-date-order": Words(
        "“{value}”分不清月和日；请写成 2012-03-05，或请管理员在设置中写明先月后日还是先日后月",
        "nobody can tell month and day of “{value}”: write 2012-03-05, or ask the administrator to set which comes first",
    ),
    "sent-date-zone": Words(
        "“{value}”带有时区；请写成 2012-03-05，或请管理员在设置中写明按哪个时区取日期",
        "“{value}” has a time zone: write 2012-03-05, or ask the administrator to set whose day counts",
    ),
    "waiting-not-private": Words(
        "所送文件暂存于 {path}，该处须为本程序所属用户的文件夹，且不对他人开放（0700）；请管理员改正",
        "files that are sent wait in {path}, which must be a folder of the user who runs this program, closed to others (0700): ask "
        "whoever keeps the server to mend it",
    ),
    "field-not-offered": Words("这里不能填写“{value}”；可填：{known}", "“{value}” is no field here; it takes {known}"),
    "key-name": Words("请写明用途（1至100个可见字符）", "say what it is for, in 1 to 100 visible characters"),
    "key-roles": Words(
        "令牌须选定您自己的角色，一个或几个；可选：{known}", "a token takes one or several of your own roles: {known}"
    ),
    "keys-most": Words(
        "令牌和日历至多{most}个，请先撤销不用的", "there are {most} tokens and calendars at most: revoke some first"
    ),
    "key-unknown": Words("没有令牌或日历“{value}”", "there is no token or calendar “{value}”"),
    "sent-unread": Words("所送内容无法读取：{why}", "what was sent cannot be read: {why}"),
    "sent-form": Words(
        "应为 JSON 对象：每栏一个文字、数字、是否，或其列表",
        "it takes a JSON object: for each field a text, a number, true or false, or a list of them",
    ),
    "push-form": Words(
        '应为 JSON：一个事项的对象、事项的列表，或 {{"incidents": […], "actions": […]}}，每行为一个对象',
        'it takes JSON: an object that is an incident, a list of them, or {{"incidents": […], "actions": […]}}, each row an object',
    ),
    "load-form": Words(
        "应为 JSON 对象：以表名（{known}）为键，每表一个列表，每行一个对象；另可有 correct（更正的原因）",
        "it takes a JSON object: of some tables ({known}) the rows, each an object; and “correct”, the reason of a correction",
    ),
    "push-unit": Words(
        "没有您可以登记的单位“{value}”；请用单位编号", "“{value}” is no unit that you enter cases for: give the id of one"
    ),
    "push-step": Words("没有您可以办理的步骤“{value}”；请用步骤代码", "“{value}” is no step that you take: give the code of one"),
    "push-case": Words("没有您可以办理的事项“{value}”", "“{value}” is no case that you take steps on"),
    "correct-head": Words(
        "{table}“{id}”已在台账中，您不能更正：单位、任职和指标数据由负责人更正",
        "{table} “{id}” stands already, and it is not yours to correct: the head of office corrects units, posts and measures",
    ),
    "correct-clerk": Words(
        "{table}“{id}”已在台账中，您不能更正：事项和办理动作由经办人更正",
        "{table} “{id}” stands already, and it is not yours to correct: a clerk corrects incidents and actions",
    ),
    "load-clerk": Words(
        "{table}“{id}”尚不在台账中，您不能新增：由经办人新增",
        "{table} “{id}” does not stand yet, and it is not yours to add: a clerk adds rows",
    ),
    "decides-oneself": Words(
        "{step}以登录人本人名义登记（{who}），不能填写他人姓名",
        "“{step}” is entered in one's own name ({who}), and in nobody else's",
    ),
    "release-gaps": Words(
        "通报还有待填之处，不能对外公开：{gaps}；请在“公文要素”中填写，通报即补全，不须重新封存",
        "the notice still has gaps, so the public may not read it: {gaps}; once they are filled in under “Letterhead” it is whole, "
        "and need not be sealed again",
    ),
    "view-name": Words("视图名称须为1至100个可见字符", "a view's name has 1 to 100 visible characters"),
    "view-address": Words("只能保存本行业的待办和事项列表", "the lists of this sector alone can be kept as views"),
    "view-most": Words("视图至多{most}个，请先删去不用的", "there are {most} views at most: drop some first"),
    "cases-none": Words("没有选定任何事项", "no case is chosen"),
    "cases-most": Words("一次至多{most}件", "at most {most} cases at once"),
    "export-most": Words("一次至多导出{most}条，请缩小范围", "at most {most} are exported at once: narrow them"),
    "undo-not": Words("这些动作已经撤回，不能再次撤回", "these steps were taken back before"),
    "step-not-chosen": Words("“{step}”已填写，但没有勾选", "“{step}” was filled in and not chosen"),
    "step-none": Words("没有勾选任何办理动作", "no step is chosen"),
    "field-needed": Words("“{column}”必填", "“{column}” must be filled in"),
    "field-blank": Words(
        "{step}的“{column}”空着（{asked}）：请填写；确实没有的，勾选“空着也登记”再提交",
        "“{column}” of {step} is blank ({asked}): fill it in; where there is none, tick that a blank is meant, and send it again",
    ),
    "day-before": Words(
        "“{column}”{day}早于事项日期{since}：请核对；日期无误的，勾选“日期无误，照此登记”再提交",
        "“{column}” {day} is before {since}, the date of the case: look at it again; where it is right, tick that it is, and send "
        "it again",
    ),
    "day-ahead": Words(
        "“{column}”{day}晚于今天（{today}）：请核对；日期无误的，勾选“日期无误，照此登记”再提交",
        "“{column}” {day} is after today ({today}): look at it again; where it is right, tick that it is, and send it again",
    ),
    "day-long-ago": Words(
        "“{column}”{day}距今已逾{n}年：请核对；日期无误的，勾选“日期无误，照此登记”再提交",
        "“{column}” {day} is more than {n} years ago: look at it again; where it is right, tick that it is, and send it again",
    ),
    "case-taken": Words("编号“{id}”已有：请改填，或留空自动编号", "there is a case “{id}” already: give another id, or none"),
    "nothing-said": Words(
        "除单位和日期外什么也没有填：请填写；确实没有可填的，勾选“没有其他内容，照此登记”再提交",
        "nothing was said of it but its unit and its date: say what it is; where there is nothing to say, tick that there is not, "
        "and send it again",
    ),
    "step-first": Words(
        "{step}之前须先办{first}：请先办，或一并勾选；确要先登记的，勾选“仍照此登记”再提交",
        "{first} comes before {step}: take it first, or choose both; where it is meant so, tick that it is, and send it again",
    ),
    "case-like": Words(
        "与 {case}（{day}，{kind}）的{same}相同：请核对是否同一件；确是另一件的，勾选“是另一件，照此登记”再提交",
        "{case} ({day}, {kind}) is the same in: {same}; see whether it is the same matter; where it is another, tick that it is, "
        "and send it again",
    ),
    "case-like-named": Words(
        "与 {case}（{day}，{kind}）的{same}相同：属于同一事项的，请在“{column}”填 {case}；是另一件的，勾选“是另一件，照此登记”再提交",
        "{case} ({day}, {kind}) is the same in: {same}; where it is the same matter, fill in {case} as “{column}”; where it is "
        "another, tick that it is, and send it again",
    ),
    "case-withdrawn": Words(
        "{case} 已于 {day} 撤销（{by}），{step}不会计入：请核对；确要登记的，勾选“已撤销也登记”再提交",
        "{case} was withdrawn on {day} ({by}), so that {step} counts for nothing: look at it again; where it is meant so, tick that "
        "it is, and send it again",
    ),
    "step-again": Words(
        "{case} 的{step}已登记过（{day}，{by}）：请核对；确又办理一次的，勾选“确又办理一次，照此登记”再提交",
        "{step} was taken on {case} already ({day}, {by}): look at it again; where it was taken once more, tick that it was, and "
        "send it again",
    ),
    "reason-withheld": Words(
        "这段文字可能使人看出是谁投诉的，{unit}只会看到“不予引用”：请改写，不写投诉人的姓名、称呼，也不引投诉的原文；确要照此登记的，"
        "勾选“不给该单位看，照此登记”再提交",
        "this may tell who complained, and {unit} will read only that it is not quoted: say it without the complainant's name, "
        "title or words; where it is meant so, tick that it is, and send it again",
    ),
    "by-concerned": Words(
        "{by} 是被投诉者，{step}不得由其经办：请改填办理人；确由其经办的，勾选“确由其经办，照此登记”再提交",
        "{by} is complained of, and may not take the step {step}: say who took it; where it was that one, tick that it is so, and "
        "send it again",
    ),
    "mail-address": Words("“{value}”不是邮箱地址", "“{value}” is no mail address"),
    "mail-unset": Words(
        "{origin} 中没有 [web.mail]，不发送邮件；须写明 host 和 from",
        "{origin} has no [web.mail], and nothing is sent: it takes host and from",
    ),
    "mail-fails": Words("邮件服务器 {host} 未受理：{why}", "the mail server {host} took nothing: {why}"),
    "oidc-fails": Words("本单位的登录没有成功（{why}）；请重新登录", "the office's sign-in failed ({why}): sign in anew"),
    "oidc-unset": Words(
        "{origin} 中没有 [web.oidc]；须写明 issuer 和 client", "{origin} has no [web.oidc]: it takes issuer and client"
    ),
    "subject-name": Words(
        "“{value}”不能作标识：须为1至255个可见字符", "“{value}” is no subject: it takes 1 to 255 visible characters"
    ),
    "subject-bound": Words("“{value}”已与另一账号对应", "“{value}” is bound to another account"),
    "secret-open": Words(
        "{origin}：“{key}”所指的文件 {path} 其他人也能读（权限 {mode}）；请执行：chmod 600 {path}",
        "{origin}: others can read the file {path} that “{key}” names (mode {mode}); do: chmod 600 {path}",
    ),
    "secret-unread": Words(
        "{origin}：“{key}”所指的文件 {path} 无法读取：{why}；也可以放在环境变量 {variable} 中",
        "{origin}: the file {path} that “{key}” names cannot be read: {why}; the variable {variable} does as well",
    ),
    "web-address-needed": Words(
        '在 {host} 上提供网页，须在 {origin} 的 [web] 中写明 address：读者打开的网址，如 address = "https://conduct.example.org"',
        'to serve at {host}, {origin} names the address that readers open: under [web], as address = "https://conduct.example.org"',
    ),
    "jobs-many": Words("您已有{n}项任务在等待，请待其完成", "{n} of your jobs are waiting already: let them end first"),
    "web-missing": Words(
        "网页需要附加组件：pip install 'conduct-assessment[web]'",
        "the pages need an extra: pip install 'conduct-assessment[web]'",
    ),
    "port-taken": Words(
        "无法在 {address} 上提供网页：{why}；可用 --port 另选端口", "cannot serve at {address}: {why}; --port names another port"
    ),
}
