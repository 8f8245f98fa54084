"""How a word file looks: the page, its styles by the roles of the standard, the faces by name, and its settings.

Lengths are twips, a twentieth of a point; sizes of letters half points, as the format has them.
"""

from __future__ import annotations

from attrs import field

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang

from .word_xml import HEADING, NAMESPACES, P_RANK, R_RANK, Properties, element, ordered, val

MM = 1440 / 25.4
PAGE = (11906, 16838)
TYPE_TOP = 2098
"""37 mm: where the type area begins, and the letters of a page's first line with it."""
TOP, BOTTOM, LEFT, RIGHT = 1917, 1984, 1587, 1462
"""The margins: 35, 28 and 26 mm, the right one less by 0.2 mm, so that 28 characters of 15.8 points have room. Letters of 16
points begin 3.2 mm below the upper edge of a line of 28.95, so that the upper one is less by that much."""
WIDTH = PAGE[0] - LEFT - RIGHT
LINE = 579
"""28.95 points: 22 lines fill the type area's 225 mm, where 29 points are one line too many."""
CHAR = 316
"""A character of a line that 28 fill."""
TRACKING = -4

RED = "FF0000"

FACES: dict[str, str] = {
    "title": "方正小标宋简体",
    "text": "仿宋_GB2312",
    "heading": "黑体",
    "quote": "楷体_GB2312",
    "figures": "宋体",
}
"""The official face of each role."""
STAND_INS = {"方正小标宋简体": "FandolSong", "仿宋_GB2312": "仿宋", "黑体": "SimHei", "楷体_GB2312": "楷体", "宋体": "SimSun"}
"""What an office program may take where it has no face of that name."""
PLAIN_FACE = "Times New Roman"


@frozen
class ParagraphStyle:
    """A style of paragraphs: its id, the name that people see, its face by role, the size of its letters in half points, and
    what else sets it apart."""

    code: str
    name: str
    face: str = ""
    size: int = 0
    paragraph: Properties = field(factory=dict)
    letters: Properties = field(factory=dict)


def exact(line: int, before: int = 0, after: int = 0) -> str:
    """Lines of one height, with space before and after."""
    return f'w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"'


def loose(before: int = 0, after: int = 0) -> str:
    """Lines as high as what is on them."""
    return f'w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"'


def indented(left: int = 0, right: int = 0, first: int = 0) -> str:
    """Indents in twips; a negative ``first`` lets the first line hang."""
    start = f'w:firstLine="{first}"' if first >= 0 else f'w:hanging="{-first}"'
    return f'w:left="{left}" w:right="{right}" {start}'


_LINES: Properties = {"widowControl": val(0), "overflowPunct": val(1), "snapToGrid": val(0)}
"""Pages hold 22 lines and there is no grid. Marks may hang over as office programs have it from the start; one of them takes
this very setting for its opposite, and would let them hang without it."""
_ONE_LINE = frozenset(
    f"Bulletin{name}" for name in ["Mark", "Number", "Title", "Signed", "Annex", "AnnexTitle", "Imprint", "Page"]
)
"""Styles whose figures are Chinese, so that without the official face they are set in that of the Chinese beside them. In a text
figures are no language's own, since an office suite breaks a line within Chinese ones."""
_TWO_IN = f'w:firstLineChars="200" w:firstLine="{2 * CHAR}"'

