"""The words of errors about the configuration, its calendar and the files that it names."""

from __future__ import annotations

from .words import Words

CONFIG_MESSAGES: dict[str, Words] = {
    "calendar-setting": Words(
        "{origin}：[calendar] 的“{key}”有误；可用 holidays、workdays（日期列表）和 years（年份列表）",
        "{origin}: “{key}” under [calendar] is wrong; it takes holidays and workdays (lists of dates) and years (a list of years)",
    ),
    "calendar-day": Words(
        "{origin}：[calendar] {key} 中的“{value}”不是日期", "{origin}: “{value}” under [calendar] {key} is no date"
    ),
    "calendar-year": Words(
        "{origin}：[calendar] 中的 {day} 属于 {year} 年，其日历未知；请把 {year} 列入 years，并列出该年全部放假和调休日",
        "{origin}: {day} under [calendar] is of {year}, whose calendar is not known: list {year} under years, and all its days off and "
        "make-up days",
    ),
    "calendar-both": Words(
        "{origin}：[calendar] 中 {day} 既是 holidays 又是 workdays；请删去其一",
        "{origin}: under [calendar], {day} is among both holidays and workdays; delete one of the two",
    ),
    "calendar-unknown": Words(
        "{case} 的期限（约 {day}）须按 {year} 年的工作日历判断，而该日历未知；请在 conduct.toml 的 [calendar] 中列出该年的放假和调休日",
        "the deadline of {case} (about {day}) must be judged by the working days of {year}, which are not known; list that year's "
        "holidays and make-up days under [calendar] in conduct.toml",
    ),
    "calendar-never": Words(
        "{case} 的期限（约 {day}）须按 {year} 年的工作日历判断，而该年没有公布的日历；请核对其日期，日期无误的，这一期限不作判断",
        "the deadline of {case} (about {day}) must be judged by the working days of {year}, which were never published: see whether "
        "its date is right; where it is, this deadline is not judged",
    ),
    "config-missing": Words("没有配置文件 {path}", "there is no configuration file {path}"),
    "config-broken": Words("配置文件 {path} 无法读取：{why}", "the configuration file {path} cannot be read: {why}"),
    "config-key": Words("{origin}：“{key}”有误：{want}", "{origin}: “{key}” is wrong: {want}"),
    "supplied-missing": Words(
        "{origin}：[{sector}] {key} 所指的文件 {path} 不存在",
        "{origin}: there is no file {path}, which {key} under [{sector}] names",
    ),
    "supplied-broken": Words("文件 {path} 无法读取：{why}", "the file {path} cannot be read: {why}"),
    "config-sectors": Words(
        "{origin}：sectors 中的行业“{name}”没有安装；已安装：{known}",
        "{origin}: the sector “{name}” under sectors is not installed; installed: {known}",
    ),
    "config-sector": Words("{origin}：没有安装行业“{name}”", "{origin}: there is no sector “{name}” installed"),
}
