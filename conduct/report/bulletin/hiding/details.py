"""Finds in a folded text what is personal by the word beside it alone: an end of a card's number, a patient's, a birthday."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .personal import Span

_CJK = r"\u3400-\u9fff"
_IS = r"(?:号码|号|为|是|系|:|\s){0,4}"
_SIGN = re.compile(r"尾号|院号|案号|身份证|证件|生日|出生|生于|@|[为是系].{0,4}(?:电话|手机|座机|号码)|[拨打]")
_FOUND = (
    (re.compile(rf"身份证[^，。,;\n]{{0,6}}?尾号{_IS}([0-9]{{3,8}}[xX]?)(?![0-9])"), "id"),
    (re.compile(rf"(?:卡|账号|账户|存折)[^，。,;\n0-9]{{0,6}}?尾号{_IS}([0-9]{{3,8}})(?![0-9])"), "card"),
    (re.compile(rf"(?:手机|电话)[^，。,;\n0-9]{{0,6}}?尾号{_IS}([0-9]{{3,8}})(?![0-9])"), "phone"),
    (re.compile(rf"(?:住院|病案){_IS}(?<=[号码为是:\s])([A-Za-z]{{0,3}}[0-9]{{4,14}})(?![0-9元])"), "permit"),
    (re.compile(rf"(?:身份证|证件)件?{_IS}([A-Za-z]{{1,2}}[0-9]{{6,9}}(?:\([0-9A-Za-z]\))?)(?![A-Za-z0-9])"), "permit"),
    (
        re.compile(
            rf"(?:生日|出生(?:日期|年月日?|于)?|生于){_IS}"
            r"((?:19|20)[0-9]{2}\s?[年\-./]\s?[0-9]{1,2}(?:\s?[月\-./](?:\s?[0-9]{1,2}日?)?)?|(?:19|20)[0-9]{6}(?![0-9]))"
        ),
        "birth",
    ),
    (
        re.compile(
            rf"(?:(?<![邮信{_CJK}])|(?<=邮箱|信箱|邮件|地址))(?:(?!邮箱|信箱|邮件|地址)[A-Za-z0-9_.\-{_CJK}]){{1,20}}@"
            rf"[A-Za-z0-9\-{_CJK}]{{1,20}}\.(?:中国|公司|网络|网址|在线|[A-Za-z]{{2,12}})"
        ),
        "mail",
    ),
    (re.compile(r"(?<![0-9.\-])([2-9][0-9]{6,7})(?=\s?[为是系][我其他她本]?人?的?(?:联系)?(?:电话|手机|座机|号码))"), "phone"),
    (re.compile(r"(?:[可请]|可以)(?:拨打?|致电|打)\s?([2-9][0-9]{6,7})(?![0-9.\-元])"), "phone"),
)


def details_found(text: str) -> Iterator[Span]:
    """What a word beside it makes personal."""
    if _SIGN.search(text) is None:
        return
    for pattern, kind in _FOUND:
        for found in pattern.finditer(text):
            yield (*found.span(found.lastindex or 0), kind)