_STYLES = (
    ParagraphStyle("BulletinMark", "发文机关标志", "title", 96, {"jc": val("center")}, {"color": val(RED), "spacing": val(0)}),
    ParagraphStyle("BulletinNumber", "发文字号", "text", 32, {"jc": val("center"), "spacing": exact(LINE)}),
    ParagraphStyle(
        "BulletinTitle",
        "公文标题",
        "title",
        44,
        {"jc": val("center"), "spacing": exact(LINE, 2 * LINE - 91), "keepLines": ""},
        {"spacing": val(0)},
    ),
    ParagraphStyle("BulletinTo", "主送机关", "text", 32, {"spacing": exact(LINE, LINE), "jc": val("left")}),
    ParagraphStyle("BulletinText", "公文正文", "text", 32, {"spacing": exact(LINE), "ind": _TWO_IN, "jc": val("both")}),
    ParagraphStyle("BulletinLaw", "条文引用", "quote", 32, {"spacing": exact(LINE), "ind": _TWO_IN, "jc": val("both")}),
    ParagraphStyle("BulletinNote", "公文说明", "text", 28, {"spacing": exact(LINE), "ind": _TWO_IN, "jc": val("both")}),
    *(
        ParagraphStyle(
            f"BulletinHeading{level}",
            f"公文标题{level}",
            face,
            32,
            {"spacing": exact(LINE), "ind": _TWO_IN, "jc": val("both"), "keepNext": "", "outlineLvl": val(level - 1)},
        )
        for level, face in ((1, "heading"), (2, "quote"), (3, "text"))
    ),
    ParagraphStyle("BulletinAnnexes", "附件说明", "text", 32, {"spacing": exact(LINE), "jc": val("left")}),
    ParagraphStyle("BulletinSigned", "署名和日期", "text", 32, {"spacing": exact(LINE), "jc": val("left")}),
    ParagraphStyle(
        "BulletinAnnex",
        "附件序号",
        "heading",
        32,
        {"spacing": exact(360), "keepNext": "", "pageBreakBefore": "", "jc": val("left")},
    ),
    ParagraphStyle(
        "BulletinAnnexTitle",
        "附件标题",
        "title",
        44,
        {"spacing": exact(LINE, 623, 200), "jc": val("center"), "keepNext": "", "keepLines": "", "outlineLvl": val(0)},
        {"spacing": val(0)},
    ),
    ParagraphStyle(
        "BulletinCaption",
        "表题",
        "heading",
        28,
        {"spacing": exact(340, 160, 80), "jc": val("center"), "keepNext": "", "keepLines": ""},
        {"spacing": val(0)},
    ),
    ParagraphStyle("BulletinTableNote", "表注", "text", 21, {"spacing": loose(60, 160), "jc": val("left")}, {"spacing": val(0)}),
    *(
        ParagraphStyle(
            f"BulletinCell{size}", f"表格文字{size / 2:g}磅", "text", size, {"spacing": loose(20, 20)}, {"spacing": val(0)}
        )
        for size in (24, 21, 18, 15)
    ),
    ParagraphStyle("BulletinPicture", "图", "text", 21, {"spacing": loose(120, 120), "jc": val("center")}, {"spacing": val(0)}),
    ParagraphStyle("BulletinImprint", "版记", "text", 28, {"spacing": exact(LINE), "jc": val("left")}, {"spacing": val(0)}),
    ParagraphStyle("BulletinPage", "页码", "figures", 28, {"spacing": exact(400)}, {"spacing": val(0)}),
    ParagraphStyle("BulletinEnd", "末段", "text", 2, {"spacing": exact(20)}, {"spacing": val(0)}),
)

_PLAIN: dict[str, tuple[int, Properties, Properties]] = {
    "BulletinMark": (36, {"jc": val("center"), "spacing": loose(0, 240)}, {"b": "", "color": val("000000")}),
    "BulletinNumber": (24, {"jc": val("left"), "spacing": loose(0, 60)}, {}),
    "BulletinTitle": (28, {"jc": val("left"), "spacing": loose(240, 160), "keepNext": ""}, {"b": ""}),
    "BulletinTo": (24, {"jc": val("left"), "spacing": loose(120, 60)}, {}),
    "BulletinText": (24, {"jc": val("left"), "spacing": loose(0, 140)}, {}),
    "BulletinLaw": (24, {"jc": val("left"), "spacing": loose(0, 140), "ind": indented(567, 567)}, {}),
    "BulletinNote": (20, {"jc": val("left"), "spacing": loose(0, 140)}, {}),
    "BulletinHeading1": (26, {"spacing": loose(160, 100), "keepNext": "", "outlineLvl": val(0)}, {"b": ""}),
    "BulletinHeading2": (24, {"spacing": loose(120, 80), "keepNext": "", "outlineLvl": val(1)}, {"b": ""}),
    "BulletinHeading3": (24, {"spacing": loose(100, 60), "keepNext": "", "outlineLvl": val(2)}, {"i": ""}),
    "BulletinAnnexes": (24, {"spacing": loose(0, 40)}, {}),
    "BulletinSigned": (24, {"spacing": loose(0, 40)}, {}),
    "BulletinAnnex": (24, {"spacing": loose(0, 60), "keepNext": "", "pageBreakBefore": ""}, {"b": ""}),
    "BulletinAnnexTitle": (28, {"spacing": loose(0, 200), "keepNext": "", "outlineLvl": val(0)}, {"b": ""}),
    "BulletinCaption": (22, {"spacing": loose(160, 80), "keepNext": ""}, {"b": ""}),
    "BulletinImprint": (20, {"spacing": loose(0, 40)}, {}),
    "BulletinPage": (20, {"spacing": loose(), "jc": val("center")}, {}),
}
"""What a plain letter has in place of the standard's form: sizes, paragraphs, letters."""


