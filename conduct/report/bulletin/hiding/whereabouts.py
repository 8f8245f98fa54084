"""Finds mail, accounts, permits, number plates and homes of people in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .personal import COUNTED_AFTER, Span

_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|[(\[]at[)\]]) ?"
    r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62} ?[.·。] ?){1,4}[A-Za-z]{2,12}(?![A-Za-z])"
)
_ACCOUNT = re.compile(
    r"(?:微信(?!公众|小程序|支付|平台|群)|薇信|威信|微博|抖音|支付宝|企鹅|扣扣|\bwe ?chat\b|\bweixin\b|"
    r"(?<![A-Za-z])(?:wx|vx|v信|qq|(?<=加)v)(?![A-Za-z0-9]*@))(?:号码|账号|帐号|号|id|account|number|no\.?)*"
    r"(?:为|是|叫|加|:|\s|\(|is )*([A-Za-z0-9][A-Za-z0-9_\-]{4,29})(?![A-Za-z0-9_\-])",
    re.I,
)
_PERMIT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|军官证|士兵证|警官证|居留证|居住证|驾驶证|存折|驾照|社保卡|医保卡|医保|港澳证|(?<![身份])证件|持证|(?<![许可凭份])证号|\bpassport|"
    r"\bpermit|driving licen[cs]e)(?:编号|号码|号|卡号|为|是|持|:|\s|\(|is |number |no\.? )*"
    r"([A-Za-z]{0,3}[0-9]{6,18}[A-Za-z]?(?:\([0-9A-Z]\))?)(?![A-Za-z0-9])",
    re.I,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-HJ-NP-Za-hj-np-z][ ·.\-]?"
    r"(?=[A-Za-z]{0,5}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])"
)
_NUMBERED = r"(?:室|号|幢|栋|单元|楼|弄|组|户|座)"
_PLACE = r"(?:村|小区|新村|花园|苑|公寓|家园|社区)"
_COUNT = "0-9一二三四五六七八九十甲乙丙丁"
_HOME_WORD = (
    r"(?:家住|现住址?|住址|住在|住于|居住地址?|居住于|居住在|户籍地址?|户籍所在地|户口所在地|家在|"
    r"(?<!单位)(?<!公司)(?<!办公)(?<!网点)(?<!机构)(?<!医院)(?<!网)(?<!营业)地址|"
    r"(?<![入出居暂])住(?=[\u4e00-\u9fff]{2,12}(?:省|市|区|县|镇|乡|村|路|街|巷|小区|新村|花园|苑)))"
)
_HOME = re.compile(
    rf"{_HOME_WORD}(?:为|是|在|于|:|\s|\()*"
    rf"((?=[^，。；;\n]{{0,40}}[{_COUNT}]+\s?{_NUMBERED}|[^，。；;\n]{{2,30}}{_PLACE})[^，。；;,\n()]{{2,60}}?"
    rf"(?:(?:{_NUMBERED}|{_PLACE})(?![\u4e00-\u9fff0-9]{{0,12}}[{_COUNT}\-]\s?{_NUMBERED})))"
)
_ROOM = re.compile(
    r"(?:(?![住在于址到寄])[\u4e00-\u9fff]){2,14}(?:路|街|巷|道|村|小区|花园|苑|里|弄|公寓|家园|新城|城)[0-9\-]*(?:号|弄)?"
    r"[\u4e00-\u9fff]{0,8}?[0-9A-Za-z\-]+(?:幢|栋|座|号楼|单元)(?:[0-9]+单元)?[0-9\-]+(?:室|号|户)?"
)
_HOME_ENGLISH = re.compile(
    r"(?:\b(?:lives?|living|resid(?:es?|ing)) (?:at|in)|home address(?: is)?:?|"
    r"(?<!e-mail )(?<!email )(?<!web )\baddress(?: is|:))\s+"
    r"((?:(?:flat|apt|apartment|unit|room|no)\.? ?[0-9A-Za-z]+,? )?[0-9]+[A-Za-z]?(?:[-/][0-9]+)?,? "
    r"(?:[A-Z][A-Za-z'’.\-]*,? ?){1,8}(?:[0-9]{5,6})?)"
)


_MAIL_SIGN = re.compile(r"@|[(\[]at[)\]]")
_ACCOUNT_SIGN = re.compile(r"[信微抖企扣]|支付宝|[cC][hH][aA][tT]|[xX]|[vV]|[qQ]{2}")
_PERMIT_SIGN = re.compile(r"[证照保]|[pP]ass|[pP]ermit|[lL]icen")
_HOME_SIGN = re.compile(r"[住址籍户]|家在")
_ROOM_SIGN = re.compile(r"[0-9A-Za-z](?:[幢栋座]|号楼|单元)")
_HOME_ENGLISH_SIGN = re.compile(r"[lL]iv[ei]|[rR]esid|[aA]ddress")


def others_found(text: str) -> Iterator[Span]:
    """Mail, accounts, permits, plates and homes in a folded text."""
    for sign, pattern, kind in (
        (_MAIL_SIGN, _MAIL, "mail"),
        (_ROOM_SIGN, _ROOM, "address"),
        (_HOME_SIGN, _HOME, "address"),
        (_HOME_ENGLISH_SIGN, _HOME_ENGLISH, "address"),
        (_PERMIT_SIGN, _PERMIT, "permit"),
        (_ACCOUNT_SIGN, _ACCOUNT, "account"),
    ):
        if sign.search(text) is not None:
            for found in pattern.finditer(text):
                if kind in ("account", "permit") and _no_account(text, found, kind):
                    continue
                yield (*found.span(found.lastindex or 0), kind)
    yield from ((*found.span(), "plate") for found in _PLATE.finditer(text))


def _no_account(text: str, found: re.Match[str], kind: str) -> bool:
    """Whether what stands after a word for an account or a permit is an amount, or a plain word."""
    if COUNTED_AFTER.match(text, found.end(1)):
        return True
    return kind == "account" and len(found[1]) < 6 and not any(c.isdigit() or c in "_-" for c in found[1])