def faces_xml(face: str, lang: Lang) -> str:
    """A face by its role, as the properties of a run name it."""
    chinese = FACES[face]
    western = chinese if lang == "zh" else PLAIN_FACE
    return f'w:ascii="{western}" w:hAnsi="{western}" w:eastAsia="{chinese}" w:cs="{western}"'


def styles_of(lang: Lang) -> tuple[ParagraphStyle, ...]:
    """The styles of a document: by the standard in Chinese, of a plain letter in English."""
    if lang == "zh":
        return _STYLES
    styles = []
    for style in _STYLES:
        size, paragraph, letters = _PLAIN.get(style.code, (style.size, style.paragraph, {"spacing": val(0)}))
        styles.append(ParagraphStyle(style.code, style.code, style.face, size, paragraph, letters))
    return tuple(styles)


def style_xml(style: ParagraphStyle, lang: Lang) -> str:
    """A style as the file holds it."""
    letters: dict[str, str] = {"rFonts": faces_xml(style.face, lang), "sz": val(style.size), "szCs": val(style.size)}
    letters |= {"spacing": val(TRACKING if lang == "zh" else 0)} | dict(style.letters)
    if lang == "zh" and style.code in _ONE_LINE:
        letters["lang"] = 'w:val="zh-CN" w:eastAsia="zh-CN"'
    lines = {**_LINES, **style.paragraph}
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.code}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/>{ordered("pPr", P_RANK, lines)}'
        f"{ordered('rPr', R_RANK, letters)}</w:style>"
    )


def styles_xml(lang: Lang) -> bytes:
    """The part of styles."""
    paragraphs = {**_LINES, "spacing": loose()}
    letters = {
        "rFonts": faces_xml("text", lang),
        "kern": val(0),
        "sz": val(32 if lang == "zh" else 24),
        "szCs": val(32 if lang == "zh" else 24),
        "lang": f'w:val="{"en-US" if lang == "zh" else "en-GB"}" w:eastAsia="zh-CN" w:bidi="ar-SA"',
    }
    defaults = (
        f"<w:docDefaults><w:rPrDefault>{ordered('rPr', R_RANK, letters)}</w:rPrDefault>"
        f"<w:pPrDefault>{ordered('pPr', P_RANK, paragraphs)}</w:pPrDefault></w:docDefaults>"
    )
    usual = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style>"
    )
    own = "".join(style_xml(style, lang) for style in styles_of(lang))
    return f"{HEADING}<w:styles {NAMESPACES}>{defaults}{usual}{own}</w:styles>".encode()


def fonts_xml() -> bytes:
    """The part of faces: each with the name of what may stand in for it."""
    kinds = {"黑体": "modern", "楷体_GB2312": "modern"}
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{kinds.get(name, "roman")}"/><w:pitch w:val="variable"/></w:font>'
        for name, instead in STAND_INS.items()
    )
    latin = f'<w:font w:name="{PLAIN_FACE}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    return f"{HEADING}<w:fonts {NAMESPACES}>{fonts}{latin}</w:fonts>".encode()


def settings_xml(lang: Lang) -> bytes:
    """The part of settings: in Chinese even pages mirror the odd ones and have a foot of their own; marks keep their width."""
    mirrored = lang == "zh"
    parts: list[tuple[str, str]] = [("zoom", 'w:percent="100"')]
    parts += [("mirrorMargins", "")] if mirrored else []
    parts += [("defaultTabStop", val(420))]
    parts += [("evenAndOddHeaders", "")] if mirrored else []
    parts += [("characterSpacingControl", val("doNotCompress"))]
    setting = 'w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    parts += [("compat", f'<w:compatSetting w:name="compatibilityMode" {setting}/>')]
    parts += [("themeFontLang", f'w:val="{"en-US" if lang == "zh" else "en-GB"}" w:eastAsia="zh-CN"')]
    parts += [("decimalSymbol", val(".")), ("listSeparator", val(","))]
    content = "".join(element(name, held) for name, held in parts)
    return f"{HEADING}<w:settings {NAMESPACES}>{content}</w:settings>".encode()
